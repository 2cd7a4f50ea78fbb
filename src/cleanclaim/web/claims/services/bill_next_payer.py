"""The claim to the next payer: the next version of the same claim, from the answers of the payer before.

It carries the control number, so that all payers' money meets on one account, and is scrubbed and
released by a person like any other. A claim that the payer passed on by itself waits for the next payer's
answer: nothing is billed twice.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.primitives import StateError
from cleanclaim.remittance import ClaimPayment as EnginePayment
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.build_claim import add_version
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim
from cleanclaim.web.engine import parameters
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import ClaimState
from cleanclaim.workflow.next_payer import NextClaim, NotBillable, next_claim

_DECIDED = (ClaimState.PAID, ClaimState.DENIED)
_BEFORE_RELEASE = (ClaimState.DRAFT, ClaimState.HELD, ClaimState.CLEAN)


def claims_for_next_payer() -> list[str]:
    """Return the claims that a next payer owes something on and whose claim to it can be built, or anew.

    One that could not be built is looked at again when another answer has come.
    """
    waiting = (
        WorkItem.objects.filter(kind=WorkItem.Kind.SECONDARY, closed_at=None, claim__state__in=_DECIDED)
        .annotate(answers=Count("claim__payments"))
        .order_by("claim__patient_control_number")
    )
    keys = [str(item.claim_id) for item in waiting if item.outcome != _tried(item.answers)]
    return list(dict.fromkeys([*keys, *_overtaken()]))


def bill_next_payer(*, claim_id: UUID | str, actor: Actor, at: datetime) -> Claim | None:
    """Make the claim to the next payer the next version of a decided claim, as a draft.

    Where none can be sent now, the work item says why and what to do, and nothing is returned. A draft
    whose payer before has changed its decision is built anew; when the next payer has the claim
    already, a person is told.
    """
    claim = locked_claim(claim_id)
    value = claim.value()
    if claim.state in _DECIDED and not _is_overtaken(claim):
        return _build(claim, value, value.billed_coverage, actor, at)
    if claim.billed_coverage and _is_overtaken(claim):
        if claim.state in _BEFORE_RELEASE:
            built = _build(claim, value, value.billed_coverage - 1, actor, at)
            if built is not None:
                return built
        _tell_of_change(claim, at)
    return None


def secondary_items(number: str) -> str:
    """Return the beginning of the keys of the items that wait for a claim's next payers."""
    return f"secondary:{number}:"


def _build(claim: Claim, value: EngineClaim, answered: int, actor: Actor, at: datetime) -> Claim | None:
    """Build the claim to the payer after ``answered``, the place of the one whose answers are in."""
    payer = value.coverages[answered].payer.payer_id
    rows = _answers_of(claim, value, payer)
    before = _as_billed_to(claim, value, answered)
    found = next_claim(
        before,
        [payment for _, payment in rows],
        adjudicated_on=max((on for on, _ in rows), default=at.date()),
        parameters=parameters(),
    )
    number = claim.patient_control_number
    if isinstance(found, NotBillable):
        WorkItem.objects.filter(kind=WorkItem.Kind.SECONDARY, closed_at=None, claim=claim).update(
            reason=f"{found.reason} {found.fix}".strip(), outcome=_tried(claim.payments.count())
        )
        return None
    to = found.claim.coverage.payer
    said = f"to the next payer, {to.payer_id}: {found.asked} asked"
    move_claim(claim=claim, event="next_payer", actor=actor, at=at, detail=said)
    claim.billed_coverage, claim.payer_id = found.claim.billed_coverage, to.payer_id
    claim.payer_claim_control_number = ""
    claim.save(update_fields=["billed_coverage", "payer_id", "payer_claim_control_number"])
    add_version(claim=claim, value=found.claim, reason=said[:200], actor=actor, at=at)
    close_items(
        prefix=secondary_items(number),
        at=at,
        outcome=f"claim to {to.payer_id}, version {claim.current_version}",
    )
    for look in _looks(found):
        open_item(
            key=f"next-payer:{number}:{claim.current_version}:{look}"[:200],
            kind=WorkItem.Kind.REVIEW,
            reason=f"The payer answered another service than was billed: {look}. Read the claim it left.",
            claim=claim,
            at=at,
        )
    return claim


