"""The preview: the site in memory, served to this machine and kept up to date."""
