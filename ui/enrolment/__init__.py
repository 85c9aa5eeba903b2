"""Who is in a class and who waits for it."""
