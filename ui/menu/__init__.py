"""The yearly menu."""
