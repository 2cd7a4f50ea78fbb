"""Paid against agreed: what is short, why, by which term; and what must go back until when."""

from datetime import date
from decimal import Decimal

import pytest

from cleanclaim.claim.specimens import professional_specimen
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.parameters import Deadline, NotKnown, shipped_parameters
from cleanclaim.posting import KnownLine, known_lines
from cleanclaim.pricing import load_contracts
from cleanclaim.pricing.contract_claims import ExpectedClaim, expected_by_contract
from cleanclaim.primitives import money
from cleanclaim.workflow.underpayments import (
    Expected,
    Overpayment,
    Tolerance,
    Verdict,
    by_term,
    compare,
    expected_lines,
    return_by,
)
from tests.pricing.facility_tables import made
from tests.remittance.files import a_file

BILLED = (
    KnownLine(1, "99213", ("25",), money("150"), "L1"),
    KnownLine(2, "36415", (), money("50"), "L2"),
)
EXPECTED = (Expected(1, money("100"), "visits"), Expected(2, money("20"), "laboratory"))
CENT = Tolerance(dollars=Decimal("0.01"))


def lines_of(*rows, paid, status="1"):
    charge = "200" if status != "22" else "-200"
    rows = (f"CLP*C1*{status}*{charge}*{paid}*0*CI*P*11*1", *rows)
    (remittance,) = read_835(a_file(*rows, payment=paid))
    return remittance.claims[0]


def compared(*rows, paid, status="1", expected=EXPECTED, tolerance=CENT, **options):
    return compare(
        lines_of(*rows, paid=paid, status=status),
        BILLED,
        expected,
        payer="North",
        contract="N-1",
        tolerance=tolerance,
        **options,
    )


GOOD = ("SVC*HC:99213:25*150*80**1", "CAS*CO*45*50", "CAS*PR*2*20", "SVC*HC:36415*50*20**1", "CAS*CO*45*30")


def test_what_the_member_pays_is_no_underpayment():
    found = compared(*GOOD, paid="100")
    assert [each.verdict for each in found.variances] == [Verdict.AS_EXPECTED, Verdict.AS_EXPECTED]
    assert (found.underpaid, found.overpaid) == (0, 0)


def test_sequestration_and_withholds_lower_the_payment_and_not_what_is_allowed():
    rows = ("SVC*HC:99213:25*150*90**1", "CAS*CO*45*50**253*2**104*8", *GOOD[3:])
    assert compared(*rows, paid="110").variances[0].verdict is Verdict.AS_EXPECTED


def test_a_line_paid_short_names_its_term_and_amount():
    rows = ("SVC*HC:99213:25*150*70**1", "CAS*CO*45*60", "CAS*PR*2*20", *GOOD[3:])
    found = compared(*rows, paid="90")
    first = found.variances[0]
    assert (first.verdict, first.difference, first.term) == (Verdict.UNDERPAID, money("-10"), "visits")
    assert first.reason == "10.00 less than agreed"
    assert found.underpaid == money("10.00")


def test_the_payers_own_allowed_amount_goes_before_what_follows():
    rows = (*GOOD[:3], "AMT*B6*99", *GOOD[3:])
    assert compared(*rows, paid="100").variances[0].allowed == money("99")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (("SVC*HC:99212*150*60***HC:99213:25", "CAS*CO*45*90"), "paid as 99212 where 99213 was billed"),
        (("SVC*HC:99213:25*150*50**1**2", "CAS*CO*45*100"), "1 of 2 units paid"),
        (("SVC*HC:99213:25*150*60**1", "CAS*CO*45*50**59*40"), "CARC 59"),
        (("SVC*HC:99213:25*150*60**1", "CAS*CO*45*50**131*40"), "CARC 131"),
        (("SVC*HC:99213:25*150*50**1", "CAS*CO*45*100"), "exactly half"),
    ],
)
def test_the_reason_that_the_remittance_itself_shows(rows, words):
    paid = str(int(rows[0].split("*")[3]) + 20)
    first = compared(*rows, *GOOD[3:], paid=paid).variances[0]
    assert first.verdict is Verdict.UNDERPAID
    assert words in first.reason


def test_a_denied_line_is_a_denial_and_no_underpayment():
    rows = ("SVC*HC:99213:25*150*0**1", "CAS*CO*97*150", *GOOD[3:])
    found = compared(*rows, paid="20")
    assert found.variances[0].verdict is Verdict.DENIED
    assert found.underpaid == 0


def test_more_than_agreed_is_an_overpayment():
    rows = ("SVC*HC:99213:25*150*120**1", "CAS*CO*45*30", *GOOD[3:])
    found = compared(*rows, paid="140")
    assert (found.variances[0].verdict, found.overpaid) == (Verdict.OVERPAID, money("20.00"))


def test_within_tolerance_is_as_agreed_and_a_cent_beyond_is_not():
    rows = ("SVC*HC:99213:25*150*79.95**1", "CAS*CO*45*50.05", "CAS*PR*2*20", *GOOD[3:])
    within = Tolerance(dollars=Decimal("0.05"))
    beyond = Tolerance(dollars=Decimal("0.04"))
    by_percent = Tolerance(dollars=Decimal("0"), percent=Decimal("0.05"))
    assert compared(*rows, paid="99.95", tolerance=within).variances[0].verdict is Verdict.AS_EXPECTED
    assert compared(*rows, paid="99.95", tolerance=beyond).variances[0].verdict is Verdict.UNDERPAID
    assert compared(*rows, paid="99.95", tolerance=by_percent).variances[0].verdict is Verdict.AS_EXPECTED


