"""Run steps of the cycle as jobs, in this process or in a worker."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import CleanclaimError, UnreadableFile
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.clock import now_in
from cleanclaim.web.cycle import STEP, STEPS, Step
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.jobs import JobsFailed, drain, job
from cleanclaim.web.organizations.selectors import organization_ids
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item

LOOKING = "looking"
"""The key of a stuck item when not a piece of work but the look for work failed."""


@job(name="run_step")
def run_step(*, organization_id: str, step: str, key: str, at: str) -> None:
    """Run one step of the cycle for one key, in one transaction of its tenant.

    What cannot be done for a reason that a person can mend becomes a work item that says so, and
    keeps nothing else from its work; the step is tried again with every sweep.
    """
    moment = datetime.fromisoformat(at)
    try:
        with tenant(organization_id):
            STEP[step].run(key, moment)
            close_items(prefix=f"stuck:{step}:{key}:", at=moment, outcome="done")
    except CleanclaimError as error:
        with tenant(organization_id):
            _list_stuck(STEP[step], key, error, moment)


def _list_stuck(step: Step, key: str, error: CleanclaimError, at: datetime) -> None:
    entity = "" if key == LOOKING else step.entity
    open_item(
        key=f"stuck:{step.name}:{key}:",
        kind=WorkItem.Kind.STUCK,
        reason=f"{step.doing} stopped: {error}",
        encounter=Encounter.objects.filter(pk=key).first() if entity == "encounter" else None,
        claim=Claim.objects.filter(pk=key).first() if entity == "claim" else None,
        remittance=Remittance.objects.filter(pk=key).first() if entity == "remittance" else None,
        at=at,
    )


def _pending(organization_id: UUID, step: Step, at: datetime) -> list[str]:
    """Return the keys that wait for a step; a look that fails is listed and finds nothing."""
    try:
        with tenant(organization_id):
            return list(step.pending())
    except (CleanclaimError, OSError) as error:
        known = error if isinstance(error, CleanclaimError) else UnreadableFile(f"{error.strerror}.")
        with tenant(organization_id):
            _list_stuck(step, LOOKING, known, at)
        return []


def run_step_to_end(
    organization_id: UUID, step: Step, *, at: datetime, progress: Callable[[str, int, int], None]
) -> int:
    """Defer a job for every key that waits for a step, run them all, and return how many."""
    keys = _pending(organization_id, step, at)
    if not keys:
        return 0
    with tenant(organization_id):
        for key in keys:
            run_step.defer(organization_id=str(organization_id), step=step.name, key=key, at=at.isoformat())
    drain(on_done=lambda done: progress(step.doing, done, len(keys)))
    return len(keys)


def sweep(organization_id: UUID, *, at: datetime, progress: Callable[[str, int, int], None]) -> int:
    """Run every step for everything that waits for it; return how many pieces of work there were.

    A job that fails does not keep the steps after it from their work; ``JobsFailed`` is raised
    at the end.
    """
    done, failed = 0, None
    for step in STEPS:
        try:
            done += run_step_to_end(organization_id, step, at=at, progress=progress)
        except JobsFailed as error:
            failed = error
    if failed is not None:
        raise failed
    return done


def wake() -> None:
    """Defer a job for everything that waits, of all organizations: what a running worker does.

    A job that is in the queue already is not put there twice.
    """
    for organization_id in organization_ids():
        at = now_in(organization_id)
        for step in STEPS:
            keys = _pending(organization_id, step, at)
            with tenant(organization_id):
                for key in keys:
                    run_step.defer_once(
                        f"{organization_id}:{step.name}:{key}",
                        organization_id=str(organization_id),
                        step=step.name,
                        key=key,
                        at=at.isoformat(),
                    )
