"""A rehearsal of an outside examination: small official files, claims as 837 files, one command."""
