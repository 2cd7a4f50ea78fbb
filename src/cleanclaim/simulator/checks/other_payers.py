"""Checks on what other payers decided: coordination of benefits must balance to the cent."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from cleanclaim.primitives import ZERO
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import PAYER, Fault, conflict, invalid, missing
from cleanclaim.simulator.loops import Loop
from cleanclaim.simulator.submitted import SubmittedClaim, days, number
from cleanclaim.x12 import Segment

_ORDER = "PSTABCDEFGH"
_GROUPS = frozenset({"CO", "OA", "PI", "PR", "CR"})
_CAS_FIRST = (2, 5, 8, 11, 14, 17)


def other_coverages(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Each other coverage has its rank, its subscriber, its payer and its consents."""
    ranks = [claim.sequence]
    ids = [claim.payer_id]
    for loop in claim.other_payers:
        rank, payer = loop.head.get(1), loop.party("PR")
        if rank not in tuple(_ORDER) and rank != "U":
            yield invalid("other-payer-sequence", "742", f"SBR01 of another payer is {rank!r}.")
        consents = loop.first("OI")
        if consents.get(3) not in ("Y", "N", "W") or consents.get(6) not in ("Y", "I"):
            yield missing("other-insurance", "171", "Another coverage has no OI with its consents.")
        if not loop.head.get(2):
            yield missing("other-relationship", "171", "Another coverage has no relationship (SBR02).")
        if not loop.head.get(9):
            yield missing("other-filing-indicator", "480", "Another coverage has no SBR09.", "PR")
        if not loop.party("IL").head.get(9):
            yield missing("other-subscriber", "171", "Another coverage has no subscriber with an id.")
        if not payer.head.get(3) or not payer.head.get(9):
            yield missing("other-payer", "479", "Another coverage has no payer with an id.")
        ranks.append(rank)
        ids.append(payer.head.get(9))
    counted = [rank for rank in ranks if rank != "U"]
    if len(set(counted)) != len(counted):
        yield conflict("payer-sequence-twice", "742", "Two payers have the same rank (SBR01).")
    if len(set(ids)) != len(ids):
        yield conflict("other-payer-twice", "479", "A payer is named twice.")
    if len(claim.other_payers) > 10:
        yield invalid("too-many-other-payers", "171", "There are more than ten other coverages.")


