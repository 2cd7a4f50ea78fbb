"""Single defects of every transaction, made from its guide: each told once, at its level and place."""

from collections import Counter
from datetime import date

import pytest

from cleanclaim.x12 import CodeAnswer, Severity, X12Problem, validate
from tests.x12.bases import BASES
from tests.x12.defects.generator import defects
from tests.x12.edits import made
from tests.x12.situation_examples import EXAMPLES

AT_LEAST = 8
"""Defects of levels 1 to 5 that each transaction must have; there are far more."""


def told(data: bytes, levels: tuple[int, ...], codes: object = None) -> list[X12Problem]:
    kept = {"codes": codes} if codes is not None else {}
    found = validate(data, levels=levels, **kept)  # type: ignore[arg-type]
    return [problem for problem in found if problem.severity is not Severity.REPAIR]


class AllButOne:
    """A look-up that remembers what it was asked, and knows every code but one."""

    def __init__(self, unknown: tuple[str, str] = ("", "")) -> None:
        self.unknown = unknown
        self.asked: set[tuple[str, str]] = set()

    def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
        assert on is None or isinstance(on, date)
        self.asked.add((kind, code))
        return CodeAnswer.UNKNOWN if (kind, code) == self.unknown else CodeAnswer.KNOWN


@pytest.mark.parametrize("base", sorted(BASES))
def test_every_defect_that_the_guide_suggests_is_told_once_and_named(base: str) -> None:
    missed: list[str] = []
    levels: Counter[int] = Counter()
    for defect in defects(BASES[base]):
        found = told(BASES[base].file(defect.rows), (1, 2))
        right = [
            problem
            for problem in found
            if problem.level == defect.level and defect.names in (problem.element, problem.segment)
        ]
        if not right or (defect.alone and len(found) > 1):
            missed.append(f"{defect.name}: {[(one.level, one.id, one.element) for one in found]}")
        levels[defect.level] += 1
    assert missed == []
    assert levels[1] >= AT_LEAST
    assert levels[2] >= AT_LEAST


@pytest.mark.parametrize("base", sorted(BASES))
def test_every_wrong_npi_of_a_transaction_is_told_at_level_5(base: str) -> None:
    rows = BASES[base].rows
    for index, row in enumerate(rows):
        place = {"NM1": (8, 9), "N1": (3, 4)}.get(row[0])
        if place is None or len(row) <= place[1] or row[place[0]] != "XX":
            continue
        number = row[place[1]]
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        broken = (*row[: place[1]], wrong, *row[place[1] + 1 :])
        found = told(BASES[base].file((*rows[:index], broken, *rows[index + 1 :])), (1, 2, 3, 5))
        assert [(one.level, one.id, one.value) for one in found] == [(5, "invalid-npi", wrong)]


@pytest.mark.parametrize("base", sorted(BASES))
def test_every_code_that_its_list_lacks_is_told_at_level_5_and_no_other(base: str) -> None:
    data = BASES[base].file()
    lists = AllButOne()
    assert told(data, (1, 2, 3, 4, 5), lists) == []
    for kind, code in sorted(lists.asked):
        found = told(data, (5,), AllButOne((kind, code)))
        assert found, (kind, code)
        assert {one.value for one in found} == {code[3:] if kind == "zip_state" else code}
        assert {one.level for one in found} == {5}


@pytest.mark.parametrize("base", ["837I", "837D", "835", "277CA", "270", "271", "276", "277"])
def test_each_transaction_has_codes_that_are_looked_up(base: str) -> None:
    lists = AllButOne()
    told(BASES[base].file(), (5,), lists)
    wanted = {
        "837I": {"icd10cm", "icd10pcs", "revenue", "value_code", "condition_code", "occurrence_code"},
        "837D": {"cdt", "tooth", "icd10cm", "pos"},
        "835": {"carc", "hcpcs"},
        "277CA": {"claim_status", "claim_status_category"},
        "276": {"hcpcs"},
        "277": {"claim_status", "claim_status_category", "hcpcs"},
    }
    assert wanted.get(base, set()) <= {kind for kind, _ in lists.asked}


@pytest.mark.parametrize("rule_id", sorted(EXAMPLES))
def test_situational_defects_are_told_at_level_4_and_at_no_other_level(rule_id: str) -> None:
    example = EXAMPLES[rule_id]
    base = BASES[example.base]
    data = base.file(made(base.rows, *example.situation, *example.mistake))
    found = told(data, (1, 2, 4))
    named = [one for one in found if one.id == rule_id]
    assert named
    assert {one.level for one in named} == {4}
    assert all(one.message and one.fix and one.segment for one in named)


@pytest.mark.parametrize("base", sorted(BASES))
def test_wrong_counts_and_control_numbers_of_a_transaction_are_told_at_level_1(base: str) -> None:
    data = BASES[base].file()
    count = str(len(BASES[base].rows) + 2).encode()
    for old, new in (
        (b"SE*" + count + b"*", b"SE*" + count + b"9*"),
        (b"*0001\nGE", b"*0002\nGE"),
        (b"~\nGE*1*", b"~\nGE*2*"),
    ):
        changed = data.replace(old, new)
        if changed == data:
            changed = data.replace(old.replace(b"\n", b"~\n"), new.replace(b"\n", b"~\n"))
        assert changed != data
        assert {one.level for one in told(changed, (1, 2, 3, 4))} == {1}
