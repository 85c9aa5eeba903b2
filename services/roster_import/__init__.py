"""Rosters (花名册) from spreadsheets: read, preview, take in.

Nothing is imported here, since the child process that reads a file starts with this package
and shall start fast: callers name the module.
"""
