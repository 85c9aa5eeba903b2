"""The county's schools: each one's month, and the year at a glance."""
