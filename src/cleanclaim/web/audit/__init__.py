"""Who did what, when, to which record: rows that are added and never changed."""
