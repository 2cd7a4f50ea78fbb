"""The demonstration's calendar: what happens on a day, and moving from one day to the next.

A working day has two ends. In the morning the payer hands out what is due, the new notes come
in, and the machine reads both. In the evening the colleagues do what is left: the biller
releases what was clean in the morning, the coder accepts the day's codes. Only the day itself is
stored; each end of it may be done again and changes nothing the second time, so whoever is
killed in between begins that day again.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.primitives import ConfigurationError
from cleanclaim.simulator import UNHURRIED, run_mailbox
from cleanclaim.web.clock import now_in
from cleanclaim.web.cycle import STEPS, Step
from cleanclaim.web.demo.denials import biller_works_denials
from cleanclaim.web.demo.people import FRONT_DESK, biller_releases, biller_repairs, coder_accepts
from cleanclaim.web.demo.practice import DemoEncounter, DemoOrganization, company, encounters_of
from cleanclaim.web.demo.strays import put_strays
from cleanclaim.web.demo.tenants import day_of, make_tenant, set_day
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.mailbox import prepared_mailbox
from cleanclaim.web.organizations.selectors import organization_ids
from cleanclaim.web.steps import run_step
from cleanclaim.web.tenancy import tenant

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""

SEED = 20251201
MORNING, EVENING = time(12), time(21)
"""Of the days before the person came, in UTC."""
FIRST, LAST = time(0, 1), time(23, 59)
"""Of the person's own days: whatever the clock shows, what they do lies between the two."""

_OUTWARD = tuple(step for step in STEPS if step.name in ("prepare_submission", "deliver_submission"))
"""What brings released claims to the payer."""

_LOCK = 0x6364
"""First half of the advisory lock that a process holds while it moves a tenant's day."""


def quiet(doing: str, done: int, total: int) -> None:
    """Take progress and show none."""


def next_practice_day(day: date) -> date:
    """Return the next day on which the practices are open: no weekend, no federal holiday."""
    return next_working_day(day + timedelta(days=1))


def demo_tenants(organization_ids: Iterable[UUID] | None = None) -> list[DemoOrganization]:
    """Return the tenants of the demonstration, of these ids only when some are given."""
    wanted = None if organization_ids is None else {UUID(str(key)) for key in organization_ids}
    return [row for row in company().organizations if wanted is None or row.id in wanted]


def practice_today() -> date:
    """Return the day on which the demonstration lives: the earliest of its tenants' days."""
    days = [day for row in demo_tenants() if (day := day_of(row.id)) is not None]
    return min(days, default=company().start_day)


def load(*, progress: Progress = quiet) -> None:
    """Make the tenants and live their days up to the start day; what was lived before is left alone."""
    tenants = demo_tenants()
    for row in tenants:
        make_tenant(row)
    _advance_all(tenants, company().start_day, evening=EVENING, colleagues=True, progress=progress)


def is_loaded() -> bool:
    """Return whether every tenant has come to the start day, with its encounters of that day."""
    known = set(organization_ids())
    for row in demo_tenants():
        today = day_of(row.id) if row.id in known else None
        if today is None or today < company().start_day or _to_come(row, today):
            return False
    return True


def move_day(
    organization_ids: Iterable[UUID] | None = None,
    *,
    to: date | None = None,
    colleagues: bool = True,
    progress: Progress = quiet,
) -> date:
    """Move tenants of the demonstration (default: all) forward to a day, and return that day.

    ``to`` is the day to arrive at (default: the next practice day after the earliest tenant's
    today); a tenant that is there already stays, so the same call again changes nothing more.
    On each day that ends, ``colleagues`` release what was clean and code what came in, except
    what the demonstration leaves to the person; without them only machines work. On each new
    day the payer hands out what is due and that day's notes come in. Killed and called again
    with the same ``to``, it goes on.
    """
    tenants = demo_tenants(organization_ids)
    goal = to or next_practice_day(min((_today(row) for row in tenants), default=company().start_day))
    _advance_all(tenants, goal, evening=LAST, colleagues=colleagues, progress=progress)
    return goal


