"""Packages (课堂+基地 套餐)."""
