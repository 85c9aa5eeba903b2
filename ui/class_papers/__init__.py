"""The papers of a class."""
