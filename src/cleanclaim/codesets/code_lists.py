"""Lists of codes: HCPCS Level II, ICD-10-PCS, taxonomy, telehealth, Medicare code edits, POA."""

from datetime import date

import msgspec

from cleanclaim.codesets.kinds import Dated, Kind


class HCPCSCode(Dated, frozen=True):
    """A Level II code or modifier (two characters) on the days from its addition to its end.

    Titles are CMS's; they are empty for codes beginning with D (ADA). ``coverage`` is the code
    of the record layout (C carrier judgment, D special instructions, I not payable, M
    non-covered, S by statute); ``changed`` the day of its last change.
    """

    code: str
    title: str = ""
    short: str = ""
    coverage: str = ""
    betos: str = ""
    types_of_service: tuple[str, ...] = ()
    pricing: tuple[str, ...] = ()
    asc_group: str = ""
    cross_references: tuple[str, ...] = ()
    changed: date | None = None
    action: str = ""

    @property
    def is_modifier(self) -> bool:
        """Whether this is a modifier."""
        return len(self.code) == 2


class PCSCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ICD-10-PCS code (seven characters: ``billable``) or a table's heading."""

    code: str
    title: str
    short: str
    billable: bool


class TaxonomyCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A provider taxonomy code (NUCC). The text is NUCC's and stays in the user's own store."""

    code: str
    grouping: str
    classification: str
    specialization: str = ""
    title: str = ""
    section: str = ""


class PlaceOfServiceCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place of service; ``facility``: whether the facility amounts apply, nothing if not said."""

    code: str
    title: str
    facility: bool | None = None
    source: str = ""


class TelehealthCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A code on Medicare's list of telehealth services; ``status`` as the list has it."""

    code: str
    status: str = ""


class CodeEdit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A diagnosis or procedure on a list of the Medicare Code Editor (MCE).

    ``section`` and ``letter`` are the manual's (4 A: age conflict, newborn); ``name`` its heading.
    """

    code: str
    section: int
    letter: str
    name: str


class POAExempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """A diagnosis for which no present-on-admission indicator is reported."""

    code: str


HCPCS = Kind(
    "HCPCS", "HCPCS Level II", HCPCSCode, "Level II codes and modifiers", row_dated=True, described=True
)
ICD10PCS = Kind("ICD10PCS", "ICD-10-PCS", PCSCode, "inpatient procedure codes", described=True)
TAXONOMY = Kind("TAXONOMY", "NUCC provider taxonomy", TaxonomyCode, "taxonomy codes", described=True)
PLACE_OF_SERVICE = Kind(
    "PLACE_OF_SERVICE", "Place of service", PlaceOfServiceCode, "places of service", described=True
)
TELEHEALTH = Kind("TELEHEALTH", "Medicare telehealth services", TelehealthCode, "services by telehealth")
MCE = Kind("MCE", "Medicare Code Editor lists", CodeEdit, "age, manifestation and principal diagnosis edits")
POA_EXEMPT = Kind("POA_EXEMPT", "POA exempt list", POAExempt, "present-on-admission indicators")
