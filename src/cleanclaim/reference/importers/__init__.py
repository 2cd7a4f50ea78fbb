"""The official formats, each in one file, and the one table of them."""

from cleanclaim.reference.draft import Importer
from cleanclaim.reference.importers import (
    add_on,
    drg_definitions,
    facility_fees,
    hcpcs,
    icd10,
    icd10_index,
    icd10pcs,
    icd10pcs_keys,
    lists,
    localities,
    mpfs,
    mue,
    opps_cap,
    policies,
    ptp,
    supplier_fees,
)

IMPORTERS: tuple[Importer, ...] = (
    icd10.ICD10CM_IMPORTER,
    icd10.ICD10PCS_IMPORTER,
    *icd10_index.IMPORTERS,
    *icd10pcs.IMPORTERS,
    *icd10pcs_keys.IMPORTERS,
    hcpcs.IMPORTER,
    ptp.IMPORTER,
    mue.IMPORTER,
    add_on.IMPORTER,
    mpfs.IMPORTER,
    localities.GPCI_IMPORTER,
    localities.ANESTHESIA_IMPORTER,
    localities.COUNTIES_IMPORTER,
    localities.ZIP_IMPORTER,
    lists.TAXONOMY_IMPORTER,
    lists.TELEHEALTH_IMPORTER,
    lists.MCE_IMPORTER,
    lists.POA_IMPORTER,
    *supplier_fees.IMPORTERS,
    *facility_fees.IMPORTERS,
    policies.IMPORTER,
    opps_cap.IMPORTER,
    drg_definitions.IMPORTER,
)
"""In the order in which a file is offered to them; the first that recognises it reads it."""
