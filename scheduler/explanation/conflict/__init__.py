"""Which requirements cannot hold together: a minimal conflict, proven by solving."""
