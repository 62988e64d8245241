"""What is short, as far as counting shows it, without a solver."""
