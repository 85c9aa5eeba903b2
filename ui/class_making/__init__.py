"""Making a class from orders, a plan item, a package or another class."""
