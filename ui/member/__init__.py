"""Members and their hours."""
