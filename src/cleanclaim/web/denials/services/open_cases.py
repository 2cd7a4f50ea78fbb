"""Posting calls this: a case for each denied adjustment, and the payer's answer to the cases before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import msgspec
from django.db.models import F

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.primitives import Money, encode_document
from cleanclaim.remittance import (
    Cause,
    ClaimPayment as EnginePayment,
)
from cleanclaim.web.audit.record import MACHINE_POSTER, record
from cleanclaim.web.claims.models import Claim, ClaimVersion
from cleanclaim.web.denials.denied import Denied, as_answered, denials_of
from cleanclaim.web.denials.models import DenialCase, DenialEvent
from cleanclaim.web.denials.services.answer_cases import answer_earlier_cases
from cleanclaim.web.denials.working import LOOK_AGAIN, recovery_by_history
from cleanclaim.web.engine import parameters
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow.denials import (
    DENIAL,
    DenialFacts,
    DenialState,
    ExpectedRecovery,
    facts_of,
    with_frequency_codes,
    work_up,
)

Expect = Callable[[str, str, Cause, Money], ExpectedRecovery | None]


class Answer(msgspec.Struct, frozen=True):
    """A claim payment of ours: its row, what the payer said, and the claim as it answers it."""

    row: ClaimPayment
    payment: EnginePayment
    claim: Claim
    version: ClaimVersion
    value: EngineClaim


def open_denial_cases(
    *,
    remittance: Remittance,
    payments: Sequence[EnginePayment],
    claims: Mapping[int, Claim],
    at: datetime,
) -> frozenset[int]:
    """Open a case for each denied adjustment of the claim payments that are decided here.

    ``claims`` has the claim that each payment answers, by the payment's position; their rows are stored
    already. Earlier cases of the same claims are answered first. Returns the positions of the claim
    payments whose denials stand as cases now: posting lists no items of its own for them. Call it in the
    transaction that posts; again for the same claim payments it opens nothing.
    """
    known = {payment.position: payment for payment in payments if payment.position in claims}
    continued = answer_earlier_cases(remittance=remittance, payments=known, claims=claims, at=at)
    rows = remittance.payments.filter(denied=True)
    denied = [row for row in rows if row.position in known and not known[row.position].is_reversal]
    cased = set(
        DenialCase.objects.filter(payment__remittance=remittance)
        .exclude(state=DenialState.WITHDRAWN)
        .values_list("payment", flat=True)
    )
    answers = _answers(denied, known, claims, remittance.payer_id)
    expect = recovery_by_history()
    cases = [
        case
        for answer in answers
        if answer.row.pk not in cased
        for case in _cases(answer, remittance, expect, at)
        if (answer.row.pk, case.billed_line, case.code) not in continued
    ]
    _store(cases, at)
    return frozenset(
        answer.payment.position for answer in answers if denials_of(answer.payment, answer.value)
    )


def _answers(
    rows: Sequence[ClaimPayment],
    known: Mapping[int, EnginePayment],
    claims: Mapping[int, Claim],
    paying: str,
) -> list[Answer]:
    versions = {
        version.claim_id: version
        for version in ClaimVersion.objects.filter(
            claim__in=[claims[row.position].pk for row in rows], number=F("claim__current_version")
        )
    }
    found = []
    for row in rows:
        claim = claims[row.position]
        version = versions[claim.pk]
        found.append(Answer(row, known[row.position], claim, version, as_answered(version.value(), paying)))
    return found


def _cases(answer: Answer, remittance: Remittance, expect: Expect, at: datetime) -> Iterable[DenialCase]:
    received = remittance.file.received_at.date()
    facts = facts_of(
        answer.value,
        answer.payment,
        decided_on=min(remittance.paid_on or received, received),  # BPR16 often lies ahead
        received_on=received,
        today=at.date(),
        parameters=parameters(),
    )
    for denied in denials_of(answer.payment, answer.value):
        yield _case(answer, remittance, facts, denied, expect, at)


def _case(  # noqa: PLR0917 - one row out of many sources
    answer: Answer,
    remittance: Remittance,
    facts: DenialFacts,
    denied: Denied,
    expect: Expect,
    at: datetime,
) -> DenialCase:
    found = denied.found
    worked = work_up(found, with_frequency_codes(facts, parameters()), parameters())
    payer = answer.value.coverage.payer.payer_id
    claim = answer.claim
    hoped = expect(payer, worked.code, worked.cause, worked.amount)
    step = worked.next_step
    return DenialCase(
        id=uuid4(),
        organization_id=remittance.organization_id,
        practice_id=claim.practice_id,
        claim=claim,
        version=answer.version,
        remittance=remittance,
        payment=answer.row,
        position=denied.position,
        payer_id=payer,
        line=found.line,
        billed_line=denied.billed_line,
        code=worked.code[:10],
        remarks=list(worked.remarks),
        amount=worked.amount,
        paid=denied.paid,
        cause=worked.cause.value,
        reason=worked.reason,
        document=encode_document(found).decode(),
        facts=encode_document(facts).decode(),
        next_action=step.action.value if step else "",
        due=worked.due or at.date() + LOOK_AGAIN,
        expected=hoped.amount if hoped else None,
        expected_basis=hoped.basis[:120] if hoped else "",
        opened_at=at,
    )


def _store(cases: Sequence[DenialCase], at: datetime) -> None:
    if not cases:
        return
    items = WorkItem.objects.bulk_create(
        WorkItem(
            organization_id=case.organization_id,
            key=f"denial:{case.pk}",
            kind=WorkItem.Kind.DENIAL,
            reason=case.reason,
            amount=case.amount,
            due=case.due,
            claim=case.claim,
            remittance=case.remittance,
            practice_id=case.practice_id,
            opened_at=at,
        )
        for case in cases
    )
    for case, item in zip(cases, items, strict=True):
        case.work_item = item
    DenialCase.objects.bulk_create(cases)
    DenialEvent.objects.bulk_create(
        DenialEvent(
            organization_id=case.organization_id,
            case=case,
            position=1,
            event="opened",
            target=DENIAL.initial,
            detail=f"remittance {case.remittance.trace_number}",
            actor_kind=MACHINE_POSTER.kind,
            actor_name=MACHINE_POSTER.name,
            at=at,
        )
        for case in cases
    )
    record(
        actor=MACHINE_POSTER,
        action="denials.opened",
        subject=cases[0].remittance,
        at=at,
        details={"cases": len(cases), "amount": str(sum((case.amount for case in cases), Decimal(0)))},
    )
