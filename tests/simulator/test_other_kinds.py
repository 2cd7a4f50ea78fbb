"""Institutional and dental claims are decided too; a claim passed on is decided by the next payer."""

from datetime import datetime
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.claim import Claim, Payer as ClaimPayer
from cleanclaim.claim.specimens import dental_specimen, institutional_specimen, professional_specimen
from cleanclaim.exchange import write_837
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.remittance import Remittance, balance
from cleanclaim.simulator import Answers, Memory, built_in_payer
from cleanclaim.x12 import composite, validate
from tests.exchange.submissions import SUBMISSION
from tests.simulator.scenario import NOW, Bill, Line, member, sent

ON = datetime(2025, 12, 15, 12)  # noqa: DTZ001


def billed(claim: Claim, payer: str = "northwind") -> Claim:
    """The claim for a member of a built-in payer."""
    terms = {"northwind": ("NORTHWIND", "DEMONWH", "CI"), "medicare": ("GOLDEN MEADOW", "DEMOMCR", "MA")}
    name, number, indicator = terms[payer]
    coverage = msgspec.structs.replace(
        claim.coverages[0],
        payer=ClaimPayer(name, number),
        member_id=member(payer, number=80000001),
        filing_indicator=indicator,
    )
    return msgspec.structs.replace(claim, coverages=(coverage,))


def answered(claim: Claim) -> Answers:
    """The answers to a file of one claim."""
    receiver = msgspec.structs.replace(SUBMISSION, receiver_id="CLEANCLAIMSIM", at=ON)
    return built_in_payer().answer(write_837([claim], submission=receiver), now=ON, memory=Memory())


def advice(answers: Answers) -> Remittance:
    """The one 835, which is valid and balances."""
    (content,) = (file.content for file in answers.files if file.name.startswith("835"))
    assert [p for p in validate(content, levels=(1, 2, 3)) if p.severity != "repair"] == []
    (remittance,) = read_835(content)
    assert not balance(remittance)
    return remittance


def test_a_hospital_bill_is_paid_a_share_of_its_charge() -> None:
    """Northwind allows 55 % of 410.00 = 225.50; gold pays 90 % of it, the deductible being met: 202.95."""
    remittance = advice(answered(billed(institutional_specimen())))
    (payment,) = remittance.claims
    assert (payment.paid, payment.patient_responsibility) == (Decimal("202.95"), Decimal("22.55"))
    assert payment.lines[0].revenue_code == "0510"


def test_a_line_without_a_procedure_is_answered_by_its_revenue_code() -> None:
    claim = billed(institutional_specimen())
    first = claim.lines[0]
    room = msgspec.structs.replace(
        first, code="", revenue_code="0250", charge=Decimal("90.00"), control_number="L2"
    )
    claim = msgspec.structs.replace(claim, lines=(first, room), total_charge=Decimal("500.00"))
    (payment,) = advice(answered(claim)).claims
    assert [(line.code_qualifier, line.code) for line in payment.lines] == [("HC", "99213"), ("NU", "0250")]


def test_a_filling_is_paid_under_its_dental_code() -> None:
    """Northwind allows 70 % of 180.00 = 126.00, and pays 90 % of it."""
    (payment,) = advice(answered(billed(dental_specimen()))).claims
    assert (payment.lines[0].code_qualifier, payment.lines[0].code) == ("AD", "D2140")
    assert payment.paid == Decimal("113.40")


def test_a_payer_without_dental_plans_rejects_a_filling() -> None:
    answers = answered(billed(dental_specimen(), "medicare"))
    assert "Claim SPECIMEN3 is rejected: This payer takes no dental claims." in answers.said


def test_a_hospital_bill_that_does_not_add_up_is_rejected() -> None:
    receiver = msgspec.structs.replace(SUBMISSION, receiver_id="CLEANCLAIMSIM", at=ON)
    data = write_837([billed(institutional_specimen())], submission=receiver)
    answers = built_in_payer().answer(data.replace(b"*410***13", b"*411***13"), now=ON, memory=Memory())
    assert any("The lines sum to 410" in sentence for sentence in answers.said)


