"""The first-run guide: from nothing to a workspace with a roster."""
