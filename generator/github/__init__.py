"""What the workflows do: comments, pull requests from issues, the report of what a change does to the site."""
