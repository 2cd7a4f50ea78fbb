"""The official formats, each in one file, and the one table of them."""

from cleanclaim.reference.draft import Importer
from cleanclaim.reference.importers import add_on, hcpcs, icd10, localities, mpfs, mue, ptp

IMPORTERS: tuple[Importer, ...] = (
    icd10.ICD10CM_IMPORTER,
    icd10.ICD10PCS_IMPORTER,
    hcpcs.IMPORTER,
    ptp.IMPORTER,
    mue.IMPORTER,
    add_on.IMPORTER,
    mpfs.IMPORTER,
    localities.GPCI_IMPORTER,
    localities.ANESTHESIA_IMPORTER,
    localities.COUNTIES_IMPORTER,
    localities.ZIP_IMPORTER,
)
"""In the order in which a file is offered to them; the first that recognises it reads it."""
