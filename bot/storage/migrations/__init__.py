"""One upgrade of the tables a module under versions/; they only go forward."""
