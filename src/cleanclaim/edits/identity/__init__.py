"""Who: patient, subscriber, providers, payer and their numbers."""
