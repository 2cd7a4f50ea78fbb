"""Jobs that only the tests define; a worker started by a test imports this module."""

import os
import time
from pathlib import Path

from django.db import connection

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.jobs import job, tenant_job
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import current_organization
from cleanclaim.workflow import MACHINE

ACTOR = Actor(kind=MACHINE, name="tests")


@tenant_job(name="tests.rename")
def rename(*, name: str) -> None:
    """Rename the organization of the job."""
    Organization.objects.filter(pk=current_organization()).update(name=name)


@tenant_job(name="tests.rename_later")
def rename_later(*, name: str) -> None:
    """Defer another job, in this one's transaction."""
    rename.defer(name=name)


@tenant_job(name="tests.fail")
def fail(*, name: str) -> None:
    """Change a row, then fail."""
    rename(name=name)
    raise ZeroDivisionError


@job(name="tests.note_role")
def note_role(*, organization_id: str, file_name: str) -> None:
    """Write down as whom a job runs, and that no organization is set around it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('cleanclaim.organization', true)")
        Path(os.environ["CLEANCLAIM_DATA"], file_name).write_text(repr(cursor.fetchone()))


@tenant_job(name="tests.rename_slowly")
def rename_slowly(*, name: str) -> None:
    """Rename, say so in a file, then linger inside the transaction unless a second file says go on."""
    rename(name=name)
    data = Path(os.environ["CLEANCLAIM_DATA"])
    (data / f"{name}.started").touch()
    give_up = time.monotonic() + 60
    while not (data / f"{name}.go").exists() and time.monotonic() < give_up:
        time.sleep(0.02)
