"""Whether the diagnoses support the service under Medicare's local policies."""
