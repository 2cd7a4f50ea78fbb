"""What may not be billed at all, and patterns that an auditor asks about."""
