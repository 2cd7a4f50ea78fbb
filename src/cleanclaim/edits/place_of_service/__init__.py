"""Where: the place-of-service code."""
