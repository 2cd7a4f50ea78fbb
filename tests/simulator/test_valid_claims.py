"""No false alarms: what our writer makes of valid claims passes the front end, every one of them."""

from datetime import datetime

import msgspec
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from cleanclaim.claim import Claim, Contact
from cleanclaim.exchange import Submission, write_837p
from cleanclaim.simulator import Memory, built_in_payer
from tests.simulator.scenario import INDICATORS, PAYERS, member, statuses
from tests.strategies import valid_claims

_replace = msgspec.structs.replace

NOW = datetime(2026, 2, 2, 9, 30)  # noqa: DTZ001 - a practice's wall clock
NOT_ENROLLED = b"1999999992"
PAYER = built_in_payer()
SUBMISSION = Submission(
    submitter_name="LARCH BILLING SERVICE",
    submitter_id="LBS001",
    contact=Contact("BILLING DESK", (("TE", "3035550100"),)),
    receiver_name="PRACTICE CLEARINGHOUSE",
    receiver_id="CLEANCLAIMSIM",
    control_number=1,
    at=NOW,
)


@st.composite
def claims_of_members(draw: st.DrawFn) -> Claim:
    """Valid claims, for a member of a built-in payer that insures dependents too.

    Left out is what this payer calls impossible though the strategy makes it: a patient who paid
    more than is charged, a dependent who is the subscriber again, and one who is older than a
    subscriber under age. Replacements are sent as first claims: there is nothing to replace yet.
    """
    claim = draw(valid_claims("professional"))
    payer = draw(st.sampled_from(("northwind", "summit")))
    coverage = claim.coverage
    assume((claim.patient_paid or 0) <= claim.charge_of_lines)
    subscriber = coverage.subscriber
    if subscriber is not None and subscriber.birth_date and claim.patient.birth_date:
        assume(subscriber.birth_date.year < 2007 or subscriber.birth_date < claim.patient.birth_date)
        assume(subscriber.birth_date != claim.patient.birth_date)
    billed = _replace(
        coverage,
        payer=_replace(coverage.payer, payer_id=PAYERS[payer]),
        member_id=member(payer),
        filing_indicator=INDICATORS[payer],
        payer_claim_control_number="",
    )
    at = claim.billed_coverage
    coverages = (*claim.coverages[:at], billed, *claim.coverages[at + 1 :])
    return _replace(claim, coverages=coverages, claim_frequency_code="1")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claim=claims_of_members())
def test_valid_claims_are_accepted(claim: Claim) -> None:
    data = write_837p([claim], submission=SUBMISSION)
    assume(NOT_ENROLLED not in data)
    answers = PAYER.answer(data, now=NOW, memory=Memory())
    by_name = {file.name: file.content for file in answers.files}
    assert [name for name in by_name if name != "835-1.x12"] == ["999.x12", "277ca.x12"]
    assert statuses(by_name["277ca.x12"]) == [("A2", "20", "PR")], answers.said
