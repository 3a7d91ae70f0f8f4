"""What everything else stands on: diagnostics, outputs, fingerprints, caches, files on the disk, parallel work."""
