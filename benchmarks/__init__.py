"""Speed, cost and memory of the search, against one flat CP-SAT model in the same run."""
