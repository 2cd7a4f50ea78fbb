"""Django's PostgreSQL backend with an address that is found when it is needed."""
