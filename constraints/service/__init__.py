"""Rules on after-school service: the regulation of 5+2+N, the people who serve, and fairness among them."""
