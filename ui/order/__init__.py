"""The training orders."""
