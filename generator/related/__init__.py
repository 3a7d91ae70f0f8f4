"""What lies near what: papers by their words, tags and categories that occur together, people who write together.

No file of this package imports another library when it is imported itself; numpy is imported where it computes.
"""
