"""Training elsewhere (上级调训): classes held above the school, and where floating members live."""
