"""Training classes and their lessons."""
