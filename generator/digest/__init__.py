"""The digest: the papers that are new on the list, as mail to those who asked for it."""
