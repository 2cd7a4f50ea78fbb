"""ICD-10-CM codes: validity on the date, sequence, pairs, pointers."""
