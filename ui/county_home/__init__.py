"""The county's home page: the month in figures, who handed in, what waits."""
