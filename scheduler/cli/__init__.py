"""The `paike` command: one file a command.

The solver, workbooks and what is exported are imported where a function needs them, so that help is printed at once.
"""
