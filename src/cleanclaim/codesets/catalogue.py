"""Every kind of table that the store knows, in the order in which people are told of them."""

from typing import Any

from cleanclaim.codesets import (
    claim_lists,
    code_lists,
    drg_definitions,
    exclusions,
    facility_fees,
    icd10cm_index,
    icd10pcs,
    licensed,
    ncci,
    physician_fees,
    policies,
    providers,
    risk_categories,
)
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.releases import ICD10CM_KIND

KINDS: tuple[Kind[Any], ...] = (
    icd10cm_index.ICD10CM_INDEX,
    icd10cm_index.ICD10CM_EXTERNAL,
    icd10cm_index.ICD10CM_NEOPLASM,
    icd10cm_index.ICD10CM_DRUG,
    code_lists.ICD10PCS,
    icd10pcs.ICD10PCS_TABLES,
    icd10pcs.ICD10PCS_INDEX,
    icd10pcs.ICD10PCS_DEFINITIONS,
    icd10pcs.ICD10PCS_BODY_PART,
    icd10pcs.ICD10PCS_DEVICE,
    icd10pcs.ICD10PCS_AGGREGATION,
    code_lists.HCPCS,
    licensed.CPT,
    licensed.CDT,
    ncci.PTP_PRACTITIONER,
    ncci.PTP_HOSPITAL,
    ncci.MUE_PRACTITIONER,
    ncci.MUE_OUTPATIENT,
    ncci.MUE_DME,
    ncci.ADD_ON,
    physician_fees.MPFS,
    physician_fees.MPFS_QPP,
    physician_fees.GPCI,
    physician_fees.ANESTHESIA,
    physician_fees.ANESTHESIA_QPP,
    physician_fees.ANESTHESIA_BASE,
    physician_fees.OPPS_CAP,
    physician_fees.LOCALITY,
    physician_fees.ZIP_LOCALITY,
    facility_fees.CLFS,
    facility_fees.ASP,
    facility_fees.ASP_NDC,
    facility_fees.DMEPOS,
    facility_fees.OPPS,
    facility_fees.APC,
    facility_fees.ASC,
    facility_fees.MS_DRG,
    drg_definitions.DRG_DEFINITION,
    drg_definitions.CC_LEVEL,
    drg_definitions.CC_EXCLUSION,
    code_lists.MCE,
    code_lists.POA_EXEMPT,
    code_lists.TAXONOMY,
    code_lists.PLACE_OF_SERVICE,
    code_lists.TELEHEALTH,
    *claim_lists.CLAIM_LISTS,
    claim_lists.MAC,
    claim_lists.MAC_JURISDICTION,
    claim_lists.FEE_INDICATOR,
    risk_categories.HCC,
    providers.NPPES,
    exclusions.EXCLUSION,
    policies.COVERAGE_ARTICLE,
    policies.LCD,
    policies.NCD,
    policies.MEDICARE_CONTRACTOR,
)
"""All kinds but ICD-10-CM, whose entries have a shape of their own (:class:`ICD10CMEntry`)."""

_ICD10CM_TITLE = "ICD-10-CM"
_TITLES = {ICD10CM_KIND: _ICD10CM_TITLE} | {kind.name: kind.title for kind in KINDS}
_SWITCHED_OFF = {ICD10CM_KIND: "diagnosis codes"} | {kind.name: kind.switches_off for kind in KINDS}

ALL_NAMES: tuple[str, ...] = tuple(_TITLES)
"""The names of all kinds, ICD-10-CM first."""


_IN_WORDS = {
    ICD10CM_KIND: "the ICD-10-CM diagnosis codes of the day",
    "ICD10PCS": "the ICD-10-PCS procedure codes of the day",
    "ICD10PCS_TABLES": "the ICD-10-PCS tables of the day",
    "HCPCS": "the HCPCS Level II codes of the day",
    "CPT": "the CPT codes of the day (your licence)",
    "CDT": "the CDT codes of the day (your licence)",
    "PTP_PRACTITIONER": "the NCCI pairs of practitioners' codes (PTP)",
    "PTP_HOSPITAL": "the NCCI pairs of outpatient hospital codes (PTP)",
    "MUE_PRACTITIONER": "the unit limits of practitioners (MUE)",
    "MUE_OUTPATIENT": "the unit limits of outpatient hospitals (MUE)",
    "MUE_DME": "the unit limits of equipment suppliers (MUE)",
    "ADD_ON": "the NCCI list of add-on codes",
    "MPFS": "the Medicare physician fee schedule",
    "MCE": "the lists of the Medicare Code Editor",
    "POA_EXEMPT": "the list of diagnoses exempt from present on admission",
    "TAXONOMY": "the list of provider taxonomy codes",
    "TELEHEALTH": "Medicare's list of telehealth services",
    "PLACE_OF_SERVICE": "the list of places of service",
    "REVENUE": "the list of revenue codes",
    "MODIFIER": "the list of modifiers",
    "STATE": "the list of states",
    "NPPES": "the national list of providers (NPPES)",
    "EXCLUSION": "the list of excluded providers (LEIE)",
    "COVERAGE_ARTICLE": "Medicare's billing and coding articles",
    "LCD": "Medicare's local coverage determinations",
    "NCD": "Medicare's national coverage determinations",
    "OPPS": "the outpatient payment table (OPPS Addendum B)",
}


def table_in_words(kind: str) -> str:
    """Return a kind as a biller calls it, in the middle of a sentence; of those not listed the title."""
    return _IN_WORDS.get(kind, title_of(kind))


def title_of(kind: str) -> str:
    """Return what a kind is called for people; its own name when it is not known here."""
    return _TITLES.get(kind, kind)


def switched_off_without(kind: str) -> str:
    """Return what is not checked or computed while no release of a kind covers a day."""
    return _SWITCHED_OFF.get(kind, "")


def kind_named(name: str) -> Kind[Any] | None:
    """Return the kind of a name; none for ICD-10-CM and for what is not known."""
    return next((kind for kind in KINDS if kind.name == name), None)
