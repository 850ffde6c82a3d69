"""The steps of one message; each file is one step and knows no other."""
