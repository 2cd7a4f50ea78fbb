"""A payer asked where a claim is (276), and who is covered for what (270)."""

from collections.abc import Sequence

import pytest

from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from cleanclaim.x12 import Envelope, Row, Segment, read_segments, validate, write_interchange
from tests.simulator.scenario import BILLING, NOW, Bill, Line, member, sent


def asked(kind: str, rows: Sequence[Row], memory: Memory) -> list[Segment]:
    """Send a question and return the segments of the answer, which is valid."""
    functional, version = {"276": ("HR", "005010X212"), "270": ("HS", "005010X279A1")}[kind]
    envelope = Envelope(
        "ZZ", "SUBMIT1", "ZZ", "CLEANCLAIMSIM", 77, NOW, "T", functional, "SUBMIT1", "CLEANCLAIMSIM", version
    )
    data = write_interchange(envelope, [(kind, list(rows))])
    assert [p for p in validate(data, levels=(1, 2)) if p.severity == "error"] == []
    answers = built_in_payer().answer(data, now=NOW, memory=memory)
    (content,) = (file.content for file in answers.files if not file.name.startswith("999"))
    assert [p for p in validate(content, levels=(1, 2, 3)) if p.severity != "repair"] == []
    return list(read_segments(content))


def status_of(*references: Row, payer: str = "DEMONWH") -> list[Row]:
    """A 276 that asks about claims, one for each reference."""
    rows: list[Row] = [
        ("BHT", "0010", "13", "ASK1", f"{NOW:%Y%m%d}", "0930"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "THE PAYER", "", "", "", "", "PI", payer),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", "INVENTED BILLING", "", "", "", "", "46", "SUBMIT1"),
        ("HL", "3", "2", "19", "1"),
        ("NM1", "1P", "2", "WILLOW CREEK FAMILY CARE", "", "", "", "", "XX", BILLING),
        ("HL", "4", "3", "22", "0"),
        ("DMG", "D8", "19600229", "F"),
        ("NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI", member()),
    ]
    for number, reference in enumerate(references, 1):
        rows += [("TRN", "1", f"Q{number}"), reference, ("DTP", "472", "D8", "20251103")]
    return rows


def coverage_of(member_id: str, payer: str = "DEMONWH", on: str = "20251201") -> list[Row]:
    """A 270 that asks what a member is covered for."""
    return [
        ("BHT", "0022", "13", "ASK2", f"{NOW:%Y%m%d}", "0930"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "THE PAYER", "", "", "", "", "PI", payer),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", "WILLOW CREEK FAMILY CARE", "", "", "", "", "XX", BILLING),
        ("HL", "3", "2", "22", "0"),
        ("TRN", "1", "T1", "9INVENTED1"),
        ("NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI", member_id),
        ("DMG", "D8", "19600229", "F"),
        ("DTP", "291", "D8", on),
        ("EQ", "30"),
    ]


@pytest.fixture
def decided() -> tuple[Memory, dict[str, str]]:
    """A memory with a paid and a denied claim, and the payer's numbers of both."""
    memory = Memory()
    bills = (Bill("PAID"), Bill("DENIED", lines=(Line("97014", "40.00"),)))
    answers = built_in_payer().answer(sent(*bills), now=NOW, memory=memory)
    memory.apply(answers.changes)
    return memory, {s.control_number: s.number for s in answers.changes.steps if isinstance(s, DecidedClaim)}


def test_claims_are_found_by_either_number_and_told_apart(
    decided: tuple[Memory, dict[str, str]],
) -> None:
    memory, numbers = decided
    found = asked(
        "276",
        status_of(("REF", "1K", numbers["PAID"]), ("REF", "EJ", "DENIED"), ("REF", "EJ", "NOBODYS")),
        memory,
    )
    said = [(s.get(1).split(":")[0], s.get(4), s.get(5)) for s in found if s.id == "STC"]
    assert said == [("F1", "150", "92"), ("F2", "40", "0"), ("A4", "0", "")]
    assert [s.get(2) for s in found if s.id == "REF" and s.get(1) == "1K"] == list(numbers.values())
    assert [s.get(2) for s in found if s.id == "TRN"] == ["Q1", "Q2", "Q3"]


def test_another_payer_knows_nothing_of_them(decided: tuple[Memory, dict[str, str]]) -> None:
    memory, _ = decided
    found = asked("276", status_of(("REF", "EJ", "PAID"), payer="DEMOSUM"), memory)
    assert [s.component(1, 1) for s in found if s.id == "STC"] == ["A4"]


def test_what_is_left_of_the_deductible_goes_down_with_what_was_decided() -> None:
    """Gold: deductible 500. A film at 36 x 130 % = 46.80 goes to it: 453.20 left."""
    memory = Memory()
    memory.apply(
        built_in_payer().answer(sent(Bill(lines=(Line("71046", "60.00"),))), now=NOW, memory=memory).changes
    )
    found = asked("270", coverage_of(member()), memory)
    benefits = {(s.get(1), s.get(6)): s.get(7) for s in found if s.id == "EB"}
    assert benefits["C", "23"] == "500"
    assert benefits["C", "29"] == "453.2"
    assert benefits["B", "27"] == "25"
    assert [s.get(8) for s in found if s.id == "EB" and s.get(1) == "A"] == ["0.1"]
    assert ("1", "") in benefits


def test_a_member_who_left_is_inactive_since_a_day() -> None:
    found = asked("270", coverage_of(member(number=90000001)), Memory())
    assert [s.get(1) for s in found if s.id == "EB"] == ["6"]
    assert ("349", "D8", "20250630") in [s.elements for s in found if s.id == "DTP"]
    active = asked("270", coverage_of(member(number=90000001), on="20250601"), Memory())
    assert "1" in [s.get(1) for s in active if s.id == "EB"]


def test_nobodys_member_is_not_found() -> None:
    found = asked("270", coverage_of("X1"), Memory())
    assert [s.elements for s in found if s.id == "AAA"] == [("N", "", "75", "C")]


def test_a_payer_that_is_not_here_cannot_be_asked() -> None:
    found = asked("270", coverage_of(member(), payer="ELSEWHERE"), Memory())
    assert ("N", "", "42", "Y") in [s.elements for s in found if s.id == "AAA"]
