"""`python -m generator`: the command `papers`."""

from generator.cli import run

run()
