"""Bills of institutions: type of bill, revenue codes, admission, discharge, presence on admission."""
