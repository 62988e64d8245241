"""What a rule needs to speak to CP-SAT: the variables of the week, and what posts a rule under its owner."""
