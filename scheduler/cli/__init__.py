"""The `paike` command: one file a command."""
