"""Two procedures of a day that are not paid together (NCCI procedure-to-procedure)."""
