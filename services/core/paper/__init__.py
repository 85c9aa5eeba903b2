"""The ground of every printed paper: fonts, a sheet to draw on, tables, QR codes."""
