"""The commands: one a file, each over the parts it is handed."""
