"""Level 4 of an 837: no service begins after the day on which the transaction was made (BHT04)."""

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.elements import is_date
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity

_OF_A_SERVICE = frozenset({"434", "472"})
_PREDETERMINATION = "PB"


def made_on(transaction: Block) -> str:
    """Return BHT04 of a transaction as CCYYMMDD, empty when there is none that is a day."""
    head = transaction.first("BHT")
    day = head.get(4) if head else ""
    return day if len(day) == 8 and is_date(day) else ""


def after_the_file(claim: Block, day: str) -> tuple[Flaw, Placed] | None:
    """Return the first service of a claim (2300) that begins after a day, as a warning.

    A warning, because a clock that is wrong, or a span of days that has begun, is as likely as a
    service that was not given. What is to be decided before the service (CLM19) has no such date.
    """
    for placed in claim.placed:
        parts = placed.parts
        if parts[0] == "DTP" and len(parts) > 3 and parts[1] in _OF_A_SERVICE:
            first = parts[3][:8]
            if first > day and len(first) == 8 and is_date(first) and not _is_planned(claim):
                return _FLAW, placed
    return None


def _is_planned(claim: Block) -> bool:
    head = claim.first("CLM")
    return head is not None and head.get(19) == _PREDETERMINATION


_FLAW = Flaw(
    id="service-after-file-date",
    level=4,
    severity=Severity.WARNING,
    element="DTP03",
    message="The service begins after the day on which the file was made (BHT04).",
    fix="Check both dates: a service is billed when it has been given.",
    acknowledges=Acknowledges.NOTHING,
)
