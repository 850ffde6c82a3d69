"""What people do with the core: sort messages, check drafts, find buyers."""
