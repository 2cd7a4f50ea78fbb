"""What of a claim payment was denied, and which billed line it is about."""

import msgspec

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.posting import known_lines, match_lines
from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import ClaimPayment as EnginePayment, ClassifiedAdjustment, classify_claim


class Denied(msgspec.Struct, frozen=True):
    """One denied adjustment: its number among those of the claim payment, and what it is about.

    ``billed_line`` is nothing where the whole claim is denied or no line matches; ``paid`` is what was
    paid for the line or claim all the same, in dollars.
    """

    position: int
    found: ClassifiedAdjustment
    billed_line: int | None
    paid: Money


def as_answered(value: EngineClaim, paying: str) -> EngineClaim:
    """Return the claim as the payer sees it that answers: billed to its own coverage."""
    payers = [coverage.payer.payer_id for coverage in value.coverages]
    if paying not in payers:
        return value
    return msgspec.structs.replace(value, billed_coverage=payers.index(paying))


def denials_of(payment: EnginePayment, value: EngineClaim) -> list[Denied]:
    """Return each denied adjustment of a claim payment, in file order; what adds money is none."""
    billed = {match.paid: match.billed for match in match_lines(payment, known_lines(value))}
    paid = {line.position: line.paid for line in payment.lines}
    denied = [each for each in classify_claim(payment).adjustments if each.is_denial]
    return [
        Denied(position, each, None, payment.paid)
        if each.line is None
        else Denied(position, each, billed.get(each.line), paid.get(each.line, ZERO))
        for position, each in enumerate(denied, start=1)
        if each.adjustment.amount > 0
    ]
