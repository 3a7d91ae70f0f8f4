"""`python -m generator`: the command `papers`."""

from generator.cli import main

main(prog_name="papers")
