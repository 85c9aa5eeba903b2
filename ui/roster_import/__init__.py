"""Importing a roster: choose, look, take in."""
