"""What a later remittance says about the denials before it: paid after all, denied again, taken back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.posting import known_lines, match_lines
from cleanclaim.primitives import ZERO, Money, encode_document, show_money
from cleanclaim.remittance import ClaimPayment as EnginePayment
from cleanclaim.web.accounting.selectors import balance_with_payer
from cleanclaim.web.audit.record import MACHINE_POSTER
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.denied import Denied, as_answered, denials_of
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.move_case import list_case, move_case, write_event
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.workflow.denials import STANDING, WITH_PAYER

Continued = set[tuple[UUID, int | None, str]]
"""Denials (claim payment, billed line, code) that an earlier case goes on with."""


def answer_earlier_cases(
    *,
    remittance: Remittance,
    payments: Mapping[int, EnginePayment],
    claims: Mapping[int, Claim],
    at: datetime,
) -> Continued:
    """Answer the standing cases of the claims that a remittance decides again.

    A line that is denied with the same code goes on in its old case: what was appealed stays counted.
    One that is denied for another reason ends the old case and gets a new one from the caller.
    """
    continued: Continued = set()
    ours: defaultdict[UUID, list[int]] = defaultdict(list)
    for position in sorted(payments):
        ours[claims[position].pk].append(position)
    standing = DenialCase.objects.filter(state__in=STANDING).exclude(remittance=remittance)
    keys = [key for key, claim in standing.values_list("pk", "claim") if claim in ours]
    if not keys:
        return continued
    rows = {row.position: row for row in remittance.payments.all() if row.position in payments}
    cases = (
        DenialCase.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("work_item", "claim", "remittance")
        .order_by("pk")
    )
    for case in cases:
        answers = [rows[position] for position in ours[case.claim_id] if position in rows]
        if answers:
            _answer(case, answers, payments, remittance, continued, at)
    return continued


def _answer(  # noqa: PLR0917 - one decision out of many sources
    case: DenialCase,
    rows: Sequence[ClaimPayment],
    payments: Mapping[int, EnginePayment],
    remittance: Remittance,
    continued: Continued,
    at: datetime,
) -> None:
    trace = f"remittance {remittance.trace_number}"
    value = as_answered(case.claim.value(), remittance.payer_id)
    if value.coverage.payer.payer_id != case.payer_id:
        return  # another payer's decision says nothing of this one's
    said = [(row, payments[row.position]) for row in rows]
    standing = [(row, payment) for row, payment in said if not payment.is_reversal]
    taken_back = any(payment.is_reversal for _, payment in said)
    if not standing:
        if taken_back:
            move_case(
                case=case,
                event="withdrawn",
                actor=MACHINE_POSTER,
                at=at,
                detail=f"the payer took its decision back, {trace}",
            )
        return
    paid = ZERO
    is_answered = case.billed_line is None
    for row, payment in standing:
        for denied in denials_of(payment, value):
            if denied.billed_line == case.billed_line and denied.found.code == case.code:
                _denied_again(case, row, remittance, denied, at)
                continued.add((row.pk, denied.billed_line, case.code))
                return
        now, answers_line = _paid_for(payment, value, case.billed_line)
        paid += now
        is_answered = is_answered or answers_line
    if not is_answered:
        return
    gain = max(ZERO, paid - (case.paid if taken_back else ZERO))
    others = any(
        denied.billed_line == case.billed_line
        for _, payment in standing
        for denied in denials_of(payment, value)
    )
    if gain == 0 and others:
        move_case(
            case=case,
            event="withdrawn",
            actor=MACHINE_POSTER,
            at=at,
            detail=f"denied for another reason now, {trace}",
        )
        return
    recovered = min(gain, case.amount)
    nothing_owed = gain == 0 and balance_with_payer(case.claim.patient_control_number, case.payer_id) == 0
    move_case(
        case=case,
        event="withdrawn" if nothing_owed else "overturned",
        actor=MACHINE_POSTER,
        at=at,
        detail=f"the payer owes nothing any more, {trace}"
        if nothing_owed
        else f"{show_money(recovered)} paid after all, {trace}",
        recovered=recovered,
    )


def _denied_again(
    case: DenialCase, row: ClaimPayment, remittance: Remittance, denied: Denied, at: datetime
) -> None:
    """Let a case go on with the payer's newer decision: its days count from now."""
    facts = msgspec.structs.replace(
        case.facts_on(at.date()),
        decided_on=remittance.paid_on or at.date(),
        received_on=remittance.file.received_at.date(),
    )
    case.facts, case.document = encode_document(facts).decode(), encode_document(denied.found).decode()
    case.amount, case.paid, case.line = denied.found.adjustment.amount, denied.paid, denied.found.line
    case.remittance, case.payment, case.position = remittance, row, denied.position
    detail = f"denied again with {case.code}, remittance {remittance.trace_number}"
    if case.state in WITH_PAYER:
        move_case(case=case, event="upheld", actor=MACHINE_POSTER, at=at, detail=detail)
    else:
        write_event(case=case, event="denied_again", actor=MACHINE_POSTER, at=at, detail=detail)
        list_case(case=case, at=at)


def _paid_for(payment: EnginePayment, value: EngineClaim, billed: int | None) -> tuple[Money, bool]:
    """Return what was paid for a billed line (nothing: the claim), and whether the answer speaks of it."""
    if billed is None:
        return payment.paid, True
    numbers = {match.paid for match in match_lines(payment, known_lines(value)) if match.billed == billed}
    lines = [line for line in payment.lines if line.position in numbers]
    return sum((line.paid for line in lines), ZERO), bool(lines)


def withdraw_denial_cases(
    *, remittance: Remittance, reason: str, at: datetime, payment: ClaimPayment | None = None
) -> int:
    """End the standing cases of a remittance, or of one of its claim payments: that was taken back.

    Returns how many.
    """
    rows = DenialCase.objects.select_for_update(of=("self",)).filter(
        remittance=remittance, state__in=STANDING
    )
    if payment is not None:
        rows = rows.filter(payment=payment)
    cases = list(rows.select_related("work_item", "claim", "remittance").order_by("pk"))
    for case in cases:
        move_case(case=case, event="withdrawn", actor=MACHINE_POSTER, at=at, detail=reason)
    return len(cases)
