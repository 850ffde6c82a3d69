"""What the rules share, and the parts of the two largest rules; nothing here is a rule of its own."""
