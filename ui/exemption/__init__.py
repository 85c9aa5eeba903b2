"""Exemptions (学时减免): the list of a year, granting for several, and whom it might concern."""
