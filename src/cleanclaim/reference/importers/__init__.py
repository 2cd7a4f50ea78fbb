"""The official formats, each in one file, and the one table of them."""

from cleanclaim.reference.draft import Importer
from cleanclaim.reference.importers import mue, ptp

IMPORTERS: tuple[Importer, ...] = (ptp.IMPORTER, mue.IMPORTER)
"""In the order in which a file is offered to them; the first that recognises it reads it."""
