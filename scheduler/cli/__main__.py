"""`python -m scheduler.cli`: the command without its script."""

from scheduler.cli.main import main

main()
