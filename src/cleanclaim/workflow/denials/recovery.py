"""What a denial is worth: how such denials ended here before. Counts, no model.

From the most particular group with enough outcomes: payer and code, code, cause. Where no group
has enough, nothing is said: an invented probability would be sorted by as if it were one.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from cleanclaim.primitives import ZERO, Money, money
from cleanclaim.remittance import Cause

ENOUGH = 5
"""Outcomes that a group needs to speak for itself."""


class DenialOutcome(msgspec.Struct, frozen=True):
    """How a denial ended: what was refused and what of it was paid in the end, in dollars."""

    payer: str
    code: str
    cause: Cause
    refused: Money
    recovered: Money


class ExpectedRecovery(msgspec.Struct, frozen=True):
    """What may come back, and on which count it rests.

    ``amount`` in dollars; ``share`` of the refused dollars that came back in ``count`` outcomes;
    ``basis`` says in words which outcomes were counted.
    """

    amount: Money
    share: Fraction
    count: int
    basis: str


def expected_recovery(
    history: Iterable[DenialOutcome], *, payer: str, code: str, cause: Cause, amount: Money
) -> ExpectedRecovery | None:
    """Return what a denial of ``amount`` dollars may bring, by the practice's own past; nothing untried.

    The share is Σ recovered ÷ Σ refused, each outcome's recovery counted up to what was refused;
    the amount is rounded half up to the cent.
    """
    past = [each for each in history if each.refused > 0]
    groups: Sequence[tuple[str, list[DenialOutcome]]] = (
        (f"{code} from {payer}", [each for each in past if (each.payer, each.code) == (payer, code)]),
        (f"{code} from any payer", [each for each in past if each.code == code]),
        (f"cause {cause.value}, any payer", [each for each in past if each.cause is cause]),
    )
    for words, group in groups:
        if len(group) < ENOUGH:
            continue
        refused = sum((each.refused for each in group), ZERO)
        recovered = sum((max(ZERO, min(each.recovered, each.refused)) for each in group), ZERO)
        share = Fraction(recovered) / Fraction(refused)
        cents = int(Fraction(amount) * share * 100 + Fraction(1, 2))
        return ExpectedRecovery(money(cents) / 100, share, len(group), f"{len(group)} past denials: {words}")
    return None
