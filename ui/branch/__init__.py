"""The tree of party branches."""
