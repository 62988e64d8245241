"""CP-SAT: variables, assembling the rules, search, bound, progress, cancel."""
