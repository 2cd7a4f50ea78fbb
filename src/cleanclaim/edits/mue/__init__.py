"""More units than a payer takes for a day or line (NCCI medically unlikely edits)."""
