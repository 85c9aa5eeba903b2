"""The home page: today, what waits, the year."""
