"""The pages and their order."""
