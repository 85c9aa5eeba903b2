"""Training classes, their lessons and enrolments."""
