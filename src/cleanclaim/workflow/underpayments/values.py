"""What is compared, and what came of it."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from cleanclaim.parameters import Deadline, NotKnown
from cleanclaim.primitives import ZERO, Money


class Verdict(StrEnum):
    """What a comparison of a line says."""

    AS_EXPECTED = "as_expected"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    DENIED = "denied"  # refused: the denial is worked, not the amount
    NOT_COMPARED = "not_compared"  # no expected amount, a later payer, or nothing decided


class Expected(msgspec.Struct, frozen=True):
    """What should be allowed for a line, in dollars: by which term, with its derivation.

    ``together_with`` is the number of the line that bears the amount of several paid together. Without
    an ``amount``, ``reason`` says why there is none.
    """

    line: int
    amount: Money | None
    term: str = ""
    derivation: tuple[str, ...] = ()
    together_with: int | None = None
    reason: str = ""


class Tolerance(msgspec.Struct, frozen=True):
    """Differences up to ``dollars`` or ``percent`` of the expected amount are none: the larger counts."""

    dollars: Money = Decimal("0.05")
    percent: Decimal = Decimal(0)

    def covers(self, difference: Money, expected: Money) -> bool:
        """Whether a difference is within tolerance."""
        return abs(difference) <= max(self.dollars, abs(expected) * self.percent / 100)


class Variance(msgspec.Struct, frozen=True):
    """One line compared. ``difference`` is allowed less expected: negative when underpaid.

    ``lines`` are all that were compared together; ``reason`` a plain sentence.
    """

    lines: tuple[int, ...]
    verdict: Verdict
    expected: Money | None
    allowed: Money
    difference: Money
    term: str
    reason: str
    derivation: tuple[str, ...] = ()


class ClaimVariance(msgspec.Struct, frozen=True):
    """A claim payment compared: its lines, the payer and contract, until when it can be disputed."""

    claim: str
    payer: str
    contract: str
    variances: tuple[Variance, ...]
    dispute_by: Deadline | NotKnown | None = None

    @property
    def underpaid(self) -> Money:
        """What is missing, in dollars, positive."""
        return sum((-each.difference for each in self.variances if each.verdict is Verdict.UNDERPAID), ZERO)

    @property
    def overpaid(self) -> Money:
        """What was paid too much, in dollars, positive."""
        return sum((each.difference for each in self.variances if each.verdict is Verdict.OVERPAID), ZERO)
