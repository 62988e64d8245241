"""Reads pupils, their wishes and what clubs offer; writes the sheets for them."""

from scheduler.workbook.wishes.reader import WishesReading, read_wishes

__all__ = ["WishesReading", "read_wishes"]
