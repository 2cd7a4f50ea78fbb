"""Dated look-ups over imported releases of code sets and tables.

A store is a directory of immutable releases. Every look-up takes a date and every answer is
one of three that a caller must tell apart: :class:`Known`, :class:`Unknown` (the release in
force is complete and has no such code) and :class:`NotCovered` (nothing loaded can say).
Tables are asked for by :class:`Kind` (``store.find(MUE_PRACTITIONER, "99213", on)``).
Releases are made by :mod:`cleanclaim.reference`; this layer only reads. See
``docs/algorithms/code-store.md`` and ``docs/algorithms/reference-store.md``.
"""

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.catalogue import ALL_NAMES, KINDS, kind_named, switched_off_without, title_of
from cleanclaim.codesets.code_lists import (
    HCPCS,
    ICD10PCS,
    MCE,
    PLACE_OF_SERVICE,
    POA_EXEMPT,
    TAXONOMY,
    TELEHEALTH,
    CodeEdit,
    HCPCSCode,
    PCSCode,
    PlaceOfServiceCode,
    POAExempt,
    TaxonomyCode,
    TelehealthCode,
)
from cleanclaim.codesets.coverage import Coverage, Overlap, coverage
from cleanclaim.codesets.facility_fees import (
    ASC,
    ASP,
    ASP_NDC,
    CLFS,
    DMEPOS,
    MS_DRG,
    OPPS,
    DRGWeight,
    DrugCrosswalk,
    DrugLimit,
    EquipmentFee,
    LaboratoryFee,
    OutpatientRate,
    SurgicalCenterRate,
)
from cleanclaim.codesets.icd10cm import ICD10CMEntry, Instruction, SearchHit
from cleanclaim.codesets.instructions import CodeSpan, codes_named
from cleanclaim.codesets.keyed import KeyedTable
from cleanclaim.codesets.kinds import Dated, Kind
from cleanclaim.codesets.ncci import (
    ADD_ON,
    MUE_DME,
    MUE_OUTPATIENT,
    MUE_PRACTITIONER,
    PTP_HOSPITAL,
    PTP_PRACTITIONER,
    AddOnEdit,
    UnitLimit,
)
from cleanclaim.codesets.pairs import PTPEdit, PTPTable
from cleanclaim.codesets.physician_fees import (
    ANESTHESIA,
    ANESTHESIA_QPP,
    GPCI,
    LOCALITY,
    MPFS,
    MPFS_QPP,
    OPPS_CAP,
    ZIP_LOCALITY,
    AnesthesiaFactor,
    LocalityCounties,
    OPPSCap,
    PriceIndices,
    RelativeValue,
    ZIPLocality,
    locality_key,
)
from cleanclaim.codesets.releases import ICD10CM_KIND, Release
from cleanclaim.codesets.store import Store, open_store

__all__ = [
    "ADD_ON",
    "ALL_NAMES",
    "ANESTHESIA",
    "ANESTHESIA_QPP",
    "ASC",
    "ASP",
    "ASP_NDC",
    "CLFS",
    "DMEPOS",
    "GPCI",
    "HCPCS",
    "ICD10CM_KIND",
    "ICD10PCS",
    "KINDS",
    "LOCALITY",
    "MCE",
    "MPFS",
    "MPFS_QPP",
    "MS_DRG",
    "MUE_DME",
    "MUE_OUTPATIENT",
    "MUE_PRACTITIONER",
    "OPPS",
    "OPPS_CAP",
    "PLACE_OF_SERVICE",
    "POA_EXEMPT",
    "PTP_HOSPITAL",
    "PTP_PRACTITIONER",
    "TAXONOMY",
    "TELEHEALTH",
    "ZIP_LOCALITY",
    "AddOnEdit",
    "AnesthesiaFactor",
    "Answer",
    "CodeEdit",
    "CodeSpan",
    "Coverage",
    "DRGWeight",
    "Dated",
    "DrugCrosswalk",
    "DrugLimit",
    "EquipmentFee",
    "HCPCSCode",
    "ICD10CMEntry",
    "Instruction",
    "KeyedTable",
    "Kind",
    "Known",
    "LaboratoryFee",
    "LocalityCounties",
    "NotCovered",
    "OPPSCap",
    "OutpatientRate",
    "Overlap",
    "PCSCode",
    "POAExempt",
    "PTPEdit",
    "PTPTable",
    "PlaceOfServiceCode",
    "PriceIndices",
    "RelativeValue",
    "Release",
    "SearchHit",
    "Store",
    "SurgicalCenterRate",
    "TaxonomyCode",
    "TelehealthCode",
    "UnitLimit",
    "Unknown",
    "ZIPLocality",
    "codes_named",
    "coverage",
    "kind_named",
    "locality_key",
    "open_store",
    "switched_off_without",
    "title_of",
]