@pytest.mark.parametrize("profile", ["medicare", "medicaid", "northwind", "summit"])
def test_a_profile_answers_for_everybody(profile: str) -> None:
    data = write_837([professional_specimen()], submission=SUBMISSION)
    answers = built_in_payer(profile=profile).answer(data, now=ON, memory=Memory())
    (payment,) = advice(answers).claims
    assert payment.status == "1"
    assert not built_in_payer().answer(data, now=ON, memory=Memory()).changes.steps


def crossing() -> Bill:
    """A Medicare-like claim whose patient also has the Medicaid-like payer."""
    other = (
        ("SBR", "S", "18", "", "", "", "", "", "", "MC"),
        ("OI", "", "", "Y", "", "", "Y"),
        ("NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI", member("medicaid")),
        ("N3", "9 ELM STREET"),
        ("N4", "HARTFORD", "CT", "06105"),
        ("NM1", "PR", "2", "RIVERBEND", "", "", "", "", "PI", "DEMOMCD"),
    )
    return Bill(payer="medicare", lines=(Line("99214", "200.00"),), others=other)


def test_a_claim_that_is_passed_on_is_decided_by_the_next_payer_without_being_sent_again() -> None:
    """Medicare-like: allowed 128, all of it deductible. Medicaid-like: 128 x 72 % = 92.16, copay 3.

    It pays min(89.16, 128) = 89.16; of the 38.84 left the copay of 3 is the patient's, 35.84 is CO-45.
    """
    memory, house = Memory(), built_in_payer()
    answers = house.answer(sent(crossing()), now=NOW, memory=memory)
    files = [file.content for file in answers.files if file.name.startswith("835")]
    first, second = (read_835(content)[0] for content in files)
    assert (first.payer_id, first.claims[0].status, first.claims[0].crossover) == (
        "DEMOMCR",
        "19",
        "DEMOMCD",
    )
    assert first.claims[0].remarks == ("MA07",)
    assert (second.payer_id, second.claims[0].status) == ("DEMOMCD", "2")
    adjusted = {(a.group_code, a.carc): str(a.amount) for a in second.claims[0].lines[0].adjustments}
    assert second.payment == Decimal("89.16")
    assert adjusted == {("OA", "23"): "72.00", ("CO", "45"): "35.84", ("PR", "3"): "3.00"}
    assert second.paid_on is not None
    assert first.paid_on is not None
    assert second.paid_on > first.paid_on


def test_billing_the_next_payer_all_the_same_is_rejected_as_a_duplicate() -> None:
    memory, house = Memory(), built_in_payer()
    memory.apply(house.answer(sent(crossing()), now=NOW, memory=memory).changes)
    decided = (
        ("SBR", "P", "18", "", "", "", "", "", "", "MB"),
        ("CAS", "CO", "45", "72"),
        ("CAS", "PR", "1", "128"),
        ("AMT", "D", "0"),
        ("OI", "", "", "Y", "", "", "Y"),
        ("NM1", "IL", "1", "TESTER", "AVERY", "", "", "", "MI", member("medicare")),
        ("N3", "9 ELM STREET"),
        ("N4", "HARTFORD", "CT", "06105"),
        ("NM1", "PR", "2", "GOLDEN MEADOW", "", "", "", "", "PI", "DEMOMCR"),
        ("DTP", "573", "D8", "20251201"),
    )
    again = Bill(payer="medicaid", sequence="S", lines=(Line("99214", "200.00"),), others=decided)
    answers = house.answer(sent(again, control_number=2), now=NOW, memory=memory)
    assert any("accepted before" in sentence for sentence in answers.said), answers.said
    assert composite("A3", "54").encode() in answers.files[1].content
