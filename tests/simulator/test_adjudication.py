"""What the payer pays, computed by hand. The arithmetic stands in each docstring.

Demonstration fees (nonfacility): 99213 90.00, 99214 128.00, 85025 10.00, 97110 30.00, 71046
36.00, 90471 20.00. Contracts: Medicare-like 100 %, Medicaid-like 72 %, Northwind 130 %, Summit
115 %. Plans: standard (deductible 240, 20 %), gold (500, 10 %, visit copay 25 and nothing else
for visits), ppo (1000, 20 %, visit copay 30), full (visit copay 3).
"""

from datetime import date, datetime
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.simulator import Answers, Memory, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from cleanclaim.x12 import Row, composite
from tests.simulator.scenario import NOW, Bill, Line, member, segments, sent


def decided(
    *bills: Bill, memory: Memory | None = None, now: datetime = NOW, number: int = 1
) -> list[DecidedClaim]:
    """Send claims and return what was decided, remembering it."""
    memory = memory or Memory()
    answers = built_in_payer().answer(sent(*bills, control_number=number, at=now), now=now, memory=memory)
    memory.apply(answers.changes)
    return [step for step in answers.changes.steps if isinstance(step, DecidedClaim)]


def outcome(claim: DecidedClaim, line: int = 0) -> tuple[str, dict[str, str]]:
    """Return what a line is paid and its adjustments as text."""
    found = claim.lines[line]
    return str(found.paid), {f"{group}-{carc}": str(amount) for group, carc, amount in found.adjustments}


def advice(answers: Answers) -> str:
    """Return the 835 of an answer as text."""
    return next(file.content.decode() for file in answers.files if file.name.startswith("835"))


def test_a_visit_with_a_copay() -> None:
    """Fee 90 x 130 % = 117. Charge 150: CO-45 33. Copay 25. Paid 117 - 25 = 92."""
    (claim,) = decided(Bill())
    assert outcome(claim) == ("92.00", {"CO-45": "33.00", "PR-3": "25.00"})
    assert claim.status == "1"


def test_a_charge_below_the_fee_is_allowed_as_charged() -> None:
    """Fee 117, charge 100: allowed 100, no CO-45. Copay 25. Paid 75."""
    (claim,) = decided(Bill(lines=(Line(charge="100.00"),)))
    assert outcome(claim) == ("75.00", {"PR-3": "25.00"})


def test_deductible_then_coinsurance_within_one_line() -> None:
    """Three units of 97110 at 30 = 90 allowed of 120, and a visit 128 of 200: Medicare-like.

    Visit: allowed 128, deductible 128 (112 left). Therapy: allowed 90, deductible 90 (22 left).
    Then imaging 71046 at 36 of 60: deductible 22, rest 14, 20 % = 2.80, paid 11.20.
    """
    lines = (Line("99214", "200.00"), Line("97110", "120.00", "3"), Line("71046", "60.00"))
    (claim,) = decided(Bill(payer="medicare", lines=lines))
    assert outcome(claim, 0) == ("0.00", {"CO-45": "72.00", "PR-1": "128.00"})
    assert outcome(claim, 1) == ("0.00", {"CO-45": "30.00", "PR-1": "90.00"})
    assert outcome(claim, 2) == ("11.20", {"CO-45": "24.00", "PR-1": "22.00", "PR-2": "2.80"})
    assert claim.patient_responsibility == Decimal("242.80")


def test_the_deductible_is_remembered_from_file_to_file_and_starts_anew_with_the_year() -> None:
    """240 deductible: 128 with the first visit, 112 with the second (rest 16, 20 % = 3.20)."""
    memory = Memory()
    lines = (Line("99214", "200.00"),)
    decided(Bill("A", "medicare", lines), memory=memory, number=1)
    (second,) = decided(
        Bill("B", "medicare", (Line("99214", "200.00", on=date(2025, 11, 4)),)), memory=memory, number=2
    )
    assert outcome(second) == ("12.80", {"CO-45": "72.00", "PR-1": "112.00", "PR-2": "3.20"})
    january = datetime(2026, 1, 20)  # noqa: DTZ001
    (third,) = decided(
        Bill("C", "medicare", (Line("99214", "200.00", on=date(2026, 1, 5)),)),
        memory=memory,
        now=january,
        number=3,
    )
    assert outcome(third) == ("0.00", {"CO-45": "72.00", "PR-1": "128.00"})


