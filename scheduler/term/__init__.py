"""The term: what is held on a date, who is away, and what was done about it."""
