"""When the payer's answers are handed out: at once, or as a payer takes its time.

A file is decided when it is received, whatever the delay: what a payer has said once does not
depend on when the sender looks.
"""

from datetime import date, datetime, time, timedelta

import msgspec

from cleanclaim.parameters.holidays import next_working_day


class Delays(msgspec.Struct, frozen=True):
    """How long answers take; TA1 and 999 never take any time.

    ``working_days_to_277ca`` counts working days after the day of receipt. With
    ``payments_when_paid`` an 835 is handed out on its payment date (BPR16), which comes after the
    payer's days to pay; without it, at once. What is handed out on a later day is so from
    ``from_time`` on (in the time zone of the moment of receipt).
    """

    working_days_to_277ca: int = 0
    payments_when_paid: bool = False
    from_time: time = time(0)

    def told_of_claims(self, received: datetime) -> datetime:
        """Return when the 277CA of a file received at a moment is handed out."""
        day = received.date()
        for _ in range(self.working_days_to_277ca):
            day = next_working_day(day + timedelta(days=1))
        return self._on(day, received)

    def told_of_payment(self, received: datetime, paid_on: date) -> datetime:
        """Return when the 835 of a file received at a moment, paid on a day, is handed out."""
        return self._on(paid_on, received) if self.payments_when_paid else received

    def _on(self, day: date, received: datetime) -> datetime:
        return max(received, datetime.combine(day, self.from_time, received.tzinfo))


AT_ONCE = Delays()
"""Everything with the 999, as for trying a file out."""

UNHURRIED = Delays(working_days_to_277ca=1, payments_when_paid=True)
"""As in life: the 277CA on the next working day, the 835 with the payment."""