def _looks(found: NextClaim) -> Sequence[str]:
    return tuple(dict.fromkeys(found.looks))


def _as_billed_to(claim: Claim, value: EngineClaim, answered: int) -> EngineClaim:
    """Return the latest version that was billed to the payer in that place."""
    if value.billed_coverage == answered:
        return value
    for version in claim.versions.order_by("-number"):
        earlier = version.value()
        if earlier.billed_coverage == answered:
            return earlier
    raise StateError("no version of the claim was billed to the payer before.", where="claim")


def _answers_of(claim: Claim, value: EngineClaim, payer: str) -> list[tuple[date, EnginePayment]]:
    """Return the posted answers of one payer to a claim with their days, oldest first.

    An id that is no payer's of this claim is taken for this payer's: 835s often bear other ids.
    """
    others = {each.payer.payer_id for each in value.coverages} - {payer}
    rows = (
        ClaimPayment.objects.filter(claim=claim, remittance__state=Remittance.State.POSTED)
        .select_related("remittance")
        .order_by(F("remittance__paid_on").asc(nulls_first=True), "remittance__trace_number", "position")
    )
    return list(_values([row for row in rows if row.remittance.payer_id not in others]))


def _values(rows: Sequence[ClaimPayment]) -> Iterator[tuple[date, EnginePayment]]:
    documents = {}
    for row in rows:
        remittance = row.remittance
        if remittance.pk not in documents:
            documents[remittance.pk] = {each.position: each for each in remittance.value().claims}
        yield remittance.paid_on or remittance.file.received_at.date(), documents[remittance.pk][row.position]


def _tried(answers: int) -> str:
    return f"waits, {answers} answers"


def _overtaken() -> list[str]:
    """Return claims at a later payer whose payers before have answered again since, and nobody was told."""
    rows = (
        Claim.objects.filter(billed_coverage__gt=0, state__in=(*_BEFORE_RELEASE, *_WITH_NEXT))
        .filter(
            versions__number=F("current_version"),
            payments__remittance__file__received_at__gt=F("versions__made_at"),
        )
        .filter(~Q(payments__remittance__payer_id=F("payer_id")))
        .order_by("patient_control_number")
        .distinct()
    )
    return [str(claim.pk) for claim in rows if not _is_told(claim)]


_WITH_NEXT = (
    ClaimState.RELEASED,
    ClaimState.QUEUED,
    ClaimState.SENT,
    ClaimState.RECEIVED,
    ClaimState.ACCEPTED,
    ClaimState.REVERSED,
    *_DECIDED,
)


def _is_overtaken(claim: Claim) -> bool:
    """Whether a payer before the one that is billed has answered since the claim was built."""
    if not claim.billed_coverage:
        return False
    version = claim.version()
    since = claim.payments.filter(remittance__file__received_at__gt=version.made_at)
    return since.exclude(remittance__payer_id=claim.payer_id).exists()


def _is_told(claim: Claim) -> bool:
    return WorkItem.objects.filter(key=_changed_key(claim)).exists()


def _changed_key(claim: Claim) -> str:
    number, answers = claim.patient_control_number, claim.payments.count()
    return f"next-payer-changed:{number}:{claim.current_version}:{answers}"


def _tell_of_change(claim: Claim, at: datetime) -> None:
    if _is_told(claim):
        return
    open_item(
        key=_changed_key(claim),
        kind=WorkItem.Kind.REVIEW,
        reason=(
            f"A payer before {claim.payer_id} has answered again after {claim.payer_id} was billed. "
            "Compare the amounts, and send a corrected claim where they differ."
        ),
        claim=claim,
        at=at,
    )
