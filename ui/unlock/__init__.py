"""The window before the workspace is open: one password."""
