"""The fifteen red lines: one rule a module, the guard that runs them over a draft, and the check as data."""
