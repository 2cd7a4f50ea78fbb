"""Rules for which no edits or no data are at hand."""
