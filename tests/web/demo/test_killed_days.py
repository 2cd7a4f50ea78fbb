"""A day that is killed in the middle and begun again ends like one that nobody disturbed; and
colleagues leave alone what a person has in hand."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.demo import days
from cleanclaim.web.demo.days import advance
from cleanclaim.web.demo.practice import DemoOrganization, company
from cleanclaim.web.demo.tenants import make_tenant
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.query_provider import send_query, write_query
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import PERSON
from tests.web.demo.conftest import Picture, picture

UNTIL = date(2025, 12, 3)
WHERE = ("answer_what_was_sent", "receive_encounter", "biller_releases", "coder_accepts", "_run_machines")
"""What the process is killed in the middle of."""


class KilledError(BaseException):
    """Stands for SIGKILL: nothing in the code under test catches it."""


def world(name: str) -> DemoOrganization:
    """The second tenant once more, on its first day."""
    second = company().organizations[1]
    row = msgspec.structs.replace(second, world=name, submitter_id=f"HILLTOP{name.upper()}")
    make_tenant(row)
    return row


@pytest.fixture
def worlds(own_mailboxes: Path, database: Path) -> tuple[DemoOrganization, DemoOrganization]:
    """The same tenant twice."""
    return world("calm"), world("rough")


def without_files(seen: Picture) -> dict[str, Any]:
    """A picture without how many files there were: what was cut in two went out in two."""
    kept = {name: getattr(seen, name) for name in ("encounters", "claims", "sent_on", "payments")}
    kept |= {"items": seen.items, "ledger": seen.ledger, "queries": seen.queries}
    return kept | {name: seen.rows[name] for name in ("ClaimPayment", "SubmittedClaim", "Encounter")}


def test_days_killed_in_the_middle_end_like_undisturbed_ones(
    worlds: tuple[DemoOrganization, DemoOrganization], monkeypatch: pytest.MonkeyPatch
) -> None:
    calm, rough = worlds
    for _ in advance(calm, UNTIL):
        pass
    kills = 0
    for turn in range(12):
        name = WHERE[turn % len(WHERE)]
        whole, calls, last = getattr(days, name), 0, 2 + turn

        def dying(*args: Any, whole: Any = whole, last: int = last, **keys: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                raise KilledError
            done = whole(*args, **keys)
            if calls == last + 1:
                raise KilledError
            return done

        with monkeypatch.context() as patch:
            patch.setattr(days, name, dying)
            try:
                for _ in advance(rough, UNTIL):
                    pass
            except KilledError:
                kills += 1
    for _ in advance(rough, UNTIL):
        pass
    assert kills >= 5
    assert without_files(picture(rough)) == without_files(picture(calm))


def test_colleagues_leave_what_a_person_has_in_hand(own_mailboxes: Path) -> None:
    busy = world("busy")
    first, second = date(2025, 11, 17), date(2025, 11, 18)
    for _ in advance(busy, first):
        pass
    person = Actor(kind=PERSON, name="Somebody")
    at = datetime(2025, 11, 17, 18, tzinfo=UTC)
    with tenant(busy.id):
        asked = Encounter.objects.get(number="E3001")
        query = write_query(
            encounter_id=asked.pk,
            question="Please document the grade of the arthrosis.",
            options=["Grade 3", "Grade 4"],
            evidence=[],
            actor=person,
            at=at,
        )
        send_query(query_id=query.pk, question=query.question, options=query.options, actor=person, at=at)
    for _ in advance(busy, second):
        pass
    seen = picture(busy)
    assert seen.encounters["E3001"] == "queried"
    assert seen.encounters["E3002"] == "claimed"


def test_alone_nobody_codes_or_releases(own_mailboxes: Path) -> None:
    alone = world("alone")
    for _ in advance(alone, date(2025, 11, 20), colleagues=False):
        pass
    seen = picture(alone)
    assert len(seen.encounters) >= 5
    assert set(seen.encounters.values()) <= {"coded", "queried"}
    assert not seen.claims
