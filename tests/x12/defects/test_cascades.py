"""One damage, one problem: whatever segment is dropped, doubled, out of place or wrongly qualified."""

import pytest

from cleanclaim.x12 import Severity, validate
from tests.x12.bases import BASES
from tests.x12.defects.cascades import damages

TWO = "two readings of it are equally good, and what follows contradicts the one that is taken"
FORM = "without its BHT (or with one that comes late) nobody knows whether a 278 asks or answers"
EXCEPTIONS = {
    ("270", "swapped 2 2100A NM1*PR*2"): TWO,
    ("270", "swapped 10 2110C EQ*30"): TWO,
    ("271", "swapped 2 2100A NM1*PR*2"): TWO,
    ("271", "swapped 12 2110C EB*A*"): TWO,
    ("276", "swapped 14 2210D SVC*HC:99213*100"): TWO,
    ("277", "swapped 12 2200D DTP*472*RD8"): TWO,
    ("278-request", "swapped 7 2010C DMG*D8*19700101"): TWO,
    ("278-response", "dropped 0 ST BHT*0007*11"): FORM,
    ("278-response", "swapped 0 ST BHT*0007*11"): FORM,
    ("820", "dropped 6 2300B RMR*AZ*POLICY1"): TWO,
    ("837I", "possible 23 2300 HI*ABJ:R0602 as BE"): TWO,
    ("837I", "swapped 34 2400 SV2*0120*"): TWO,
}
"""What gives more than one problem today, and why."""


@pytest.mark.parametrize("name", sorted(BASES))
def test_one_damage_gives_one_problem(name: str) -> None:
    base = BASES[name]
    several: dict[str, list[tuple[str, str, int]]] = {}
    untold: list[str] = []
    for damage in damages(base):
        found = [
            problem
            for problem in validate(base.file(damage.rows), levels=(1, 2, 3, 4))
            if problem.severity is Severity.ERROR
        ]
        if len(found) > 1:
            several[f"{damage.kind} {damage.where}"] = [
                (one.id, one.element or one.segment, one.segment_number) for one in found
            ]
        if not found and not damage.may_be_right:
            untold.append(f"{damage.kind} {damage.where}")
    excepted = {one for base_name, one in EXCEPTIONS if base_name == name}
    assert {where: found for where, found in several.items() if where not in excepted} == {}
    assert excepted <= set(several), "an exception that is none any more"
    assert untold == []