def advance(
    row: DemoOrganization, goal: date, *, evening: time = EVENING, colleagues: bool = True
) -> Iterator[date]:
    """Live a tenant's days until ``goal`` has begun, yielding each when its morning is done.

    The day on which it stands is begun again: whoever was killed may not have finished it.
    """
    with _alone(row):
        today = _today(row)
        open_day(row, today)
        yield today
        while (following := next_practice_day(today)) <= goal:
            close_day(row, today, at=_moment(today, evening), colleagues=colleagues)
            set_day(row.id, following, at=_morning(following))
            today = following
            open_day(row, today)
            yield today


def _advance_all(
    tenants: list[DemoOrganization], goal: date, *, evening: time, colleagues: bool, progress: Progress
) -> None:
    total = sum(max(1, len(list(_days(_today(row), goal)))) for row in tenants)
    done = 0
    for row in tenants:
        for _ in advance(row, goal, evening=evening, colleagues=colleagues):
            done += 1
            progress("Living the practices' days", done, total)


def _today(row: DemoOrganization) -> date:
    return day_of(row.id) or company().first_day


def open_day(row: DemoOrganization, today: date) -> None:
    """A day's morning: the payer's mail, the new notes, and what machines make of both."""
    at = _morning(today)
    put_strays(row, today)
    answer_what_was_sent(row.id, at=at)
    for encounter in _to_come(row, today):
        with tenant(row.id):
            receive_encounter(encounter=encounter.encounter, note=encounter.note, actor=FRONT_DESK, at=at)
    _run_machines(row.id, at)


def close_day(row: DemoOrganization, today: date, *, at: datetime, colleagues: bool = True) -> None:
    """A day's evening: colleagues release and code, files go out, the payer's gate answers."""
    plan = encounters_of(row.key)
    if colleagues:
        biller_releases(row.id, at=at, plan=plan, scrubbed_before=today)
    _run_machines(row.id, at, steps=_OUTWARD)
    answer_what_was_sent(row.id, at=at)
    if colleagues:
        biller_repairs(row.id, at=at, plan=plan)
        biller_works_denials(row.id, at=at)
        coder_accepts(row.id, at=at, plan=plan)
    _run_machines(row.id, at)


def answer_what_was_sent(organization_id: UUID, *, at: datetime) -> None:
    """Let the built-in payer take in what lies in a tenant's mailbox and hand out what is due."""
    keys = [row.id for row in company().organizations]
    seed = SEED + (keys.index(organization_id) if organization_id in keys else 0)
    run_mailbox(prepared_mailbox(organization_id), now=at, seed=seed, delays=UNHURRIED)


def answer_at_once() -> None:
    """Let the payer's gate answer what a person has sent just now; what is due later stays due later.

    While somebody else moves the day, that process is at the mailboxes, and nothing is done here.
    """
    for row in demo_tenants():
        if day_of(row.id) is not None:
            with contextlib.suppress(ConfigurationError):
                answer_what_was_sent(row.id, at=now_in(row.id))


def _run_machines(organization_id: UUID, at: datetime, *, steps: Sequence[Step] = STEPS) -> None:
    """Run machine steps for what waits, here and now: a queue is of no use to one process."""
    for step in steps:
        with tenant(organization_id):
            keys = list(step.pending())
        for key in keys:
            run_step(organization_id=str(organization_id), step=step.name, key=key, at=at.isoformat())


def _to_come(row: DemoOrganization, today: date) -> list[DemoEncounter]:
    """Return the encounters that have arrived by a day and are not taken in yet."""
    with tenant(row.id):
        known = set(Encounter.objects.values_list("number", flat=True))
    plan = encounters_of(row.key)
    return [found for number, found in plan.items() if found.arrives <= today and number not in known]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = next_practice_day(first)


def _morning(day: date) -> datetime:
    return _moment(day, MORNING if day < company().start_day else FIRST)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=UTC)


@contextmanager
def _alone(row: DemoOrganization) -> Iterator[None]:
    """Let one process at a time move a tenant's day; the lock ends with the connection."""
    keys = [_LOCK, row.id.int & 0x7FFFFFFF]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", keys)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)
