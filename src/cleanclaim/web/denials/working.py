"""A case worked up by the engine as it is seen on a day: guardrails, steps, deadlines."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from cleanclaim.parameters import Deadline
from cleanclaim.primitives import Money
from cleanclaim.remittance import Cause
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.engine import parameters
from cleanclaim.workflow.denials import (
    FINISHED,
    Action,
    DenialCase as EngineCase,
    DenialFacts,
    DenialOutcome,
    DenialState,
    ExpectedRecovery,
    Step,
    expected_recovery,
    with_frequency_codes,
    work_up,
)

MOST_OUTCOMES = 2000
"""Past cases that expected recovery is reckoned from: the latest ones."""

LOOK_AGAIN = timedelta(days=30)
"""Until when a denial without a known last day is looked at again: our own habit, nobody's rule."""


class Worked(msgspec.Struct, frozen=True):
    """A case worked up, with the facts that it was worked up with."""

    case: EngineCase
    facts: DenialFacts

    @property
    def next_action(self) -> str:
        """The next step that is allowed, as stored; empty when a person must think."""
        step = self.case.next_step
        return step.action.value if step else ""

    def due(self, today: date) -> date:
        """Return the last day; where none is on record, the day on which we look again."""
        return self.case.due or today + LOOK_AGAIN

    def step(self, action: Action) -> Step | None:
        """Return the playbook's step of that kind, if it has one."""
        return next((step for step in self.case.steps if step.action is action), None)


def work_up_row(row: DenialCase, today: date) -> Worked:
    """Return a case worked up as seen on a day."""
    known = parameters()
    facts = with_frequency_codes(row.facts_on(today), known)
    return Worked(work_up(row.found(), facts, known), facts)


def day_of(step: Step | None) -> date | None:
    """Return the last day of a step, where one is known."""
    return step.deadline.last_day if step is not None and isinstance(step.deadline, Deadline) else None


def recovery_by_history() -> Callable[[str, str, Cause, Money], ExpectedRecovery | None]:
    """Return a function (payer, code, cause, amount) that says what a denial may bring, by our own past.

    The past is the organization's latest finished cases; those that the payer withdrew say nothing.
    """
    rows = (
        DenialCase.objects.filter(state__in=FINISHED, amount__gt=0)
        .exclude(state=DenialState.WITHDRAWN)
        .order_by("-closed_at", "pk")
        .values_list("payer_id", "code", "cause", "amount", "recovered")[:MOST_OUTCOMES]
    )
    past = [
        DenialOutcome(payer, code, Cause(cause), amount, recovered or Money(0))
        for payer, code, cause, amount, recovered in rows
    ]
    known: dict[tuple[str, str, Cause, Money], ExpectedRecovery | None] = {}

    def expect(payer: str, code: str, cause: Cause, amount: Money) -> ExpectedRecovery | None:
        key = (payer, code, cause, amount)
        if key not in known:
            near = [each for each in past if each.code == code or each.cause is cause]
            known[key] = expected_recovery(near, payer=payer, code=code, cause=cause, amount=amount)
        return known[key]

    return expect
