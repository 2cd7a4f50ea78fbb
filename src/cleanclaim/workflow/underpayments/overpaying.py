"""Money that must go back: what is known of it, and until when."""

from datetime import date

import msgspec

from cleanclaim.parameters import Deadline, NotKnown, Parameters, look_back_day, overpayment_deadline
from cleanclaim.primitives import Money


class Overpayment(msgspec.Struct, frozen=True):
    """An overpayment of a payer: dollars, received when, known since when; the investigation, if any."""

    payer_kind: str
    amount: Money
    received: date
    identified: date
    investigation_began: date | None = None
    investigation_ended: date | None = None


class ReturnBy(msgspec.Struct, frozen=True):
    """Whether it must be returned by the look-back rule, and the last day with its derivation.

    ``within_look_back`` is nothing where the rule is not on record for the kind of payer.
    """

    deadline: Deadline | NotKnown
    within_look_back: bool | None
    overdue: bool


def return_by(found: Overpayment, *, parameters: Parameters, today: date) -> ReturnBy:
    """Return until when an overpayment must be reported and returned, as seen on a day.

    Errors as ``overpayment_deadline`` for an investigation outside the clock.
    """
    until = overpayment_deadline(
        parameters,
        found.payer_kind,
        found.identified,
        investigation_began=found.investigation_began,
        investigation_ended=found.investigation_ended,
    )
    since = look_back_day(parameters, found.payer_kind, found.identified)
    within = None if isinstance(since, NotKnown) else found.received >= since
    overdue = isinstance(until, Deadline) and today > until.last_day
    return ReturnBy(until, within, overdue)
