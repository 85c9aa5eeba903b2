"""Ctrl+K: find anything, go anywhere."""
