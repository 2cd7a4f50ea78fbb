"""A day that is killed in the middle and begun again ends like one that nobody disturbed."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cleanclaim.web.demo import days
from cleanclaim.web.demo.days import advance
from cleanclaim.web.demo.practice import DemoOrganization, company
from cleanclaim.web.demo.tenants import make_tenant
from tests.web.demo.conftest import Picture, picture

UNTIL = date(2025, 12, 3)
WHERE = ("answer_what_was_sent", "receive_encounter", "biller_releases", "coder_accepts", "_run_machines")
"""What the process is killed in the middle of."""


class KilledError(BaseException):
    """Stands for SIGKILL: nothing in the code under test catches it."""


@pytest.fixture
def worlds(own_mailboxes: Path, database: Path) -> tuple[DemoOrganization, DemoOrganization]:
    """The same tenant twice."""
    second = company().organizations[1]
    calm, rough = (
        msgspec.structs.replace(second, world=world, submitter_id=f"HILLTOP{world.upper()}")
        for world in ("calm", "rough")
    )
    make_tenant(calm)
    make_tenant(rough)
    return calm, rough


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
