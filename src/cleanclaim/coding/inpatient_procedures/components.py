"""What is not coded apart: inspections beside a definitive procedure, components of an operation.

Sources: ICD-10-PCS guidelines B3.1b (components necessary to complete the procedure), B3.11a
(inspection), FY 2025; the rows of ``data/components.tsv`` name the cases.
"""

import re
from functools import cache
from importlib import resources

_INSPECTION = "J"
_REPOSITION = "S"
_SAME_REGION = {
    "0W": re.compile(r"0[A-Z0-9]|10"),
    "0D": re.compile(r"0[DFW]"),
    "0S": re.compile(r"0[SQML]"),
    "0R": re.compile(r"0[RPML]"),
    "0B": re.compile(r"0[B5]"),
    "0U": re.compile(r"0U|10"),
    "0T": re.compile(r"0[TVU]"),
}


def component_of(code: str, others: list[str]) -> str:
    """Return why a code is not coded beside the others, or nothing."""
    if code[0] == "0" and code[2] == _INSPECTION:
        same = _SAME_REGION.get(code[:2], re.compile(re.escape(code[:2])))
        definitive = next(
            (one for one in others if one[2] != _INSPECTION and same.match(one[:2]) and one[0] in "01"), None
        )
        if definitive:
            return f"inspection on the way to {definitive}: not coded apart (ICD-10-PCS guideline B3.11a)"
    fixed = next(
        (one for one in others if one[:4] == code[:4] and one[5] != "Z" and code.endswith("XZZ")), None
    )
    if fixed and code[2] == _REPOSITION:
        return f"the reduction is part of {fixed}, which fixes it (ICD-10-PCS guideline B3.15)"
    for part, whole, reason in _components():
        if part.match(code):
            owner = next((one for one in others if one != code and whole.match(one)), None)
            if owner:
                return f"part of {owner}: {reason}"
    return ""


@cache
def _components() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    text = (
        resources.files("cleanclaim.coding.inpatient_procedures")
        .joinpath("data/components.tsv")
        .read_text("utf-8")
    )
    rows = [
        re.split(r"\t+| {2,}", row.strip())
        for row in text.splitlines()
        if row.strip() and not row.startswith("#")
    ]
    return tuple((re.compile(part), re.compile(whole), reason) for part, whole, reason in rows)
