"""The commands of `papers`, a module for each kind of work. What they do stands in the modules below this floor."""
