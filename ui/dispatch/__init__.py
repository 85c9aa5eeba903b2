"""The county's dispatches to its schools."""
