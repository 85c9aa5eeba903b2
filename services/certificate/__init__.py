"""Certificates (证书)."""
