"""Exemptions (学时减免): of whom no hours are demanded in a year."""
