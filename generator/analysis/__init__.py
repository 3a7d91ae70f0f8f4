"""What is computed of a library: similar papers and why, the map, statistics, trending, suggestions."""
