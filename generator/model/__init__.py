"""The values of a list: papers, authors, vocabularies, the library, names, identifiers and URLs."""
