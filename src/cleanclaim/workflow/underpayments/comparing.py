"""What a payer allowed against what was agreed, line by line.

Compared is the *allowed* amount, not the payment: what a plan makes its member pay is no underpayment.
"""

from collections.abc import Sequence
from datetime import date

from cleanclaim.parameters import Parameters, payer_deadline
from cleanclaim.posting import KnownLine, match_lines
from cleanclaim.pricing import NotPriced
from cleanclaim.pricing.contract_claims import ExpectedClaim
from cleanclaim.primitives import ZERO, Money, show_money
from cleanclaim.remittance import (
    Category,
    ClaimPayment,
    ClassifiedAdjustment,
    LinePayment,
    Outcome,
    classify_claim,
)
from cleanclaim.workflow.underpayments.values import ClaimVariance, Expected, Tolerance, Variance, Verdict

_OFF_THE_PAYMENT = frozenset({"sequestration", "legislated-penalty", "withheld"})
"""Rules of the classification that lower what is paid and leave what is allowed."""


def expected_lines(found: ExpectedClaim) -> tuple[Expected, ...]:
    """Return the expected amounts of a claim priced by its contract."""
    lines: list[Expected] = []
    for each in found.lines:
        answer = each.answer
        if isinstance(answer, NotPriced):
            lines.append(Expected(each.line, None, reason=answer.reason))
        else:
            lines.append(
                Expected(each.line, answer.amount, answer.term, answer.derivation, answer.together_with)
            )
    return tuple(lines)


def compare(
    payment: ClaimPayment,
    billed: Sequence[KnownLine],
    expected: Sequence[Expected],
    *,
    payer: str,
    contract: str,
    tolerance: Tolerance,
    parameters: Parameters | None = None,
    payer_id: str = "",
    remitted_on: date | None = None,
) -> ClaimVariance:
    """Return a claim payment compared with what was expected for its lines.

    Only a first payer's decision is compared: what a later one allows depends on what the others paid.
    Lines that a term pays together are compared together, at the line that bears the amount. With
    ``parameters``, ``payer_id`` and ``remitted_on`` the last day of a dispute is given.
    """
    decision = classify_claim(payment)
    dispute = (
        payer_deadline(parameters, payer_id, "underpayment_dispute", remitted_on)
        if parameters is not None and remitted_on is not None
        else None
    )
    comparable = decision.outcome in {Outcome.PAID, Outcome.PARTLY_DENIED, Outcome.DENIED}
    if not comparable or decision.payer_order > 1:
        why = "only the first payer's standing decision is compared"
        variances: tuple[Variance, ...] = (_not_compared((), payment.paid, why),)
    else:
        variances = tuple(_variances(payment, decision.adjustments, billed, expected, tolerance))
    return ClaimVariance(payment.patient_control_number, payer, contract, variances, dispute)


def allowed_of(line: LinePayment, adjustments: Sequence[ClassifiedAdjustment]) -> Money:
    """Return what a payer allowed for a line, in dollars: what it says (AMT B6), else what follows.

    It follows as what was paid, plus the patient's share and what the law or a withhold took off the
    payment. ``adjustments`` are those of this line.
    """
    if line.allowed is not None:
        return line.allowed
    added = (
        each.adjustment.amount
        for each in adjustments
        if each.classification.rule in _OFF_THE_PAYMENT
        or (
            each.classification.category is Category.PATIENT
            and each.classification.rule != "patient-above-allowed"
        )
        or each.classification.rule in {"not-collectable-from-patient", "cost-sharing-not-patients"}
    )
    return sum(added, line.paid)


def _variances(
    payment: ClaimPayment,
    adjustments: Sequence[ClassifiedAdjustment],
    billed: Sequence[KnownLine],
    expected: Sequence[Expected],
    tolerance: Tolerance,
) -> list[Variance]:
    answered: dict[int, list[LinePayment]] = {}
    lines = {line.position: line for line in payment.lines}
    for match in match_lines(payment, billed):
        if match.billed is not None:
            answered.setdefault(match.billed, []).append(lines[match.paid])
    together: dict[int, list[int]] = {}
    for each in expected:
        together.setdefault(each.together_with or each.line, []).append(each.line)
    by_line = {each.line: each for each in expected}
    found: list[Variance] = []
    for bearer, numbers in together.items():
        said = by_line.get(bearer)
        paid = [line for number in numbers for line in answered.get(number, [])]
        found.append(_variance(tuple(sorted(numbers)), said, paid, adjustments, tolerance))
    return found


def _variance(
    numbers: tuple[int, ...],
    expected: Expected | None,
    paid: Sequence[LinePayment],
    adjustments: Sequence[ClassifiedAdjustment],
    tolerance: Tolerance,
) -> Variance:
    of_line = {line.position: [each for each in adjustments if each.line == line.position] for line in paid}
    allowed = sum((allowed_of(line, of_line[line.position]) for line in paid), ZERO)
    if expected is None or expected.amount is None:
        return _not_compared(numbers, allowed, expected.reason if expected else "no amount is expected")
    if not paid:
        return _not_compared(numbers, allowed, "the remittance has no such line")
    difference = allowed - expected.amount
    refused = [each for line in paid for each in of_line[line.position] if each.is_denial]
    if refused and difference < 0:
        codes = ", ".join(dict.fromkeys(each.code for each in refused))
        verdict, reason = Verdict.DENIED, f"refused with {codes}: worked as a denial"
    elif tolerance.covers(difference, expected.amount):
        verdict, reason = Verdict.AS_EXPECTED, "as agreed"
    elif difference < 0:
        verdict, reason = Verdict.UNDERPAID, _why_less(paid, of_line, expected.amount, allowed)
    else:
        verdict, reason = Verdict.OVERPAID, f"{show_money(difference)} more than agreed"
    return Variance(
        numbers, verdict, expected.amount, allowed, difference, expected.term, reason, expected.derivation
    )


def _why_less(
    paid: Sequence[LinePayment],
    of_line: dict[int, list[ClassifiedAdjustment]],
    expected: Money,
    allowed: Money,
) -> str:
    """Return the likeliest reason that the remittance itself shows for a smaller amount."""
    for line in paid:
        if line.submitted_code and line.submitted_code != line.code:
            return f"paid as {line.code} where {line.submitted_code} was billed"
        if line.units is not None and line.submitted_units is not None and line.units < line.submitted_units:
            return f"{line.units:f} of {line.submitted_units:f} units paid"
        for each in of_line[line.position]:
            if each.adjustment.carc == "59":
                return "reduced as a further procedure of the day (CARC 59); the term does not"
            if each.adjustment.carc == "131":
                return "a discount negotiated for this claim (CARC 131): see whether anybody agreed to it"
    if allowed * 2 == expected:
        return "exactly half of what was agreed: a multiple-procedure cut that the term does not have"
    return f"{show_money(expected - allowed)} less than agreed"


def _not_compared(numbers: tuple[int, ...], allowed: Money, reason: str) -> Variance:
    return Variance(numbers, Verdict.NOT_COMPARED, None, allowed, ZERO, "", reason)