def test_lines_that_a_term_pays_together_are_compared_together():
    case_rate = (Expected(1, money("120"), "case"), Expected(2, money("0"), "case", together_with=1))
    found = compared(*GOOD, paid="100", expected=case_rate)
    (both,) = found.variances
    assert (both.lines, both.verdict, both.allowed) == ((1, 2), Verdict.AS_EXPECTED, money("120"))


@pytest.mark.parametrize("status", ["2", "3", "20", "22", "25", "23"])
def test_later_payers_reversals_and_estimates_are_not_compared(status):
    sign = "-" if status == "22" else ""
    rows = (f"SVC*HC:99213:25*{sign}150*{sign}10**1", f"CAS*OA*23*{sign}140")
    found = compared(*rows, paid=f"{sign}10", status=status)
    assert [each.verdict for each in found.variances] == [Verdict.NOT_COMPARED]


def test_a_line_without_an_expected_amount_says_why():
    unknown = (Expected(1, None, reason="no term covers it"), EXPECTED[1])
    first = compared(*GOOD, paid="100", expected=unknown).variances[0]
    assert (first.verdict, first.reason) == (Verdict.NOT_COMPARED, "no term covers it")


def test_groups_put_the_largest_missing_amount_first_and_count_reasons():
    short = ("SVC*HC:99213:25*150*50**1", "CAS*CO*45*100", *GOOD[3:])
    lab = (*GOOD[:3], "SVC*HC:36415*50*19**1", "CAS*CO*45*31")
    groups = by_term([compared(*lab, paid="99"), compared(*short, paid="70"), compared(*GOOD, paid="100")])
    assert [(each.term, each.lines, each.missing) for each in groups] == [
        ("visits", 1, money("50.00")),
        ("laboratory", 1, money("1.00")),
    ]
    assert groups[0].expected - groups[0].allowed == groups[0].missing


def test_the_last_day_of_a_dispute_is_the_payers_own():
    options = {"parameters": shipped_parameters(), "remitted_on": date(2025, 12, 5)}
    known = compared(*GOOD, paid="100", payer_id="DEMOMCD", **options)
    assert isinstance(known.dispute_by, Deadline)
    assert known.dispute_by.last_day == date(2026, 6, 3)
    unknown = compared(*GOOD, paid="100", payer_id="NOBODY", **options)
    assert isinstance(unknown.dispute_by, NotKnown)


def test_an_overpayment_of_medicare_has_sixty_days_and_an_investigation_stops_them():
    plain = Overpayment("medicare", money("20"), date(2025, 6, 1), date(2025, 12, 1))
    found = return_by(plain, parameters=shipped_parameters(), today=date(2026, 1, 30))
    assert (found.deadline.last_day, found.within_look_back, found.overdue) == (
        date(2026, 1, 30),
        True,
        False,
    )
    assert return_by(plain, parameters=shipped_parameters(), today=date(2026, 1, 31)).overdue
    looked_into = Overpayment(
        "medicare",
        money("20"),
        date(2025, 6, 1),
        date(2025, 12, 1),
        investigation_began=date(2025, 12, 11),
        investigation_ended=date(2026, 2, 1),
    )
    later = return_by(looked_into, parameters=shipped_parameters(), today=date(2026, 1, 31))
    assert later.deadline.last_day == date(2026, 3, 23)
    assert not later.overdue


def test_what_was_received_before_the_look_back_need_not_go_back():
    old = Overpayment("medicare", money("20"), date(2019, 11, 30), date(2025, 12, 1))
    assert return_by(old, parameters=shipped_parameters(), today=date(2025, 12, 2)).within_look_back is False


def test_a_commercial_payer_has_no_federal_clock():
    other = Overpayment("commercial", money("20"), date(2025, 6, 1), date(2025, 12, 1))
    assert isinstance(
        return_by(other, parameters=shipped_parameters(), today=date(2026, 9, 1)).deadline, NotKnown
    )


CONTRACT = (
    "contract: North visits\npayer_id: '99003'\nfrom: 2025-01-01\n"
    'terms:\n  - name: visits\n    for: {codes: ["99213"]}\n    pay: {percent_of_charge: "80"}\n'
    "default: not_covered\n"
)


def test_a_claim_is_compared_with_its_contract_from_end_to_end(tmp_path):
    (tmp_path / "north.yaml").write_text(CONTRACT)
    claim = professional_specimen()
    found = expected_by_contract(load_contracts(tmp_path), claim, made(tmp_path / "tables"))
    assert isinstance(found, ExpectedClaim)
    rows = ("CLP*SPECIMEN1*1*125*70*20*CI*P*11*1", "SVC*HC:99213*125*70**1", "CAS*CO*45*35", "CAS*PR*2*20")
    (remittance,) = read_835(a_file(*rows, payment="70"))
    compared_claim = compare(
        remittance.claims[0],
        known_lines(claim),
        expected_lines(found),
        payer="North",
        contract=found.price.contract,
        tolerance=CENT,
    )
    (group,) = by_term([compared_claim])
    assert (group.contract, group.term, group.expected, group.missing) == (
        "North visits",
        "visits",
        money("100"),
        money("10"),
    )
