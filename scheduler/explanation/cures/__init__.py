"""What would help: the cheapest changes of a school that make a plan possible."""
