"""Papers for other programs: citations, feeds, the API."""
