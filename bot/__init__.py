"""Qinda answers: from a buyer's message and the shop's facts to a checked reply."""