def test_a_member_who_has_met_the_deductible_elsewhere_owes_coinsurance_only() -> None:
    """Medicare-like: 128 of 200 allowed, nothing left of the deductible, 20 % = 25.60."""
    met = member("medicare", number=80000001)
    (claim,) = decided(Bill(payer="medicare", member_id=met, lines=(Line("99214", "200.00"),)))
    assert outcome(claim) == ("102.40", {"CO-45": "72.00", "PR-2": "25.60"})


def test_a_film_of_the_wrist_is_priced_whole_and_in_its_parts() -> None:
    """73110: 38, of which 11 for reading it and 27 for taking it; gold pays 130 % less 10 % after 500."""
    lines = tuple(Line("73110", "60.00", modifiers=m) for m in (("LT",), ("26", "RT"), ("TC", "RT")))
    met = member(number=80000001)
    (claim,) = decided(Bill(member_id=met, lines=lines))
    assert [str(line.allowed) for line in claim.lines] == ["49.40", "14.30", "35.10"]
    assert not any(line.denied for line in claim.lines)


def test_each_dependent_has_a_deductible_of_its_own() -> None:
    """Summit: copay 30 of 103.50 (90 x 115 %), the rest 73.50 to each one's deductible."""
    memory = Memory()
    decided(Bill("A", "summit"), memory=memory, number=1)
    (child,) = decided(Bill("B", "summit", dependent=True), memory=memory, number=2)
    assert outcome(child) == ("0.00", {"CO-45": "46.50", "PR-1": "73.50", "PR-3": "30.00"})


def test_one_copay_a_day_and_family() -> None:
    """Two visits on one day: 25 with the first, none with the second (128 x 1.3 = 166.40)."""
    (claim,) = decided(Bill(lines=(Line(), Line("99214", "200.00", modifiers=("25",)))))
    assert outcome(claim, 0) == ("92.00", {"CO-45": "33.00", "PR-3": "25.00"})
    assert outcome(claim, 1) == ("166.40", {"CO-45": "33.60"})


def test_what_the_plan_covers_in_full_costs_the_member_nothing() -> None:
    """Blood count at 10 of 30, Medicare-like: no deductible for laboratory."""
    (claim,) = decided(Bill(payer="medicare", lines=(Line("85025", "30.00"),)))
    assert outcome(claim) == ("10.00", {"CO-45": "20.00"})


def test_a_facility_fee_in_a_hospital() -> None:
    """99213 in place 22: 66 x 130 % = 85.80, copay 25, paid 60.80."""
    (claim,) = decided(Bill(place="22"))
    assert outcome(claim) == ("60.80", {"CO-45": "64.20", "PR-3": "25.00"})


def test_a_code_outside_the_schedule_is_paid_as_a_share_of_the_charge_where_the_contract_says_so() -> None:
    """Summit allows 60 % of 500 = 300: CO-45 200, deductible 300."""
    (claim,) = decided(Bill(payer="summit", lines=(Line("29881", "500.00"),)))
    assert outcome(claim) == ("0.00", {"CO-45": "200.00", "PR-1": "300.00"})


def test_the_out_of_pocket_limit_caps_what_the_member_owes() -> None:
    """Medicaid-like: copay 3 a visit, at most 200 a year: the 67th visit's copay is 2, then none.

    Fee 90 x 72 % = 64.80; paid 61.80, then 62.80, then 64.80.
    """
    memory = Memory()
    dates = [date(2025, 9, 1 + n % 28) if n < 28 else date(2025, 10, 1 + n % 28) for n in range(56)]
    dates += [date(2025, 8, 1 + n) for n in range(12)]
    paid = []
    for start in range(0, 68, 34):
        lines = tuple(Line(on=on) for on in dates[start : start + 34])
        (claim,) = decided(Bill(f"V{start}", "medicaid", lines), memory=memory, number=start + 1)
        paid += [str(line.paid) for line in claim.lines]
    assert paid[:66] == ["61.80"] * 66
    assert paid[66:] == ["62.80", "64.80"]


