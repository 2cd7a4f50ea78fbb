"""What the file of a deadline or of a level of appeal states, before any day is known."""

from typing import Literal

import msgspec


class DeadlineTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long there is, and from which event on.

    Exactly one of ``days``, ``months`` and ``calendar_years`` counts. ``counts_from`` receipt: of
    the notice, which is presumed ``presumed_receipt_days`` after its date; decision: its date;
    identification: the day on which an overpayment was identified. ``filed_when`` tells what must
    have happened by the last day: the request *received*, or *sent*.
    """

    days: int = 0
    months: int = 0
    calendar_years: int = 0
    counts_from: Literal["receipt", "decision", "identification"]
    presumed_receipt_days: int = 0
    filed_when: Literal["received", "sent"]
    moves_to_working_day: bool = False

    def fault(self) -> str:
        """Return what is wrong with the terms, as a clause; empty when nothing is."""
        lengths = (self.days, self.months, self.calendar_years)
        if sum(1 for length in lengths if length) != 1:
            return "exactly one of days, months and calendar_years must be given"
        if self.presumed_receipt_days and self.counts_from != "receipt":
            return "presumed_receipt_days says nothing unless the deadline counts from receipt"
        return ""


class AppealTerms(DeadlineTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A level as its file states it: its place among the levels, its name, who decides, until when."""

    order: int
    name: str
    decided_by: str
