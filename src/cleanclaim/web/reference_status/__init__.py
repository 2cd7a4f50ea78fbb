"""Which code sets and tables are loaded, for whom, until when."""
