"""The hours ledger: by person, branch, post, month, and the lessons still to come."""
