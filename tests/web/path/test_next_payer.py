"""From the first payer's 835 to the next one's claim, its 835, and nothing owed: nothing billed twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cleanclaim.claim import Coverage, Payer
from cleanclaim.ledger import AccountKind
from cleanclaim.parameters import NotKnown, demo_member_id, payer_terms, shipped_parameters
from cleanclaim.simulator import run_mailbox
from cleanclaim.web.accounting.selectors import balance, balance_with_payer, trial_balance
from cleanclaim.web.audit.record import MACHINE_BUILDER, Actor
from cleanclaim.web.claims.models import Claim, SubmittedClaim
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.bill_next_payer import bill_next_payer
from cleanclaim.web.demo.people import biller_releases, coder_accepts
from cleanclaim.web.demo.practice import DemoEncounter
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.remits.models import ClaimPayment
from cleanclaim.web.steps import sweep
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON, ClaimState
from cleanclaim.x12 import Segment, read_segments, validate

from .conftest import quiet

FRONT_DESK = Actor(kind=PERSON, name="front desk")
MONTH = timedelta(days=30)
"""What has been paid by then lies in the past: 835s come at once here, with the date of payment."""
Send = Callable[..., None]


def coverage(payer_id: str, number: int, on: datetime) -> Coverage:
    """A coverage by a built-in payer of somebody who is the subscriber and owes no deductible."""
    terms = payer_terms(shipped_parameters(), payer_id, on.date())
    assert not isinstance(terms, NotKnown)
    return Coverage(
        payer=Payer(terms.name, payer_id),
        member_id=demo_member_id(terms.plans[0], 80000000 + number),
        filing_indicator=terms.filing_indicator,
    )


@pytest.fixture
def send(clinic: Organization, mailbox: Path, now: datetime, encounters: dict[str, DemoEncounter]) -> Send:
    """Bill a visit to the first of some payers and post its answer."""

    def to_first_answer(*payers: str) -> None:
        row = encounters["E1007"]
        coverages = tuple(coverage(payer, n, now) for n, payer in enumerate(payers, 41))
        encounter = msgspec.structs.replace(row.encounter, coverages=coverages)
        with tenant(clinic.pk):
            receive_encounter(encounter=encounter, note=row.note, actor=FRONT_DESK, at=now)
        sweep(clinic.pk, at=now, progress=quiet)
        coder_accepts(clinic.pk, at=now)
        sweep(clinic.pk, at=now, progress=quiet)
        answer(clinic, mailbox, now)

    return to_first_answer


def answer(clinic: Organization, mailbox: Path, at: datetime) -> None:
    """Release what is clean, send it, let the payers answer, and post that."""
    biller_releases(clinic.pk, at=at)
    sweep(clinic.pk, at=at, progress=quiet)
    run_mailbox(mailbox, now=at, seed=1)
    for _ in range(2):  # the claim to the next payer is built at a sweep's end and scrubbed by the next
        sweep(clinic.pk, at=at, progress=quiet)


def the_claim() -> Claim:
    """The one claim."""
    found = claim_numbered("E1007")
    assert found is not None
    return found


def sent_versions() -> list[tuple[int, str]]:
    """Version and receiver of everything that was put into a file."""
    rows = SubmittedClaim.objects.order_by("version__number")
    return [(row.version.number, row.submission.receiver) for row in rows]


def last_file() -> bytes:
    """The last 837."""
    return SubmittedClaim.objects.order_by("version__number").last().submission.content()  # type: ignore[union-attr]


def loop_of_other_payer(data: bytes) -> list[Segment]:
    """The segments of loop 2320 and of the lines."""
    segments = list(read_segments(data))
    start = [n for n, segment in enumerate(segments) if segment.id == "SBR"][1]
    return segments[start:]


def test_the_secondary_claim_is_built_released_by_a_person_and_paid_to_zero(
    clinic: Organization, mailbox: Path, now: datetime, send: Send
) -> None:
    """Medicare-like, 99214 at 128 of 210: pays 102.40, leaves 25.60. Summit pays it: owed nothing."""
    send("DEMOMCR", "DEMOSUM")
    with tenant(clinic.pk):
        claim = the_claim()
        assert (claim.state, claim.payer_id, claim.billed_coverage) == (ClaimState.CLEAN, "DEMOSUM", 1)
        assert balance_with_payer("E1007", "DEMOSUM") == Decimal("25.60")
        assert sent_versions() == [(1, "DEMOMCR")]  # nobody has released it
        assert not WorkItem.objects.filter(kind="secondary", closed_at=None).exists()
    answer(clinic, mailbox, now + MONTH)
    with tenant(clinic.pk):
        assert sent_versions() == [(1, "DEMOMCR"), (2, "DEMOSUM")]
        data = last_file()
        assert [p for p in validate(data, levels=(1, 2, 3, 4)) if p.severity == "error"] == []
        others = loop_of_other_payer(data)
        assert [s.get(2) for s in others if s.id == "AMT" and s.get(1) == "D"] == ["102.4"]
        (decided,) = (s for s in others if s.id == "SVD")
        adjusted = sum(Decimal(s.get(3)) for s in others if s.id == "CAS")
        assert Decimal(decided.get(2)) + adjusted == Decimal("210")
        claim = the_claim()
        assert claim.state == ClaimState.CLOSED
        assert balance_with_payer("E1007", "DEMOSUM") == balance_with_payer("E1007", "DEMOMCR") == 0
        assert balance(AccountKind.RECEIVABLE_PATIENT) == 0
        assert sum(trial_balance().values()) == 0


def test_a_tertiary_claim_follows_from_the_secondarys_answer(
    clinic: Organization, mailbox: Path, now: datetime, send: Send
) -> None:
    """Northwind leaves its copay of 25, Summit pays nothing of it beyond its own copay of 30."""
    send("DEMONWH", "DEMOSUM", "DEMOMCD")
    with tenant(clinic.pk):
        first_left = balance_with_payer("E1007", "DEMOSUM")
        assert first_left > 0
    answer(clinic, mailbox, now + MONTH)
    with tenant(clinic.pk):
        claim = the_claim()
        paid = ClaimPayment.objects.get(claim=claim, remittance__payer_id="DEMOSUM").paid
        left = balance_with_payer("E1007", "DEMOMCD")
        assert paid + left <= first_left
        if left:
            assert (claim.payer_id, claim.billed_coverage) == ("DEMOMCD", 2)
            prior = [each.prior_payment for each in claim.value().coverages]
            assert prior[0] is not None
            assert prior[1] is not None
        assert sum(trial_balance().values()) == 0


def test_a_claim_that_the_payer_passed_on_is_never_billed_again(
    clinic: Organization, mailbox: Path, now: datetime, send: Send
) -> None:
    send("DEMOMCR", "DEMOMCD")
    with tenant(clinic.pk):
        claim = the_claim()
        assert sorted(p.status for p in ClaimPayment.objects.all()) == ["19", "2"]
        assert sent_versions() == [(1, "DEMOMCR")]
        assert claim.current_version == 1
        assert balance_with_payer("E1007", "DEMOMCD") == 0
    answer(clinic, mailbox, now + MONTH)
    with tenant(clinic.pk):
        assert sent_versions() == [(1, "DEMOMCR")]


def test_medicare_that_comes_second_without_a_reason_waits_for_a_person(
    clinic: Organization, now: datetime, send: Send
) -> None:
    send("DEMONWH", "DEMOMCR")
    with tenant(clinic.pk):
        claim = the_claim()
        assert claim.billed_coverage == 0
        (item,) = WorkItem.objects.filter(kind="secondary", closed_at=None)
        assert "Medicare comes second" in item.reason
    sweep(clinic.pk, at=now + timedelta(days=1), progress=quiet)
    with tenant(clinic.pk):
        assert the_claim().current_version == 1


def test_doing_it_again_makes_no_second_claim(clinic: Organization, now: datetime, send: Send) -> None:
    send("DEMOMCR", "DEMOSUM")
    with tenant(clinic.pk):
        claim = the_claim()
        assert bill_next_payer(claim_id=claim.pk, actor=MACHINE_BUILDER, at=now) is None
        assert the_claim().current_version == claim.current_version == 2
