"""Services at a distance."""
