"""The program papers: a module for each group of commands, and starter/, the files that a new list begins with."""
