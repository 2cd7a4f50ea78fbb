"""Send a decided or rejected claim again: replacement (7), void (8), or a new claim (1).

The next version of the same claim, scrubbed and released like any other. A replacement and a void
carry the payer's own number (REF F8); a guardrail that forbids them forbids them here.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.build_claim import add_version
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.move_case import locked_case, move_case
from cleanclaim.web.denials.working import work_up_row
from cleanclaim.web.worklists.services.open_item import close_items
from cleanclaim.workflow import ClaimState
from cleanclaim.workflow.denials import TO_WORK, Guardrail, refused_by

NEW, REPLACEMENT, VOID = "1", "7", "8"
WORDS = {NEW: "a new claim", REPLACEMENT: "a replacement", VOID: "a void"}


def prepared(value: EngineClaim, frequency: str, payers_number: str) -> EngineClaim:
    """Return a claim with another frequency code, and the payer's number where that code carries it."""
    coverages = list(value.coverages)
    coverages[value.billed_coverage] = msgspec.structs.replace(
        value.coverage, payer_claim_control_number="" if frequency == NEW else payers_number
    )
    return msgspec.structs.replace(value, claim_frequency_code=frequency, coverages=tuple(coverages))


def refusals(case: DenialCase, frequency: str, at: datetime) -> tuple[Guardrail, ...]:
    """Return what forbids sending a case's claim again with a frequency code."""
    worked = work_up_row(case, at.date())
    return refused_by(
        worked.case, worked.facts, frequency, payers_number=case.claim.payer_claim_control_number
    )


def send_claim_again(
    *,
    case_id: UUID | str,
    frequency: str,
    value: EngineClaim,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Claim:
    """Make ``value`` the next version of a denied claim, to be sent with a frequency code.

    All denials of the claim by this payer whose next step is ours are with the payer from then on.
    Raises ``StateError`` where a guardrail forbids it or the claim is on its way, ``InvalidValue`` for
    another claim's value, a correction that changes nothing, or no reason.
    """
    case = locked_case(case_id)
    claim = locked_claim(case.claim_id)
    where = f"claim {claim.patient_control_number}"
    if frequency not in WORDS:
        raise InvalidValue("a claim is sent again as 1, 7 or 8.", where="Frequency")
    rails = refusals(case, frequency, at)
    if rails:
        raise StateError(f"{WORDS[frequency]} is forbidden: {rails[0].because}", where=where)
    if case.state not in TO_WORK:
        raise StateError(f"the denial is {case.state.replace('_', ' ')} already.", where=where)
    if not reason.strip():
        raise InvalidValue("sending a claim again needs a reason.", where=where, fix="Say why.")
    before = claim.value()
    if value.patient_control_number != claim.patient_control_number:
        raise InvalidValue("the correction bears another patient control number.", where=where)
    if value.coverage.payer.payer_id != case.payer_id:
        raise InvalidValue(
            "the claim would go to another payer than the one that denied it.",
            where=where,
            fix="Bill the next payer instead.",
        )
    numbered = prepared(value, frequency, claim.payer_claim_control_number)
    if frequency != VOID and prepared(before, frequency, claim.payer_claim_control_number) == numbered:
        raise InvalidValue(
            "nothing was corrected: the same claim gets the same answer.",
            where=where,
            fix="Correct what the denial names, or appeal.",
        )
    said = f"{WORDS[frequency]} ({frequency}): {reason.strip()}"
    move_claim(claim=claim, event="sent_again", actor=actor, at=at, detail=said)
    add_version(claim=claim, value=numbered, reason=said[:200], actor=actor, at=at)
    dates = numbered.service_dates
    claim.date_of_service = dates.start if dates else None
    claim.save(update_fields=["date_of_service"])
    others = DenialCase.objects.filter(claim=claim, payer_id=case.payer_id, state__in=TO_WORK)
    for key in [case.pk, *others.exclude(pk=case.pk).order_by("pk").values_list("pk", flat=True)]:
        each = case if key == case.pk else locked_case(key)
        move_case(
            case=each,
            event="resubmitted",
            actor=actor,
            at=at,
            detail=f"{said}, version {claim.current_version}",
        )
    return claim


def send_rejected_again(*, claim_id: UUID | str, reason: str, actor: Actor, at: datetime) -> Claim:
    """Make the next version of a rejected claim without a change: what was wrong was not in the claim.

    It is scrubbed and released like any other, and goes out once: a version that was in a file never
    goes into a second one. Raises ``StateError`` unless the claim is rejected, ``InvalidValue``
    without a reason.
    """
    claim = locked_claim(claim_id)
    where = f"claim {claim.patient_control_number}"
    if claim.state != ClaimState.REJECTED:
        raise StateError(
            f"the claim is {claim.state}: only a rejected one is sent again unchanged.", where=where
        )
    if not reason.strip():
        raise InvalidValue("sending a claim again needs a reason.", where=where, fix="Say why.")
    said = f"sent again unchanged: {reason.strip()}"
    move_claim(claim=claim, event="sent_again", actor=actor, at=at, detail=said)
    add_version(claim=claim, value=claim.value(), reason=said[:200], actor=actor, at=at)
    close_items(
        prefix=f"rejection:{claim.patient_control_number}:",
        at=at,
        outcome=f"sent again by {actor.name}"[:200],
    )
    return claim
