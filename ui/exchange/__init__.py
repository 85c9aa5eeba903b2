"""The month's data bundle: check, review, approve, write to a stick, wait for the receipt."""
