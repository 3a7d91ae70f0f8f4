"""Changes of vocabularies in all files, persons and variants, and the link checker."""
