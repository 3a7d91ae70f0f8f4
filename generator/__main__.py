"""`python -m generator`: the command `papers`."""

from generator.cli.program import run

run()
