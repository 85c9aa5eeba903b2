"""Settings: the own profile, the rules, the looks; password, backup and key card."""
