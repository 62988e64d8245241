"""Rules on when and where lessons are held."""
