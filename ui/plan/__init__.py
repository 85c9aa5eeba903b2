"""The yearly rotation plan."""
