"""The county's inbox: taking files in, and answering them."""
