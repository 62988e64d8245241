"""What goes out of a term: the day's list, slips, texts to paste, the account of lessons."""
