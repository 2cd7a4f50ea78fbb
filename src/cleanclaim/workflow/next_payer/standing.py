"""What of several answers to one claim still stands: reversals take theirs away, parts are joined."""

from collections.abc import Sequence

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import ClaimPayment


def standing(payments: Sequence[ClaimPayment]) -> tuple[ClaimPayment, ...]:
    """Return the payments of one claim by one payer that no reversal has taken back, oldest first.

    A reversal takes the latest payment before it with the same amounts, signs turned; else the latest
    with the same payment; one that finds nothing before it looks after it (payers also list the
    correction first). A reversal without an original stays and makes the rest unusable.
    """
    left = list(payments)
    for reversal in [each for each in payments if each.is_reversal]:
        at = next(index for index, each in enumerate(left) if each is reversal)
        order = [*range(at - 1, -1, -1), *range(at + 1, len(left))]
        exact = [
            n for n in order if not left[n].is_reversal and _amounts(left[n], 1) == _amounts(reversal, -1)
        ]
        paid = [n for n in order if not left[n].is_reversal and left[n].paid == -reversal.paid]
        for index in (exact or paid)[:1]:
            original = left[index]
            left = [each for each in left if each is not reversal and each is not original]
    return tuple(left)


def joined(payments: Sequence[ClaimPayment], charge: Money) -> ClaimPayment | None:
    """Return standing payments as one: the only one, or parts whose charges add up to the claim's.

    Nothing when there is none, when a reversal is among them, or when they do not add up to ``charge``
    dollars.
    """
    if not payments or any(each.is_reversal for each in payments):
        return None
    if len(payments) == 1:
        return payments[0] if payments[0].charge == charge else None
    if sum((each.charge for each in payments), ZERO) != charge:
        last = payments[-1]
        return last if last.charge == charge else None
    first = payments[0]
    lines = [line for each in payments for line in each.lines]
    return msgspec.structs.replace(
        first,
        charge=charge,
        paid=sum((each.paid for each in payments), ZERO),
        patient_responsibility=sum((each.patient_responsibility for each in payments), ZERO),
        adjustments=tuple(found for each in payments for found in each.adjustments),
        lines=tuple(
            msgspec.structs.replace(line, position=number) for number, line in enumerate(lines, start=1)
        ),
        remarks=tuple(dict.fromkeys(remark for each in payments for remark in each.remarks)),
    )


def _amounts(payment: ClaimPayment, sign: int) -> list[tuple[str, str, Money]]:
    return [
        ("", "", payment.paid * sign),
        *sorted((each.group_code, each.carc, each.amount * sign) for each in payment.all_adjustments),
    ]
