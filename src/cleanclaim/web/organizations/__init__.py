"""Organizations (the tenants), their practices, the people who work there and in which role."""
