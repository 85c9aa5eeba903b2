"""Opening hours (期初学时): the form for one or several, and taking a sheet in."""
