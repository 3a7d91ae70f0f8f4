"""From what others state of papers to drafts: importers, services, and the drafts themselves."""
