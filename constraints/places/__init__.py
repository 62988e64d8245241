"""The documents that schools must obey, one file a place (`*.toml`, for people to read and correct), and what reads them."""
