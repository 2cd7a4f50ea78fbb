"""The machine's steps from an arrived note to posted money, each with what is pending for it.

The table is the only place that knows the order. A job wakes one step for one key (see
``docs/adr/0003-jobs-wake-steps.md``); every step checks the state it finds, so running it
again changes nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

import msgspec

from cleanclaim.web.accounting.services.close_month import take_snapshot
from cleanclaim.web.audit.record import MACHINE_BUILDER
from cleanclaim.web.claims.models import Claim, Submission
from cleanclaim.web.claims.services.bill_next_payer import bill_next_payer, claims_for_next_payer
from cleanclaim.web.claims.services.build_claim import build_claim
from cleanclaim.web.claims.services.deliver_submission import deliver_submission
from cleanclaim.web.claims.services.prepare_submission import prepare_submission
from cleanclaim.web.claims.services.receive_file import take_in, waiting_files
from cleanclaim.web.claims.services.scrub_claim import scrub_claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.propose_codes import propose_codes
from cleanclaim.web.mailbox import mailbox
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.remits.services.post_remittance import post_remittance
from cleanclaim.web.reports.services.take_figures import days_to_take, take_figures
from cleanclaim.workflow import ClaimState, EncounterState, SubmissionState


class Step(msgspec.Struct, frozen=True):
    """One machine step: ``pending`` lists the keys that wait, ``run`` does one in the open tenant.

    ``entity`` says what the keys are of (encounter, claim, remittance), empty for anything else.
    """

    name: str
    doing: str
    pending: Callable[[], Iterable[str]]
    entity: str
    run: Callable[[str, datetime], object]


def _encounters(state: EncounterState) -> list[str]:
    return [
        str(pk)
        for pk in Encounter.objects.filter(state=state).order_by("number").values_list("pk", flat=True)
    ]


def _claims(state: ClaimState) -> list[str]:
    rows = Claim.objects.filter(state=state).order_by("patient_control_number")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _payers_with_released_claims() -> list[str]:
    rows = Claim.objects.filter(state=ClaimState.RELEASED).order_by("payer_id")
    return list(rows.values_list("payer_id", flat=True).distinct())


def _prepared_submissions() -> list[str]:
    rows = Submission.objects.filter(state=SubmissionState.PREPARED).order_by("receiver", "control_number")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _unposted_remittances() -> list[str]:
    rows = Remittance.objects.filter(state=Remittance.State.RECEIVED).order_by(
        "paid_on", "payer_id", "trace_number"
    )
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _keep_day(day: date, at: datetime) -> None:
    """Take the figures of a day that has ended, and keep its balances."""
    take_figures(day=day, at=at)
    if day < at.date():
        take_snapshot(day=day, at=at)


STEPS: tuple[Step, ...] = (
    Step(
        name="propose_codes",
        doing="Reading notes",
        pending=lambda: _encounters(EncounterState.ARRIVED),
        entity="encounter",
        run=lambda key, at: propose_codes(encounter_id=key, at=at),
    ),
    Step(
        name="build_claim",
        doing="Building claims",
        pending=lambda: _encounters(EncounterState.ACCEPTED),
        entity="encounter",
        run=lambda key, at: build_claim(encounter_id=key, actor=MACHINE_BUILDER, at=at),
    ),
    Step(
        name="scrub_claim",
        doing="Scrubbing claims",
        pending=lambda: _claims(ClaimState.DRAFT),
        entity="claim",
        run=lambda key, at: scrub_claim(claim_id=key, at=at),
    ),
    Step(
        name="prepare_submission",
        doing="Writing 837 files",
        pending=_payers_with_released_claims,
        entity="",
        run=lambda key, at: prepare_submission(payer_id=key, at=at),
    ),
    Step(
        name="deliver_submission",
        doing="Handing over files",
        pending=_prepared_submissions,
        entity="",
        run=lambda key, at: deliver_submission(submission_id=key, transport=mailbox(), at=at),
    ),
    Step(
        name="receive_file",
        doing="Reading answers",
        pending=lambda: waiting_files(mailbox()),
        entity="",
        run=lambda key, at: take_in(key=key, transport=mailbox(), at=at),
    ),
    Step(
        name="post_remittance",
        doing="Posting remittances",
        pending=_unposted_remittances,
        entity="remittance",
        run=lambda key, at: post_remittance(remittance_id=key, at=at),
    ),
    Step(
        name="bill_next_payer",
        doing="Building claims to next payers",
        pending=claims_for_next_payer,
        entity="claim",
        run=lambda key, at: bill_next_payer(claim_id=key, actor=MACHINE_BUILDER, at=at),
    ),
    Step(
        name="take_figures",
        doing="Taking the day's figures",
        pending=days_to_take,
        entity="",
        run=lambda key, at: _keep_day(date.fromisoformat(key), at),
    ),
)

STEP = {step.name: step for step in STEPS}
