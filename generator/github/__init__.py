"""What the workflows do on GitHub: the comment on a pull request, and pull requests made from issues."""
