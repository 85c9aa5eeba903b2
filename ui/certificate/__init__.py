"""The page of certificates (证书)."""
