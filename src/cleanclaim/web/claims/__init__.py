"""Claims, their immutable versions, findings, submissions and acknowledgements."""
