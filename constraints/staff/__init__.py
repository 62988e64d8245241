"""Rules on teachers and their week."""
