"""Laboratory tests and CLIA."""
