"""ICD-10-PCS procedures of stays."""
