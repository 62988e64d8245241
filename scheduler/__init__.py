"""Plans a Chinese school's week and proves it against the regulation."""
