"""The course menu."""
