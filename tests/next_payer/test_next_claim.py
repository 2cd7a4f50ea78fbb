"""The claim to the next payer: balancing, level by level; and when none may be sent."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.claim import Claim, ServiceLine
from cleanclaim.claim.specimens import coverage_of, professional_specimen
from cleanclaim.exchange import read_837, write_837
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.parameters import shipped_parameters
from cleanclaim.primitives import ZERO
from cleanclaim.workflow.next_payer import (
    NextClaim,
    NotBillable,
    crossover,
    joined,
    next_claim,
    standing,
)
from cleanclaim.x12 import validate
from tests.exchange.submissions import SUBMISSION
from tests.remittance.files import a_file

ON = date(2025, 12, 5)


def a_claim(*kinds, lines=(("99213", ("25",), "100"), ("36415", (), "50"))):
    specimen = professional_specimen()
    first = specimen.lines[0]
    return msgspec.structs.replace(
        specimen,
        total_charge=sum(Decimal(charge) for *_, charge in lines),
        coverages=tuple(
            coverage_of(kind, sequence="PST"[index])
            for index, kind in enumerate(kinds or ("medicare", "commercial"))
        ),
        lines=tuple(
            ServiceLine(
                code=code,
                modifiers=modifiers,
                charge=Decimal(charge),
                units=Decimal(1),
                dates=first.dates,
                pointers=(1,),
                control_number=f"L{number}",
            )
            for number, (code, modifiers, charge) in enumerate(lines, start=1)
        ),
    )


def answers(*rows, payment):
    (remittance,) = read_835(a_file(*rows, payment=payment))
    return remittance.claims


PAID = (
    "CLP*SPECIMEN1*1*150*100*25*MB*PAYER77*11*1",
    "SVC*HC:99213:25*100*70**1",
    "CAS*CO*45*10",
    "CAS*PR*2*20",
    "REF*6R*L1",
    "SVC*HC:36415*50*30**1",
    "CAS*CO*45*15",
    "CAS*PR*1*5",
    "REF*6R*L2",
)


def following(claim, payments, **options):
    return next_claim(claim, payments, adjudicated_on=ON, parameters=shipped_parameters(), **options)


def unexplained(claim: Claim, at: int):
    """Return what of the claim's charge an earlier payer's payment and adjustments leave unexplained."""
    coverage = claim.coverages[at]
    taken = coverage.prior_payment.paid + sum(
        (each.amount for each in coverage.prior_payment.adjustments), ZERO
    )
    for line in claim.lines:
        mine = [each for each in line.adjudications if each.payer_id == coverage.payer.payer_id]
        by_line = sum((each.paid for each in mine), ZERO)
        adjusted = sum((one.amount for each in mine for one in each.adjustments), ZERO)
        if mine:
            assert by_line + adjusted == line.charge
        taken += adjusted
    return claim.charge - taken


def test_the_secondary_claim_carries_the_answer_at_its_lines_and_balances():
    found = following(a_claim(), answers(*PAID, payment="100"))
    assert isinstance(found, NextClaim)
    assert found.claim.billed_coverage == 1
    assert found.asked == Decimal("25.00")
    prior = found.claim.coverages[0].prior_payment
    assert (prior.paid, prior.adjudicated_on, prior.adjustments) == (Decimal("100.00"), ON, ())
    assert found.claim.coverages[0].payer_claim_control_number == "PAYER77"
    (decision,) = found.claim.lines[0].adjudications
    assert [(one.group_code, one.carc, one.amount) for one in decision.adjustments] == [
        ("CO", "45", Decimal("10.00")),
        ("PR", "2", Decimal("20.00")),
    ]
    assert decision.remaining_patient_liability == Decimal("20.00")
    assert unexplained(found.claim, 0) == 0


def test_adjustments_of_the_whole_claim_stay_at_the_claim():
    payments = answers("CLP*SPECIMEN1*1*150*100*25*MB*P7*11*1", "CAS*CO*45*25", "CAS*PR*2*25", payment="100")
    found = following(a_claim(), payments)
    prior = found.claim.coverages[0].prior_payment
    assert [one.amount for one in prior.adjustments] == [Decimal("25.00"), Decimal("25.00")]
    assert prior.remaining_patient_liability == Decimal("25.00")
    assert unexplained(found.claim, 0) == 0


def test_the_tertiary_claim_carries_both_answers():
    claim = a_claim("medicare", "commercial", "medicaid")
    second = following(claim, answers(*PAID, payment="100")).claim
    paid_again = (
        "CLP*SPECIMEN1*2*150*15*10*CI*P2*11*1",
        "SVC*HC:99213:25*100*10**1",
        "CAS*OA*23*80",
        "CAS*PR*3*10",
        "REF*6R*L1",
        "SVC*HC:36415*50*5**1",
        "CAS*OA*23*45",
        "REF*6R*L2",
    )
    third = following(second, answers(*paid_again, payment="15"))
    assert third.claim.billed_coverage == 2
    assert third.asked == Decimal("10.00")
    assert (unexplained(third.claim, 0), unexplained(third.claim, 1)) == (0, 0)
    assert [each.payer_id for each in third.claim.lines[0].adjudications] == ["99001", "99003"]


@pytest.mark.parametrize(
    ("status", "rows", "code"),
    [
        ("19", (), "forwarded"),
        ("1", ("MOA***MA18",), "forwarded"),
        ("1", ("MOA***N89",), "forwarded"),
        ("1", ("MOA***MA07",), "forwarded"),
        ("1", ("NM1*TT*2*SUPPLEMENTAL PLAN*****PI*SUPP1",), "forwarded"),
        ("23", (), "forwarded"),
    ],
)
def test_a_claim_that_the_payer_has_passed_on_is_not_billed_again(status, rows, code):
    first = PAID[0].replace("*1*150", f"*{status}*150")
    found = following(a_claim(), answers(first, *rows, *PAID[1:], payment="100"))
    assert isinstance(found, NotBillable)
    assert found.code == code


def test_a_crossover_that_failed_is_billed():
    payments = answers(PAID[0].replace("*1*150", "*19*150"), "MOA***MA18*MA19", *PAID[1:], payment="100")
    assert not crossover(payments[0]).forwarded
    assert isinstance(following(a_claim(), payments), NextClaim)


def test_an_answer_that_does_not_add_up_is_not_passed_on():
    payments = answers(PAID[0].replace("*100*25", "*99*25"), *PAID[1:], payment="99")
    assert following(a_claim(), payments).code == "out-of-balance"


def test_nothing_left_means_no_claim():
    rows = ("CLP*SPECIMEN1*1*150*100*0*MB*P*11*1", "CAS*CO*45*50")
    assert following(a_claim(), answers(*rows, payment="100")).code == "nothing-left"


def test_no_next_payer_means_no_claim():
    assert following(a_claim("medicare"), answers(*PAID, payment="100")).code == "no-next-payer"


def test_a_rejected_claim_is_corrected_and_not_passed_on():
    rows = ("CLP*SPECIMEN1*1*150*0*0*MB*P*11*1", "CAS*CO*16*150", "MOA***MA130")
    assert following(a_claim(), answers(*rows, payment="0")).code == "not-determined"


def test_medicare_second_needs_its_reason_and_takes_it_from_the_parameters():
    claim = a_claim("commercial", "medicare")
    rows = (PAID[0].replace("*MB*", "*CI*"), *PAID[1:])
    assert following(claim, answers(*rows, payment="100")).code == "secondary-type-missing"
    found = following(claim, answers(*rows, payment="100"), secondary_reason="working_aged")
    assert found.claim.coverage.insurance_type == "12"
    other = following(claim, answers(*rows, payment="100"), secondary_reason="disability")
    assert other.claim.coverage.insurance_type == "43"


def reversed_rows():
    return (
        "CLP*SPECIMEN1*22*-150*-100*-25*MB*PAYER77*11*1",
        "SVC*HC:99213:25*-100*-70**1",
        "CAS*CO*45*-10",
        "CAS*PR*2*-20",
        "SVC*HC:36415*-50*-30**1",
        "CAS*CO*45*-15",
        "CAS*PR*1*-5",
    )


def corrected_rows():
    return (
        "CLP*SPECIMEN1*1*150*110*15*MB*PAYER78*11*1",
        "SVC*HC:99213:25*100*80**1",
        "CAS*CO*45*10",
        "CAS*PR*2*10",
        "SVC*HC:36415*50*30**1",
        "CAS*CO*45*15",
        "CAS*PR*1*5",
    )


@pytest.mark.parametrize("reversal_first", [True, False])
def test_after_a_reversal_and_correction_the_correction_counts(reversal_first):
    later = (reversed_rows(), corrected_rows()) if reversal_first else (corrected_rows(), reversed_rows())
    payments = answers(*PAID, *later[0], *later[1], payment="110")
    assert [each.paid for each in standing(payments)] == [Decimal("110.00")]
    found = following(a_claim(), payments)
    assert found.asked == Decimal("15.00")
    assert unexplained(found.claim, 0) == 0


def test_what_was_only_reversed_leaves_no_answer():
    assert following(a_claim(), answers(*PAID, *reversed_rows(), payment="0")).code == "no-answer"


def test_a_reversal_of_something_unseen_stops_the_next_claim():
    assert following(a_claim(), answers(*reversed_rows(), payment="-100")).code in {
        "another-charge",
        "no-answer",
    }


def test_a_claim_answered_in_parts_is_joined():
    parts = answers(
        "CLP*SPECIMEN1*1*100*70*20*MB*P1*11*1",
        *PAID[1:5],
        "CLP*SPECIMEN1*1*50*30*5*MB*P2*11*1",
        *PAID[5:],
        payment="100",
    )
    whole = joined(standing(parts), Decimal("150.00"))
    assert [line.position for line in whole.lines] == [1, 2]
    found = following(a_claim(), parts)
    assert found.asked == Decimal("25.00")
    assert unexplained(found.claim, 0) == 0


def test_half_an_answer_waits_for_the_other_half():
    part = answers("CLP*SPECIMEN1*1*100*70*20*MB*P1*11*1", *PAID[1:5], payment="70")
    assert following(a_claim(), part).code == "another-charge"


def test_a_changed_code_and_a_dropped_modifier_are_passed_on_as_decided_and_shown():
    rows = (
        PAID[0],
        "SVC*HC:99212*100*70***HC:99213:25",
        "CAS*CO*45*10",
        "CAS*PR*2*20",
        *PAID[5:],
    )
    found = following(a_claim(), answers(*rows, payment="100"))
    assert found.claim.lines[0].adjudications[0].code == "99212"
    assert found.claim.lines[0].code == "99213"
    assert found.looks == ("line 1: paid as 99212, billed was 99213",)


def test_a_bundled_line_names_the_line_that_was_paid_for_it():
    rows = (
        "CLP*SPECIMEN1*1*150*100*25*MB*P*11*1",
        "SVC*HC:80050*100*100***HC:99213:25",
        "SVC*HC:80050*50*0***HC:36415",
        "CAS*CO*97*25",
        "CAS*PR*2*25",
    )
    found = following(a_claim(), answers(*rows, payment="100"))
    assert found.claim.lines[1].adjudications[0].bundled_into == "1"
    assert unexplained(found.claim, 0) == 0


def test_a_line_that_the_payer_split_carries_both_decisions():
    rows = (
        "CLP*SPECIMEN1*1*150*100*25*MB*P*11*1",
        "SVC*HC:99213:25*60*50**1",
        "CAS*PR*2*10",
        "REF*6R*L1",
        "SVC*HC:99213:25*40*30**1",
        "CAS*CO*45*10",
        "REF*6R*L1",
        "SVC*HC:36415*50*20**1",
        "CAS*CO*45*15",
        "CAS*PR*2*15",
        "REF*6R*L2",
    )
    found = following(a_claim(), answers(*rows, payment="100"))
    assert len(found.claim.lines[0].adjudications) == 2
    assert unexplained(found.claim, 0) == 0


def test_a_line_that_is_not_ours_is_matched_by_hand_first():
    rows = ("CLP*SPECIMEN1*1*150*100*50*MB*P*11*1", "SVC*HC:G9999*150*100**1", "CAS*PR*2*50")
    assert following(a_claim(), answers(*rows, payment="100")).code == "line-unmatched"


def test_the_file_of_the_secondary_claim_is_valid_balances_and_comes_back_the_same():
    found = following(a_claim(), answers(*PAID, payment="100")).claim
    written = write_837([found], submission=SUBMISSION)
    problems = validate(written, levels=(1, 2, 3, 4))
    assert [each for each in problems if each.level < 4 or each.severity == "error"] == []
    assert read_837(written) == (found,)
    prior = found.coverages[0].prior_payment
    wrong = msgspec.structs.replace(
        found.coverages[0], prior_payment=msgspec.structs.replace(prior, paid=prior.paid - 1)
    )
    broken = msgspec.structs.replace(found, coverages=(wrong, found.coverages[1]))
    assert any(each.level == 3 for each in validate(write_837([broken], submission=SUBMISSION)))