def order_of_payers(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """A payer that is not the first needs what the ones before it decided; the first has none."""
    rank = claim.sequence
    if rank not in _ORDER:
        return
    before = [loop for loop in claim.other_payers if _rank(loop) < _ORDER.index(rank)]
    if rank != "P" and not before:
        yield missing("prior-payer-missing", "286", f"SBR01 is {rank}, but no payer comes before this one.")
    for loop in before:
        if not loop.first("AMT", "D").id:
            yield missing("prior-payment-missing", "286", "What a prior payer paid (AMT*D) is missing.")
    for loop in claim.other_payers:
        if _rank(loop) > _ORDER.index(rank) and loop.first("AMT", "D").id:
            yield conflict("later-payer-paid", "742", "A payer that comes after this one has already paid.")


def adjudication(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """A decision has a date, known group codes, and belongs to a payer of the claim."""
    payers = {loop.party("PR").head.get(9): loop for loop in claim.other_payers}
    for line in claim.lines:
        seen: set[str] = set()
        for decided in line.loop.under("2430"):
            payer_id = decided.head.get(1)
            if payer_id not in payers:
                yield invalid(
                    "decision-of-nobody", "479", f"Line {line.position}: SVD01 names no other payer."
                )
                continue
            if payer_id in seen:
                yield conflict(
                    "decided-twice", "710", f"Line {line.position} has two decisions of a payer.", also="286"
                )
            seen.add(payer_id)
            on = (
                decided.first("DTP", "573")
                if decided.first("DTP", "573").id
                else _decided_on(payers[payer_id])
            )
            yield from _decision_date(on, line.first_day, f"Line {line.position}: the decision", context)
            # The lines of a bill may be decided by revenue code (SVD04) alone.
            by_revenue = claim.kind == "institutional" and bool(decided.head.get(4))
            known = decided.head.component(3, 1) in ("HC", "AD") and decided.head.component(3, 2)
            if not known and not by_revenue:
                yield invalid(
                    "decided-procedure",
                    "710",
                    f"Line {line.position}: SVD03 names no procedure.",
                    also="454",
                )
            if (number(decided.head.get(5)) or 0) <= 0:
                yield invalid("decided-units", "608", f"Line {line.position}: SVD05 is not above zero.")
            if number(decided.head.get(2)) is None:
                yield invalid("line-paid", "643", f"Line {line.position}: SVD02 is not an amount.")
    for loop in (*claim.other_payers, *(d for line in claim.lines for d in line.loop.under("2430"))):
        for segment in loop.all("CAS"):
            yield from _adjustments(segment)


def dates_of_claim_decisions(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Who decided about the claim, and about none of its lines, did so on a day (loop 2330B)."""
    of_lines = {d.head.get(1) for line in claim.lines for d in line.loop.under("2430")}
    for loop in claim.other_payers:
        on = _decided_on(loop)
        decided = bool(loop.first("AMT", "D").id or loop.first("CAS").id)
        if on.id or (decided and loop.party("PR").head.get(9) not in of_lines):
            yield from _decision_date(on, claim.first_day, "The decision of another payer", context)


def balance(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Charge = paid + adjustments, for each payer that decided: line by line and over the claim."""
    for loop in claim.other_payers:
        paid = number(loop.first("AMT", "D").get(2))
        if paid is None:
            continue
        payer_id = loop.party("PR").head.get(9)
        decided = [
            (line, found)
            for line in claim.lines
            for found in line.loop.under("2430")
            if found.head.get(1) == payer_id
        ]
        for line, found in decided:
            line_paid = number(found.head.get(2))
            if line_paid is None or line.charge is None:
                continue
            if line.charge != line_paid + adjusted(found):
                yield conflict(
                    "line-decision-out-of-balance",
                    "672",
                    f"Line {line.position}: {line.charge} is not {line_paid} + {adjusted(found)}.",
                )
        at_claim = adjusted(loop)
        lines_paid = sum((number(found.head.get(2)) or ZERO for _, found in decided), ZERO)
        if decided and len({line.position for line, _ in decided}) == len(claim.lines):
            if paid != lines_paid - at_claim:
                yield conflict(
                    "claim-decision-out-of-balance",
                    "672",
                    f"AMT*D is {paid}; the lines were paid {lines_paid}, the claim adjusted by {at_claim}.",
                )
        elif claim.charge is not None:
            total = paid + at_claim + sum((adjusted(found) for _, found in decided), ZERO)
            if claim.charge != total:
                yield conflict(
                    "claim-decision-out-of-balance",
                    "672",
                    f"The charge {claim.charge} is not what was paid and adjusted, {total}.",
                )


def adjusted(loop: Loop) -> Decimal:
    """Return the sum of all adjustments (CAS) of a loop in dollars."""
    return sum((amount for _, _, amount in adjustments(loop)), ZERO)


def adjustments(loop: Loop) -> Iterator[tuple[str, str, Decimal]]:
    """Yield group code, reason and amount of every adjustment of a loop."""
    for segment in loop.all("CAS"):
        for at in _CAS_FIRST:
            if segment.get(at):
                yield segment.get(1), segment.get(at), number(segment.get(at + 1)) or ZERO


def _decision_date(on: Segment, service: date | None, what: str, context: Context) -> Iterator[Fault]:
    """A decision comes after the service and before it is told here."""
    start, _ = days(on)
    if start is None:
        yield missing("decision-date", "516", f"{what} has no date.", PAYER)
    elif start > context.today:
        yield invalid("decision-in-future", "516", f"{what} is in the future.", PAYER, also="510")
    elif service is not None and start < service:
        yield conflict(
            "decision-before-service", "516", f"{what} was taken before the service.", PAYER, also="187"
        )


def _adjustments(segment: Segment) -> Iterator[Fault]:
    if segment.get(1) not in _GROUPS:
        yield invalid("adjustment-group", "696", f"CAS01 is {segment.get(1)!r}.")
    if not segment.get(2):
        yield missing("adjustment-reason", "521", "A CAS has no reason code.")
    for at in _CAS_FIRST:
        amount = number(segment.get(at + 1))
        if segment.get(at) and (amount is None or amount == 0):
            yield invalid("adjustment-amount", "519", f"CAS{at + 1:02d} is not an amount other than zero.")
        if not segment.get(at) and segment.get(at + 1):
            yield missing("adjustment-reason", "521", f"CAS{at:02d} is missing.")


def _decided_on(other: Loop) -> Segment:
    return other.party("PR").first("DTP", "573")


def _rank(loop: Loop) -> int:
    rank = loop.head.get(1)
    return _ORDER.index(rank) if rank in tuple(_ORDER) else len(_ORDER)


OTHER_PAYER_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    other_coverages,
    order_of_payers,
    adjudication,
    dates_of_claim_decisions,
    balance,
)
