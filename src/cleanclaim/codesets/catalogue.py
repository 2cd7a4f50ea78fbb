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


def title_of(kind: str) -> str:
    """Return what a kind is called for people; its own name when it is not known here."""
    return _TITLES.get(kind, kind)


def switched_off_without(kind: str) -> str:
    """Return what is not checked or computed while no release of a kind covers a day."""
    return _SWITCHED_OFF.get(kind, "")


def kind_named(name: str) -> Kind[Any] | None:
    """Return the kind of a name; none for ICD-10-CM and for what is not known."""
    return next((kind for kind in KINDS if kind.name == name), None)
