"""What Qinda promises, proved."""
