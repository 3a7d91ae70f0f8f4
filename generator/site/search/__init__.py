"""The search index: what the scripts of the finder and of the search dialog fetch, piece by piece.

The index is our own. A word finds its papers in the bucket of its first two letters; the rows of the papers that were
found stand ten to a file; facets, orders and suggestions are files of their own, fetched when they are wanted. So a
search fetches little however long the list is, and building it needs no other program.
"""
