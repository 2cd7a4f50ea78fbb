"""One map function for work over many inputs (scrub a folder, code a batch, re-price a year)."""

from cleanclaim.bulk.pool import map_many

__all__ = ["map_many"]
