"""From sources to a published site: theme, site builders, assembling, publishing, the preview."""
