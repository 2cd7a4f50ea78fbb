"""Across the wire: what our writer sends the payer understands, and our readers understand its answers."""

from datetime import date, datetime
from decimal import Decimal

from cleanclaim.claim import (
    Address,
    Claim,
    Contact,
    Coverage,
    Diagnosis,
    Name,
    Payer,
    Person,
    Provider,
    ServiceLine,
)
from cleanclaim.exchange import Submission, read_acknowledgements, write_837p
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.primitives import one_day
from cleanclaim.remittance import balance
from cleanclaim.simulator import Memory, built_in_payer
from tests.simulator.scenario import BILLING, DOS, NOW, RENDERING, member
from tests.simulator.test_answers import FILES

HOME = Address("9 ELM STREET", city="HARTFORD", state="CT", zip_code="06105")
OFFICE = Address("12 WILLOW LANE", city="HARTFORD", state="CT", zip_code="061031234")
SUBMISSION = Submission(
    submitter_name="INVENTED BILLING",
    submitter_id="SUBMIT1",
    contact=Contact("HELP DESK", (("TE", "8005550190"),)),
    receiver_name="PRACTICE CLEARINGHOUSE",
    receiver_id="CLEANCLAIMSIM",
    control_number=7,
    at=datetime(2025, 12, 1, 9, 0),  # noqa: DTZ001
)


def visit(number: str, code: str, charge: str) -> Claim:
    """Return a claim for one visit of a Northwind gold member."""
    return Claim(
        patient_control_number=number,
        place_of_service="11",
        billing_provider=Provider(
            Name("WILLOW CREEK FAMILY CARE", is_organization=True),
            BILLING,
            "207Q00000X",
            "987654321",
            address=OFFICE,
        ),
        rendering=Provider(Name("HEALER", "JORDAN"), RENDERING, "207Q00000X"),
        patient=Person(Name("TESTER", "AVERY"), date(1960, 2, 29), "F", HOME),
        coverages=(Coverage(payer=Payer("NORTHWIND", "DEMONWH"), member_id=member(), filing_indicator="CI"),),
        diagnoses=(Diagnosis("E119", "principal"),),
        lines=(
            ServiceLine(
                code=code,
                charge=Decimal(charge),
                units=Decimal(1),
                dates=one_day(DOS),
                pointers=(1,),
                control_number=f"{number}L1",
            ),
        ),
    )


def test_a_claim_of_ours_is_paid_and_read_back() -> None:
    data = write_837p([visit("V1", "99213", "150.00")], submission=SUBMISSION)
    answers = built_in_payer().answer(data, now=NOW, memory=Memory())
    by_name = {file.name: file.content for file in answers.files}
    (remittance,) = read_835(by_name["835-1.x12"])
    (claim,) = remittance.claims
    assert (claim.patient_control_number, claim.paid, claim.patient_responsibility) == (
        "V1",
        Decimal("92.00"),
        Decimal("25.00"),
    )
    assert claim.lines[0].control_number == "V1L1"
    assert remittance.payer_id == "DEMONWH"


def test_every_acknowledgement_of_the_payer_can_be_read() -> None:
    read = [item for name, content in FILES if " 835" not in name for item in read_acknowledgements(content)]
    assert read


def test_every_835_of_the_payer_balances_for_our_reader() -> None:
    remittances = [item for name, content in FILES if " 835" in name for item in read_835(content)]
    assert len(remittances) > 5
    assert [difference for item in remittances for difference in balance(item)] == []
