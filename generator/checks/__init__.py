"""Rules across files and across the list, duplicates, the form of paper files, reports."""
