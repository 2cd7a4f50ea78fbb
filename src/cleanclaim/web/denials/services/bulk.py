"""The same for many denials with one cause: given to somebody, begun, the same step, letters."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.denials.models import DenialCase, Letter
from cleanclaim.web.denials.services.decide_case import start_case, take_step, write_off_case
from cleanclaim.web.denials.services.write_letter import begin_letter
from cleanclaim.web.organizations.models import User
from cleanclaim.web.worklists.services.work_items import assign_items
from cleanclaim.workflow.denials import Action

MOST = 200
"""Denials that are worked in one go."""


def require_one_cause(cases: Sequence[DenialCase]) -> None:
    """Raise ``InvalidValue`` unless all have one payer, one code and one next step."""
    if not cases:
        raise InvalidValue("nothing is ticked.", fix="Tick rows with X first.")
    if len(cases) > MOST:
        raise InvalidValue(f"at most {MOST} denials are worked in one go.")
    kinds = {(case.payer_id, case.code, case.next_action) for case in cases}
    if len(kinds) > 1:
        raise InvalidValue(
            "the ticked denials differ in payer, code or next step.",
            fix="Tick those of one cause; the groups show them together.",
        )


def assign_cases(*, cases: Sequence[DenialCase], owner: User | None, actor: Actor, at: datetime) -> int:
    """Give denials to somebody, or to nobody; their work items go with them."""
    items = [
        case.work_item for case in cases if case.work_item is not None and case.work_item.closed_at is None
    ]
    if not items:
        raise InvalidValue("nothing that is open is ticked.", fix="Tick rows with X first.")
    assign_items(items=items, owner=owner, actor=actor, at=at)
    return len(items)


def start_cases(*, cases: Sequence[DenialCase], actor: Actor, at: datetime) -> int:
    """Begin several denials."""
    for case in cases:
        start_case(case_id=case.pk, actor=actor, at=at)
    return len(cases)


def take_step_in_all(
    *, cases: Sequence[DenialCase], action: Action, detail: str, actor: Actor, at: datetime
) -> int:
    """Take the same step in all of them, or, where one forbids it, in none."""
    require_one_cause(cases)
    for case in cases:
        with _named(case):
            take_step(case_id=case.pk, action=action, detail=detail, actor=actor, at=at)
    return len(cases)


def write_off_all(*, cases: Sequence[DenialCase], reason: str, why: str, actor: Actor, at: datetime) -> int:
    """Write all of them off for one reason, or, where one forbids it, none."""
    require_one_cause(cases)
    for case in cases:
        with _named(case):
            write_off_case(case_id=case.pk, reason=reason, why=why, actor=actor, at=at)
    return len(cases)


def begin_letters(*, cases: Sequence[DenialCase], kind: str, actor: Actor, at: datetime) -> list[Letter]:
    """Begin a letter for each of them, or, where one forbids it, none. A case with a draft keeps it."""
    require_one_cause(cases)
    letters = []
    for case in cases:
        with _named(case):
            letters.append(begin_letter(case_id=case.pk, kind=kind, actor=actor, at=at))
    return letters


@contextmanager
def _named(case: DenialCase) -> Iterator[None]:
    """Add to a refusal which claim it is about."""
    try:
        yield
    except CleanclaimError as error:
        number = case.claim.patient_control_number
        raise InvalidValue(error.message, where=f"claim {number}", fix=error.fix) from None
