"""Rules on what is done on a date when somebody is away (代课、调课)."""
