"""Training elsewhere (上级调训): the list of a year, and recording for several."""
