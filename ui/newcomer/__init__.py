"""Newcomers: who is new, and by which day their training is due."""
