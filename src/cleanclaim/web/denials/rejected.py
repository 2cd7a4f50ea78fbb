"""Which field of a claim a rejection is about: from a 277CA's status, or the place that a 999 names.

Status codes (code source 508) and entities are X12's; those here are the ones that the built-in payer
uses, whose meanings were read in public lists and not in X12's own (unverified). A status that is not
here names no field, and the sentence says it all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from cleanclaim.exchange import Status
from cleanclaim.exchange.acknowledgements import ReportedError
from cleanclaim.exchange.answers_in_words import error_in_words
from cleanclaim.x12.transactions import read_segments

BILLED = "coverages[{billed}]"

_BY_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "33": f"{BILLED}.member_id",
        "164": f"{BILLED}.member_id",
        "178": "lines[0].charge",
        "187": "lines[0].dates",
        "218": "lines[0].drug",
        "247": "lines[0].code",
        "249": "place_of_service",
        "254": "diagnoses",
        "255": "diagnoses",
        "402": "lines[0].charge",
        "453": "lines[0].modifiers",
        "454": "lines[0].code",
        "464": f"{BILLED}.payer_claim_control_number",
        "476": "lines[0].units",
        "477": "lines[0].pointers",
        "510": "lines[0].dates",
        "535": "claim_frequency_code",
        "583": "lines[0].charge",
        "659": "lines[0].units",
        "697": "lines[0].charge",
        "773": "lines[0].dates",
    }
)
_BY_STATUS_AND_ENTITY: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("125", "QC"): "patient.name.last",
        ("125", "IL"): "patient.name.last",
        ("125", "DN"): "referring.name.last",
        ("157", "QC"): "patient.sex",
        ("157", "IL"): "patient.sex",
        ("158", "QC"): "patient.birth_date",
        ("158", "IL"): "patient.birth_date",
        ("505", "QC"): "patient.name.first",
        ("562", "82"): "rendering.npi",
        ("562", "DN"): "referring.npi",
        ("562", "85"): "billing_provider.npi",
        ("128", "85"): "billing_provider.tax_id",
    }
)
_BY_PLACE: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        ("2010BA", "NM1", "9"): f"{BILLED}.member_id",
        ("2010BA", "NM1", "3"): "patient.name.last",
        ("2010BA", "NM1", "4"): "patient.name.first",
        ("2010BA", "DMG", "2"): "patient.birth_date",
        ("2010BA", "DMG", "3"): "patient.sex",
        ("2010CA", "NM1", "3"): "patient.name.last",
        ("2010CA", "NM1", "4"): "patient.name.first",
        ("2010CA", "DMG", "2"): "patient.birth_date",
        ("2010CA", "DMG", "3"): "patient.sex",
        ("2000B", "SBR", "3"): f"{BILLED}.group_number",
        ("2300", "HI", ""): "diagnoses",
        ("2300", "CLM", "5"): "place_of_service",
        ("2310A", "NM1", "9"): "referring.npi",
        ("2310A", "NM1", "3"): "referring.name.last",
        ("2310B", "NM1", "9"): "rendering.npi",
        ("2400", "SV1", "1"): "lines[{line}].code",
        ("2400", "SV1", "2"): "lines[{line}].charge",
        ("2400", "SV1", "4"): "lines[{line}].units",
        ("2400", "SV1", "5"): "place_of_service",
        ("2400", "SV1", "7"): "lines[{line}].pointers",
        ("2400", "DTP", ""): "lines[{line}].dates",
    }
)


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a claim: the field, and what is said of it."""

    path: str
    words: str
    codes: str


def path_of_status(statuses: Iterable[Status], *, billed: int = 0, line: int | None = None) -> str:
    """Return the field that the first telling status is about; empty where none tells.

    ``line`` is the number of the service line that the statuses are said of, from 1.
    """
    for status in statuses:
        found = _BY_STATUS_AND_ENTITY.get((status.code, status.entity)) or _BY_STATUS.get(status.code, "")
        if found:
            found = found.format(billed=billed) if "{billed}" in found else found
            return found.replace("lines[0]", f"lines[{line - 1}]") if line else found
    return ""


def faults_in_file(content: bytes, errors: Sequence[ReportedError]) -> dict[str, list[Fault]]:
    """Return what a 999 says of each claim of our file, by patient control number.

    A claim is named by the answer, or found by the position of the segment (from ST, 1). What is said
    of no claim (an envelope, a provider) is left out: then no claim is at fault.
    """
    places = _places(content)
    found: defaultdict[str, list[Fault]] = defaultdict(list)
    for error in errors:
        claim, line = places.get(error.segment_position or 0, ("", 0))
        claim = error.patient_control_number or claim
        if not claim:
            continue
        element = error.element.split(":")[0].lstrip("0")
        path = _BY_PLACE.get((error.loop, error.segment, element)) or _BY_PLACE.get(
            (error.loop, error.segment, ""), ""
        )
        path = path.format(billed=0, line=max(line - 1, 0)) if path else ""
        found[claim].append(Fault(path, error_in_words(error), f"{error.segment}{element}:{error.code}"))
    return dict(found)


def _places(content: bytes) -> dict[int, tuple[str, int]]:
    """Return claim and line of each segment by its position in the transaction.

    What stands before the first CLM below a subscriber (HL 22) belongs to the claim that follows.
    """
    found: dict[int, tuple[str, int]] = {}
    waiting: list[int] = []
    claim, line, position = "", 0, 0
    for segment in read_segments(content):
        if segment.id == "ST":
            position, claim, line, waiting = 0, "", 0, []
        position += 1
        if segment.id == "HL":
            claim, line = "", 0
            waiting = [position] if segment.get(3) in ("22", "23") else []
            continue
        if segment.id == "CLM":
            claim, line = segment.get(1), 0
            for each in waiting:
                found[each] = (claim, 0)
            waiting = []
        elif segment.id == "LX":
            line += 1
        elif segment.id == "SE":
            claim, line, waiting = "", 0, []
        if claim:
            found[position] = (claim, line)
        elif waiting:
            waiting.append(position)
    return found
