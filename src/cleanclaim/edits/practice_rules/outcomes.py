"""What payers decided about past claims, line by line: the ground of trials and proposals."""

from collections.abc import Iterable

import msgspec

from cleanclaim.claim import Claim, ServiceLine
from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import Category, ClaimPayment, ClassifiedAdjustment, LinePayment, classify_claim

_DENIED = (Category.DENIAL, Category.REJECTION)


class LineOutcome(msgspec.Struct, frozen=True):
    """What became of one line: how much was denied in dollars, for which CARCs, with which RARCs."""

    denied: Money = ZERO
    carcs: tuple[str, ...] = ()
    rarcs: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """A past claim with the first decision on it; ``lines`` are in the order of the claim's."""

    claim: Claim
    denied: bool
    amount: Money
    lines: tuple[LineOutcome, ...]


def match_outcomes(
    claims: Iterable[Claim], payments: Iterable[ClaimPayment]
) -> tuple[tuple[Outcome, ...], tuple[Claim, ...]]:
    """Return the claims on which there is a decision, and those on which there is none.

    They are matched by the patient control number. The first decision counts: what a payer says of
    a claim after a correction or an appeal is no answer to the claim as it was sent. For the same reason
    replacements and voids (frequency 6, 7, 8), repeated numbers and reversals are left out.
    """
    first: dict[str, ClaimPayment] = {}
    for payment in payments:
        number = _key(payment.patient_control_number)
        if number and not payment.is_reversal:
            first.setdefault(number, payment)
    found: list[Outcome] = []
    open_: list[Claim] = []
    seen: set[str] = set()
    for claim in claims:
        number = _key(claim.patient_control_number)
        if not number or number in seen or claim.claim_frequency_code in ("6", "7", "8"):
            continue
        seen.add(number)
        decision = first.get(number)
        if decision is None:
            open_.append(claim)
        else:
            found.append(_outcome(claim, decision))
    return tuple(found), tuple(open_)


def _key(number: str) -> str:
    return number.strip().upper()


def _outcome(claim: Claim, payment: ClaimPayment) -> Outcome:
    denials = [one for one in classify_claim(payment).adjustments if one.classification.category in _DENIED]
    of_claim = [one for one in denials if one.line is None]
    by_line: dict[int, list[ClassifiedAdjustment]] = {}
    for one in denials:
        if one.line is not None:
            by_line.setdefault(one.line, []).append(one)
    lines = []
    for index, line in enumerate(claim.lines):
        decided = _decision_on(line, index, claim, payment)
        theirs = by_line.get(decided.position, []) if decided is not None else []
        lines.append(_line_outcome(line, theirs, of_claim))
    amount = sum((one.adjustment.amount for one in denials), ZERO)
    return Outcome(claim, bool(denials), amount, tuple(lines))


def _decision_on(line: ServiceLine, index: int, claim: Claim, payment: ClaimPayment) -> LinePayment | None:
    """Return the decision on a line: by its control number, else by code and charge, else by place."""
    for decided in payment.lines:
        if line.control_number and decided.control_number == line.control_number:
            return decided
    sent = [one for one in payment.lines if (one.submitted_code or one.code) == line.code]
    exact = [one for one in sent if one.charge == line.charge]
    same = [
        number
        for number, one in enumerate(claim.lines)
        if one.code == line.code and one.charge == line.charge
    ]
    if same.index(index) < len(exact):
        return exact[same.index(index)]
    if len(sent) == 1:
        return sent[0]
    if len(payment.lines) == len(claim.lines):
        return payment.lines[index]
    return None


def _line_outcome(
    line: ServiceLine, own: list[ClassifiedAdjustment], of_claim: list[ClassifiedAdjustment]
) -> LineOutcome:
    """Return a line's outcome; what was decided of the whole claim counts for each line up to its charge."""
    if not own and not of_claim:
        return LineOutcome()
    amount = sum((one.adjustment.amount for one in own), ZERO)
    if not own:
        charge = line.charge if line.charge is not None and line.charge.is_finite() else ZERO
        amount = min(charge, sum((one.adjustment.amount for one in of_claim), ZERO))
    reasons = own or of_claim
    return LineOutcome(
        denied=amount,
        carcs=tuple(dict.fromkeys(one.adjustment.carc for one in reasons)),
        rarcs=tuple(dict.fromkeys(remark for one in reasons for remark in one.remarks)),
    )
