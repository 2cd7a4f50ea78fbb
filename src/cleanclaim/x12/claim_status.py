"""Problems of a claim as claim status: category (code source 507), status (508) and whose field it is.

Categories: A3 returned as unprocessable, A6 something is missing, A7 something is invalid, A8
fields contradict each other. Which status numbers mean what, and which want an entity, was
checked against the list that ``simulator/faults.py`` names; the list itself is not shipped.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from cleanclaim.x12.problems import X12Problem

Status: TypeAlias = tuple[str, str, str]
"""Category, status and entity (empty when the status wants none)."""

ACCEPTED: Status = ("A2", "20", "")
_FORMAT = "481"

_BY_ID: Mapping[str, Status] = MappingProxyType(
    {
        "accident-without-date": ("A6", "727", ""),
        "auto-accident-without-state": ("A6", "750", ""),
        "billing-provider-without-npi": ("A6", "562", "85"),
        "billing-tax-id-not-nine-digits": ("A7", "128", "85"),
        "claim-charge-unbalanced": ("A8", "400", ""),
        "claim-under-subscriber-who-is-not-patient": ("A8", "156", "IL"),
        "diagnosis-pointer-beyond-diagnoses": ("A7", "477", ""),
        "frequency-without-original-number": ("A6", "464", ""),
        "inpatient-place-without-admission-date": ("A6", "189", ""),
        "inpatient-without-admission-date": ("A6", "189", ""),
        "line-decision-unbalanced": ("A8", "672", ""),
        "medicare-secondary-without-type": ("A6", "578", ""),
        "other-payer-unbalanced": ("A8", "672", ""),
        "person-without-member-id": ("A6", "164", "IL"),
        "secondary-without-other-payer": ("A6", "286", ""),
        "self-subscriber-with-patient-level": ("A8", "156", "IL"),
        "self-subscriber-without-birth-date": ("A6", "158", "IL"),
        "two-payers-of-one-rank": ("A7", "742", ""),
    }
)
"""Rules whose status the element alone does not tell."""

_BY_ELEMENT: tuple[tuple[str, str], ...] = (
    ("CLM01", "478"),
    ("CLM02", "178"),
    ("CLM05-1", "249"),
    ("CLM05-3", "535"),
    ("CLM11", "633"),
    ("SV101-1", "454"),
    ("SV101-2", "454"),
    ("SV101", "453"),
    ("SV102", "583"),
    ("SV104", "476"),
    ("SV105", "249"),
    ("SV107", "477"),
    ("SV201", "455"),
    ("SV202-1", "454"),
    ("SV202-2", "454"),
    ("SV202", "453"),
    ("SV203", "583"),
    ("SV205", "476"),
    ("SV301", "454"),
    ("SV302", "583"),
    ("SV303", "249"),
    ("HI01", "254"),
    ("HI", "255"),
    ("DTP", "187"),
    ("SBR01", "742"),
)
_OF_A_PARTY: tuple[tuple[str, str], ...] = (
    ("NM109", "562"),
    ("NM1", "125"),
    ("N402", "501"),
    ("N403", "500"),
    ("PRV03", "145"),
    ("DMG02", "158"),
    ("DMG03", "157"),
)
_PARTY_OF_LOOP: Mapping[str, str] = MappingProxyType(
    {
        "2000A": "85",
        "2010AA": "85",
        "2010AB": "87",
        "2000B": "IL",
        "2010BA": "IL",
        "2010BB": "PR",
        "2000C": "QC",
        "2010CA": "QC",
        "2310A": "DN",
        "2310B": "82",
        "2310C": "77",
        "2310D": "DQ",
        "2420A": "82",
    }
)
_PARTY_OF_LOOP_837I: Mapping[str, str] = MappingProxyType(
    {"2310A": "71", "2310B": "72", "2310C": "ZZ", "2310D": "82", "2310E": "77", "2310F": "DN"}
)


def status_of(problem: X12Problem) -> Status:
    """Return the claim status that tells a problem to the sender of the claim."""
    known = _BY_ID.get(problem.id)
    if known is not None:
        return known
    place = problem.element or problem.segment
    category = "A6" if "missing" in problem.id or "without" in problem.id else "A7"
    if problem.id == "zip-not-in-state":
        category = "A8"
    status = next((code for start, code in _BY_ELEMENT if place.startswith(start)), "")
    if status:
        return category, status, ""
    entity = _PARTY_OF_LOOP.get(problem.loop, "")
    if problem.transaction == "837I":
        entity = _PARTY_OF_LOOP_837I.get(problem.loop, entity)
    status = next((code for start, code in _OF_A_PARTY if place.startswith(start)), "")
    if status == "562" and problem.id != "invalid-npi":
        status = "164" if entity in ("IL", "QC") else "153" if entity == "PR" else "562"
    if status and entity:
        return category, status, entity
    return category, _FORMAT, ""
