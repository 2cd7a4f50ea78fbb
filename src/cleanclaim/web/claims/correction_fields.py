"""Which field of the correction a path of the claim is about."""

import re

_LINE_FIELDS = {
    "code": "code",
    "modifiers": "modifiers",
    "pointers": "pointers",
    "units": "units",
    "charge": "charge",
    "dates": "first_day",
}
_CLAIM_FIELDS = (
    ("diagnoses", "diagnoses"),
    ("place_of_service", "place_of_service"),
    ("patient.birth_date", "patient_born"),
    ("patient.sex", "patient_sex"),
    ("patient.name.first", "patient_first"),
    ("patient", "patient_last"),
    ("rendering", "rendering_npi"),
    ("referring.npi", "referring_npi"),
    ("referring", "referring_last"),
    ("clia", "clia"),
)
_COVERAGE_FIELDS = ("group_number", "prior_authorization", "referral_number", "member_id")
_PATH = re.compile(r"(lines|coverages)\[(\d+)\](?:\.(\w+))?")


def field_at(path: str) -> tuple[int, str] | None:
    """Return the form and field for a path of the claim: 0 and a claim's field, or a line's number and its.

    Nothing for a path that no field is about.
    """
    found = _PATH.match(path)
    if found is not None and found[1] == "lines":
        return int(found[2]) + 1, _LINE_FIELDS.get(found[3] or "code", "code")
    if found is not None:
        return (0, found[3]) if found[3] in _COVERAGE_FIELDS else (0, "member_id")
    for begins, name in _CLAIM_FIELDS:
        if path == begins or path.startswith((f"{begins}.", f"{begins}[")):
            return 0, name
    return None
