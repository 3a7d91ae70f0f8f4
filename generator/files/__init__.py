"""Reading and writing the files of a list: papers, vocabularies, settings, reading lists, caches of what was read."""
