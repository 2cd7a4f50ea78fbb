"""The demonstration practice's encounters, a mailbox of one's own, and the cycle to run over them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cleanclaim.primitives import NPI, TIN
from cleanclaim.simulator import run_mailbox
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.demo.people import biller_releases, coder_accepts
from cleanclaim.web.demo.practice import DemoEncounter, demo_encounters
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.models import Organization, Practice
from cleanclaim.web.organizations.services import create_organization, create_practice
from cleanclaim.web.steps import sweep
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import PERSON

FRONT_DESK = Actor(kind=PERSON, name="front desk")


def quiet(doing: str, done: int, total: int) -> None:
    """Take progress and show none."""


@pytest.fixture
def encounters() -> dict[str, DemoEncounter]:
    """The demonstration's encounters by number."""
    return {row.encounter.number: row for row in demo_encounters()}


@pytest.fixture
def clinic(database: Path, now: datetime) -> Organization:
    """A tenant that can submit, with the demonstration's practice."""
    organization = create_organization(
        name="Test Clinic",
        submitter_id=f"TEST{uuid.uuid4().hex[:8].upper()}",
        phone="6145550199",
        actor=FRONT_DESK,
        at=now,
    )
    with tenant(organization.pk):
        make_practice(now)
    return organization


def make_practice(at: datetime) -> Practice:
    """The practice that bills the demonstration's encounters."""
    return create_practice(
        name="Cedar Lane Family Medicine",
        npi=NPI.parse("1457382913"),
        tin=TIN.parse("311234567"),
        actor=FRONT_DESK,
        at=at,
    )


@pytest.fixture
def mailbox(clinic: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic's mailbox at the built-in payer, empty."""
    monkeypatch.setenv("CLEANCLAIM_MAILBOX", str(tmp_path / "mailbox"))
    return tmp_path / "mailbox" / str(clinic.pk)


Run = Callable[..., None]


@pytest.fixture
def run(clinic: Organization, mailbox: Path, now: datetime, encounters: dict[str, DemoEncounter]) -> Run:
    """Take in encounters by number and bring them as far as they get, or as far as asked."""

    def to_the_end(*numbers: str, until: str = "posted") -> None:
        for number in numbers:
            row = encounters[number]
            with tenant(clinic.pk):
                receive_encounter(encounter=row.encounter, note=row.note, actor=FRONT_DESK, at=now)
        sweep(clinic.pk, at=now, progress=quiet)
        if until == "coded":
            return
        coder_accepts(clinic.pk, at=now)
        sweep(clinic.pk, at=now, progress=quiet)
        if until == "scrubbed":
            return
        biller_releases(clinic.pk, at=now)
        sweep(clinic.pk, at=now, progress=quiet)
        if until == "sent":
            return
        run_mailbox(mailbox, now=now, seed=1)
        sweep(clinic.pk, at=now, progress=quiet)

    return to_the_end
