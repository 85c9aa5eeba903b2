"""The tour: one training day played through the real window."""
