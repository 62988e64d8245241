"""Rules on flexible hours: when a grant may be given, what it costs, and fairness."""
