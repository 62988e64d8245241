"""Rules on what is taught and how much of it."""
