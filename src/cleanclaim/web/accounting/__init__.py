"""The ledger's tables: append-only journal entries and postings."""
