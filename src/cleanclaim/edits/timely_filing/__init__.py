"""The last day on which a payer takes a claim."""
