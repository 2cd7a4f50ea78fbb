"""Short lists of codes on claims and remittances, by number, with labels in our own words.

The official descriptions of the UB-04 code sets (NUBC, AHA), of the adjustment, remark and status
codes (X12) and of CPT modifiers (AMA) are not here. Places of service, specialties, states,
contractors and HCPCS Level II modifiers are CMS's own words, which are public domain.
"""

from enum import StrEnum

import msgspec

from cleanclaim.codesets.kinds import Kind


class Checked(StrEnum):
    """What of a row was compared with the source that the row names."""

    MEANING = "meaning"
    """The code and what it means."""
    NUMBER = "number"
    """That the code exists; the label is from general knowledge and unverified."""
    NOTHING = "nothing"
    """Nothing: the row is unverified."""


class ListedCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A code of a short list. ``label`` may be empty: the number alone is known.

    ``ended``: it is no longer given out, and kept for old claims. ``source`` names the file, or
    the address, and the row in it.
    """

    code: str
    label: str = ""
    ended: bool = False
    checked: Checked = Checked.MEANING
    source: str = ""


class Contractor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Medicare administrative contractor number (MAC). ``part``: A or B; key: its five digits.

    ``jurisdiction``: JE, J5, …; ``localities``: those of the physician fee schedule, two digits.
    """

    number: str
    part: str
    states: tuple[str, ...]
    jurisdiction: str
    contractor: str
    localities: tuple[str, ...] = ()
    source: str = ""


class Jurisdiction(msgspec.Struct, frozen=True, omit_defaults=True):
    """A jurisdiction of the Medicare contractors, its contractor and states. Key: JE, DMEA, …"""

    code: str
    contractor: str
    states: tuple[str, ...]
    source: str = ""


class FeeIndicator(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a value of an indicator of the relative value file means. Key: the two with a dash.

    ``field`` is the name in :class:`~cleanclaim.codesets.physician_fees.RelativeValue`;
    ``source`` names the section of the layout document.
    """

    code: str
    field: str
    value: str
    label: str
    source: str = ""


def _listed(name: str, title: str, without: str) -> Kind[ListedCode]:
    return Kind(name, title, ListedCode, without, described=True)


BILL_TYPE = _listed("BILL_TYPE", "Facility type and classification (bill type)", "types of bill")
BILL_FREQUENCY = _listed("BILL_FREQUENCY", "Claim frequency codes", "claim frequencies")
REVENUE = _listed("REVENUE", "Revenue codes", "revenue codes")
ADMISSION_TYPE = _listed("ADMISSION_TYPE", "Admission types", "types of admission")
ADMISSION_SOURCE = _listed("ADMISSION_SOURCE", "Points of origin (admission source)", "points of origin")
PATIENT_STATUS = _listed("PATIENT_STATUS", "Patient discharge status", "discharge statuses")
CONDITION = _listed("CONDITION", "Condition codes", "condition codes")
OCCURRENCE = _listed("OCCURRENCE", "Occurrence codes", "occurrence codes")
OCCURRENCE_SPAN = _listed("OCCURRENCE_SPAN", "Occurrence span codes", "occurrence span codes")
VALUE = _listed("VALUE", "Value codes", "value codes")
STATE = _listed("STATE", "States and territories", "states of addresses")
MODIFIER = _listed("MODIFIER", "Procedure modifiers", "modifiers")
SPECIALTY = _listed("SPECIALTY", "CMS specialty codes", "specialties")
ADJUSTMENT_GROUP = _listed("ADJUSTMENT_GROUP", "Adjustment group codes", "adjustment groups")
ADJUSTMENT_REASON = _listed("ADJUSTMENT_REASON", "Adjustment reason codes (CARC)", "adjustment reasons")
REMARK = _listed("REMARK", "Remark codes (RARC)", "remark codes")
CLAIM_STATUS = _listed("CLAIM_STATUS", "Claim status codes", "claim statuses")
CLAIM_STATUS_CATEGORY = _listed(
    "CLAIM_STATUS_CATEGORY", "Claim status category codes", "claim status categories"
)
MAC = Kind("MAC", "Medicare contractors by number", Contractor, "Medicare contractors", described=True)
MAC_JURISDICTION = Kind(
    "MAC_JURISDICTION", "Medicare contractor jurisdictions", Jurisdiction, "jurisdictions", described=True
)
FEE_INDICATOR = Kind(
    "FEE_INDICATOR",
    "Meanings of relative value indicators",
    FeeIndicator,
    "meanings of indicators",
    described=True,
)


def fee_indicator_key(field: str, value: str) -> str:
    """Return the key of an indicator's value: ``BILATERAL-1``."""
    return f"{field}-{value}".upper()


CLAIM_LISTS: tuple[Kind[ListedCode], ...] = (
    BILL_TYPE,
    BILL_FREQUENCY,
    REVENUE,
    ADMISSION_TYPE,
    ADMISSION_SOURCE,
    PATIENT_STATUS,
    CONDITION,
    OCCURRENCE,
    OCCURRENCE_SPAN,
    VALUE,
    STATE,
    MODIFIER,
    SPECIALTY,
    ADJUSTMENT_GROUP,
    ADJUSTMENT_REASON,
    REMARK,
    CLAIM_STATUS,
    CLAIM_STATUS_CATEGORY,
)
"""The lists whose rows are :class:`ListedCode`."""
