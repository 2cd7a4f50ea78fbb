"""The payer: what comes in, its answers out. Deterministic; time and memory are arguments."""

from datetime import date, datetime, time

from cleanclaim.codesets import Known, Store, Unknown
from cleanclaim.parameters import shipped_parameters
from cleanclaim.pricing import shipped_demo_schedule
from cleanclaim.simulator.answering import Answering
from cleanclaim.simulator.answers import Answers
from cleanclaim.simulator.checks.context import DiagnosisLookup
from cleanclaim.simulator.delays import AT_ONCE, Delays
from cleanclaim.simulator.house import House
from cleanclaim.simulator.matters import Day
from cleanclaim.simulator.memory import Memory
from cleanclaim.simulator.mistakes import NO_MISTAKES, Mistakes


class Payer(House):
    """All built-in payers and their clearinghouse behind one door."""

    def answer(self, data: bytes, *, now: datetime, memory: Memory, sequence: int = 0) -> Answers:
        """Return what the payer answers to one file; ``memory`` is not changed.

        ``sequence`` numbers the file (default: one more than are remembered) and goes into the
        answers' control numbers, the payer's claim numbers and the traces; it must not repeat.
        Raises ``UnreadableFile`` for what is not X12 at all.
        """
        return Answering(self, data, now, memory, sequence or memory.files + 1).run()

    def appeal(self, data: bytes, *, now: datetime, memory: Memory, sequence: int = 0) -> Answers:
        """Take in an appeal, the JSON of an :class:`~cleanclaim.simulator.appeals.Appeal`.

        What is decided about it comes on a later day (:meth:`on_day`).
        """
        return Day(self, now, memory, sequence or memory.files + 1).appeal(data)

    def next_day(self, memory: Memory) -> date | None:
        """Return the first day on which something is still to be done; none when nothing is."""
        return min((matter.due for matter in memory.later.values()), default=None)

    def on_day(self, day: date, *, like: datetime, memory: Memory, sequence: int = 0) -> Answers:
        """Return what the payer does on a day by itself: late payments, corrections, appeals decided.

        It is done at the hour at which answers are handed out, in the time zone of ``like``.
        """
        at = self.delays.from_time if self.delays.payments_when_paid else time()
        moment = datetime.combine(day, at, like.tzinfo)
        return Day(self, moment, memory, sequence or memory.files + 1).run()


def built_in_payer(
    *,
    seed: int = 0,
    store: Store | None = None,
    delays: Delays = AT_ONCE,
    mistakes: Mistakes = NO_MISTAKES,
    profile: str = "",
) -> Payer:
    """Return the payer with the parameters and the fee schedule that come with cleanclaim.

    With a ``store`` diagnoses are checked, and payers go by Medicare's tables as far as they are in it.
    """
    return Payer(
        shipped_parameters(),
        shipped_demo_schedule(),
        diagnosis=None if store is None else diagnoses_from(store),
        store=store,
        seed=seed,
        delays=delays,
        mistakes=mistakes,
        profile=profile,
    )


def diagnoses_from(store: Store) -> DiagnosisLookup:
    """Return a look-up of billable ICD-10-CM codes over a store; what is not loaded is not known."""

    def lookup(code: str, on: date) -> bool | None:
        answer = store.icd10cm(code, on)
        if isinstance(answer, Known):
            return answer.value.billable
        return False if isinstance(answer, Unknown) else None

    return lookup
