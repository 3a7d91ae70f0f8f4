"""The pages of the site, their heads, templates, scripts and styles, and the search index."""
