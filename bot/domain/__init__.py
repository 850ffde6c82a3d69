"""Frozen values and plain rules of customer service; imports nothing but the standard library."""
