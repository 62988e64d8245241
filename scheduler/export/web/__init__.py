"""Timetables for teachers and parents: pages for phones, calendars to subscribe to, codes that lead there."""
