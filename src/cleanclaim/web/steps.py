"""Run steps of the cycle as jobs, in this process or in a worker."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cleanclaim.web.cycle import STEP, STEPS, Step
from cleanclaim.web.jobs import JobsFailed, drain, job
from cleanclaim.web.tenancy import tenant


@job(name="run_step")
def run_step(*, organization_id: str, step: str, key: str, at: str) -> None:
    """Run one step of the cycle for one key, in one transaction of its tenant."""
    with tenant(organization_id):
        STEP[step].run(key, datetime.fromisoformat(at))


def run_step_to_end(
    organization_id: UUID, step: Step, *, at: datetime, progress: Callable[[str, int, int], None]
) -> int:
    """Defer a job for every key that waits for a step, run them all, and return how many."""
    with tenant(organization_id):
        keys = list(step.pending())
        for key in keys:
            run_step.defer(organization_id=str(organization_id), step=step.name, key=key, at=at.isoformat())
    if not keys:
        return 0
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