@pytest.mark.parametrize(
    ("bill", "reason", "remarks"),
    [
        (Bill(lines=(Line("70551", "900.00"),)), "CO-197", ()),
        (Bill(lines=(Line("97014", "40.00"),)), "PR-96", ("N130",)),
        (Bill(payer="medicare", lines=(Line("97014", "40.00"),)), "CO-96", ("N130",)),
        (Bill(payer="medicare", lines=(Line("G0103", "40.00"),)), "CO-11", ()),
        (Bill(payer="medicare", lines=(Line("29881", "500.00"),)), "CO-16", ("M51",)),
        (Bill(payer="medicare", lines=(Line("20610", "99.00", modifiers=("50",)),)), "CO-4", ("N519",)),
        (Bill(payer="medicare", lines=(Line(on=date(2024, 11, 25)),)), "CO-29", ("N211",)),
        (Bill(lines=(Line(on=date(2025, 6, 3)),)), "CO-29", ()),
        (Bill(member_id=member(number=90000001)), "PR-27", ()),
    ],
)
def test_denials_say_why(bill: Bill, reason: str, remarks: tuple[str, ...]) -> None:
    (claim,) = decided(bill)
    line = claim.lines[0]
    assert outcome(claim) == ("0.00", {reason: str(line.charge)})
    assert line.remarks == remarks
    assert claim.status == "4"


@pytest.mark.parametrize(
    "bill",
    [
        Bill(lines=(Line("70551", "900.00"),), references=(("REF", "G1", "AUTH1"),)),
        Bill(payer="medicare", lines=(Line("G0103", "40.00"),), diagnoses=("Z125",)),
        Bill(payer="medicare", lines=(Line(on=date(2024, 12, 2)),)),
        Bill(lines=(Line(on=date(2025, 6, 4)),)),
        Bill(member_id=member(number=90000001), lines=(Line(on=date(2025, 6, 30)),)),
    ],
)
def test_the_near_misses_are_not_denied(bill: Bill) -> None:
    (claim,) = decided(bill)
    assert not claim.lines[0].denied
    assert claim.status == "1"


def test_the_same_service_under_another_control_number_is_a_duplicate() -> None:
    memory = Memory()
    decided(Bill("A"), memory=memory, number=1)
    (again,) = decided(Bill("B"), memory=memory, number=2)
    assert outcome(again) == ("0.00", {"CO-18": "150.00"})


def prior(paid: str, adjusted: tuple[Row, ...], at_line: tuple[Row, ...] = ()) -> tuple[Row, ...]:
    """Return the 2320 loop of a Medicare-like first payer; a decision about the claim has its date there."""
    on: tuple[Row, ...] = (("DTP", "573", "D8", "20251120"),) if adjusted else ()
    return (
        ("SBR", "P", "18", "", "", "", "", "", "", "MB"),
        *adjusted,
        ("AMT", "D", paid),
        ("OI", "", "", "Y", "", "", "Y"),
        ("NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI", member("medicare")),
        ("NM1", "PR", "2", "GOLDEN MEADOW", "", "", "", "", "PI", "DEMOMCR"),
        *on,
    )


SECOND = Bill(
    payer="summit",
    sequence="S",
    lines=(
        Line(
            more=(
                ("SVD", "DEMOMCR", "72", composite("HC", "99213"), "", "1"),
                ("CAS", "CO", "45", "60"),
                ("CAS", "PR", "2", "18"),
                ("DTP", "573", "D8", "20251120"),
            )
        ),
    ),
    others=prior("72", ()),
)


def test_the_second_payer_pays_no_more_than_the_first_left() -> None:
    """Charge 150. First: paid 72, CO-45 60, PR-2 18. Second, alone: allowed 103.50, copay 30,
    deductible 73.50, benefit 0. It pays min(0, 18) = 0; OA-23 = 150 - 18 = 132; of the 18 the
    patient owes min(30, 18) = 18 as copay.
    """
    (claim,) = decided(SECOND)
    assert outcome(claim) == ("0.00", {"OA-23": "132.00", "PR-3": "18.00"})
    assert claim.status == "2"


def test_the_second_payer_covers_what_the_first_left() -> None:
    """Northwind gold, alone: allowed 117, copay 25, benefit 92. It pays min(92, 18) = 18."""
    (claim,) = decided(msgspec.structs.replace(SECOND, payer="northwind"))
    assert outcome(claim) == ("18.00", {"OA-23": "132.00"})


def test_a_decision_at_claim_level_is_split_over_the_lines_without_losing_a_cent() -> None:
    """Charges 100, 100, 100; first payer paid 200 and left 100 (PR-1 at claim level): 33.34,
    33.33, 33.33. Gold pays each in full: therapy benefit 39 - 20 copay = 19 for the first, then
    39 each (no second copay), at most 33.33; of the first, 14.34 stay: copay 14.34.
    """
    lines = tuple(Line("97110", "100.00", modifiers=(m,)) for m in ("GP", "59", "GO"))
    bill = Bill(lines=lines, sequence="S", others=prior("200", (("CAS", "PR", "1", "100"),)))
    (claim,) = decided(bill)
    assert outcome(claim, 0) == ("19.00", {"OA-23": "66.66", "PR-3": "14.34"})
    assert outcome(claim, 1) == ("33.33", {"OA-23": "66.67"})
    assert outcome(claim, 2) == ("33.33", {"OA-23": "66.67"})


