"""Sites and rooms."""
