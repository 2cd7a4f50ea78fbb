"""Provider adjustments (PLB) over time: which belong together, which claim they are about.

Payers announce and take: a balance carried forward (FB) is negative in one remittance and positive in
a later one; a recoupment (WO) may be held off first and taken later, under one reference.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import ClaimPayment, ProviderAdjustment

_CARRIED = "FB"


class SeenAdjustment(msgspec.Struct, frozen=True):
    """A provider adjustment as booked: its key, the payer, and what was sent."""

    key: str
    payer: str
    adjustment: ProviderAdjustment


class Tie(msgspec.Struct, frozen=True):
    """Provider adjustments of one matter. ``left`` is Σ in dollars: zero when the matter is closed.

    ``claims`` are the patient control numbers that the reference names, for a person to confirm;
    ``because`` says in words what tied them.
    """

    payer: str
    keys: tuple[str, ...]
    left: Money
    claims: tuple[str, ...]
    because: str

    @property
    def closed(self) -> bool:
        """Whether what was announced has been taken, or returned, to the cent."""
        return self.left == 0


def tie_adjustments(
    seen: Iterable[SeenAdjustment], *, numbers: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[Tie, ...]:
    """Return a payer's provider adjustments gathered by matter, in the order first seen.

    Those with the same reference are one matter; balances carried forward without one are closed by
    their exact opposite. ``numbers`` has patient control numbers by the numbers that may stand in a
    reference: the control number itself, and the payer's numbers for the claim.
    """
    by_matter: dict[tuple[str, str], list[SeenAdjustment]] = defaultdict(list)
    for each in seen:
        reference = _plain(each.adjustment.reference)
        if not reference and each.adjustment.reason == _CARRIED:
            reference = f"carried {abs(each.adjustment.amount)}"
        by_matter[each.payer, reference or f"alone {each.key}"].append(each)
    plain = {_plain(number): tuple(claims) for number, claims in numbers.items() if _plain(number)}
    return tuple(_tie(payer, reference, found, plain) for (payer, reference), found in by_matter.items())


def numbers_of(payments: Iterable[ClaimPayment]) -> dict[str, tuple[str, ...]]:
    """Return patient control numbers by every number that a reference to these payments may give."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for payment in payments:
        for number in (payment.patient_control_number, payment.payer_claim_control_number):
            if number:
                found[number][payment.patient_control_number] = None
    return {number: tuple(claims) for number, claims in found.items()}


def _tie(
    payer: str, reference: str, found: Sequence[SeenAdjustment], numbers: Mapping[str, tuple[str, ...]]
) -> Tie:
    claims = next(
        (
            numbers[number]
            for number in sorted(numbers, key=len, reverse=True)
            if reference == number or (len(number) >= 6 and number in reference)
        ),
        (),
    )
    if reference.startswith("alone "):
        because = "nothing else has its reference"
    elif reference.startswith("carried "):
        because = "the same balance carried forward"
    else:
        because = "the same reference"
    return Tie(
        payer,
        tuple(each.key for each in found),
        sum((each.adjustment.amount for each in found), ZERO),
        claims,
        because,
    )


def _plain(reference: str) -> str:
    return "".join(each for each in reference.upper() if each.isalnum()).lstrip("0")
