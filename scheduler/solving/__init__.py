"""A solve in a process of its own, which outlives the page that started it and writes to the store."""

from scheduler.solving.launch import start

__all__ = ["start"]