def test_a_void_undoes_the_original_to_the_cent() -> None:
    memory = Memory()
    (original,) = decided(Bill("A", "northwind"), memory=memory, number=1)
    void = Bill("A2", frequency="8", references=(("REF", "F8", original.number),))
    answers = built_in_payer().answer(sent(void, control_number=2), now=NOW, memory=memory)
    text = advice(answers)
    assert f"CLP*A*22*-150*-92**12*{original.number}*11*1~" in text
    assert "CAS*CO*45*-33~" in text
    assert "CAS*PR*3*-25~" in text
    assert "BPR*H*0*C*NON" in text
    assert "PLB*1100000011*20251231*FB:" in text
    assert "*-92~SE" in text
    memory.apply(answers.changes)
    assert not any(memory.out_of_pocket_used.values())
    assert sum(b.amount for b in memory.owed.values()) == Decimal("92.00")


def test_a_balance_is_recovered_from_the_next_payments() -> None:
    """92 owed. Next claim pays 92 - 25 copay... another day: 92. Recovered 92, paid 0, owed 0."""
    memory = Memory()
    (original,) = decided(Bill("A"), memory=memory, number=1)
    decided(Bill("A2", frequency="8", references=(("REF", "F8", original.number),)), memory=memory, number=2)
    later = Bill("B", lines=(Line("99214", "200.00", on=date(2025, 11, 10)),))
    answers = built_in_payer().answer(sent(later, control_number=3), now=NOW, memory=memory)
    text = advice(answers)
    assert "CLP*B*1*200*141.4*25*" in text  # 166.40 - 25
    assert "BPR*I*49.4*C*ACH" in text
    assert text.count("*92~SE") == 1
    memory.apply(answers.changes)
    assert sum(b.amount for b in memory.owed.values()) == 0


def test_a_replacement_reverses_and_decides_anew() -> None:
    """Original 99213 (92 paid, copay 25), replaced by 99214: 166.40 - 25 = 141.40. Net 49.40."""
    memory = Memory()
    (original,) = decided(Bill("A"), memory=memory, number=1)
    new = Bill(
        "A", frequency="7", lines=(Line("99214", "200.00"),), references=(("REF", "F8", original.number),)
    )
    answers = built_in_payer().answer(sent(new, control_number=2), now=NOW, memory=memory)
    text = advice(answers)
    assert "BPR*I*49.4*C*ACH" in text
    assert text.index("*22*-150*-92*") < text.index("CLP*A*1*200*141.4*25*")
    assert f"REF*F8*{original.number}~" in text
    memory.apply(answers.changes)
    assert list(memory.claims) != [original.number]
    assert len(memory.claims) == 1


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "northwind", "summit"])
def test_every_835_balances_at_three_levels(payer: str) -> None:
    """Line: SVC02 = SVC03 + CAS. Claim: CLP03 = CLP04 + CAS. Payment: BPR02 = CLP04 - PLB."""
    codes = (
        ("99214", "200.00"),
        ("85025", "30.33"),
        ("70551", "900.00"),
        ("97014", "40.00"),
        ("J1100", "9.99"),
    )
    bill = Bill(payer=payer, lines=tuple(Line(code, charge, units="3") for code, charge in codes))
    answers = built_in_payer().answer(sent(bill), now=NOW, memory=Memory())
    data = next(file.content for file in answers.files if file.name.startswith("835"))
    claim = line = Decimal(0)
    payment = provider = claims = Decimal(0)
    for segment in segments(data):
        if segment.id in ("CLP", "SVC", "PLB", "SE"):
            assert line == 0
        if segment.id == "BPR":
            payment = Decimal(segment.get(2))
        elif segment.id == "CLP":
            claim = Decimal(segment.get(3)) - Decimal(segment.get(4))
            claims += Decimal(segment.get(4))
        elif segment.id == "SVC":
            line = Decimal(segment.get(2)) - Decimal(segment.get(3))
        elif segment.id == "CAS":
            amounts = sum((Decimal(segment.get(n)) for n in (3, 6, 9) if segment.get(n)), Decimal(0))
            line -= amounts
            claim -= amounts
        elif segment.id == "PLB":
            provider += Decimal(segment.get(4))
    assert claim == 0
    assert payment == claims - provider
