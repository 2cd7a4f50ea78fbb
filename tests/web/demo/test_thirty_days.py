"""A small month against payers that make mistakes: it adds up to the cent, killed or not.

The full one, killed by SIGKILL from outside, is ``python -m benchmarks.thirty_days``.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from cleanclaim.web.demo import thirty_days
from cleanclaim.web.demo.reckoning import Reckoning, files_of, reckon, unanswered
from cleanclaim.web.demo.thirty_days import Month, live
from cleanclaim.web.mailbox import prepared_mailbox

RATES = {
    "denied": 150,
    "underpaid": 80,
    "modifier": 100,
    "late": 150,
    "split": 150,
    "reversed": 150,
    "recouped": 100,
}
MONTH = Month(claims=16, days=2, rest=36, visits_each=2, rates=tuple(RATES.items()), seed=11)
"""Nearly every claim meets a mistake."""


class KilledError(BaseException):
    """Stands for SIGKILL: nothing in the code under test catches it."""


@pytest.fixture
def calm(own_mailboxes: Path, database: Path) -> Reckoning:
    """The month, lived undisturbed."""
    month = msgspec.structs.replace(MONTH, world="calm month")
    for _ in live(month):
        pass
    assert unanswered(month) == []
    return reckon(month)


def test_every_cent_of_a_month_is_accounted_for_also_when_it_is_killed(
    calm: Reckoning, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert calm.wrong == ()
    rough = msgspec.structs.replace(MONTH, world="rough month")
    kills = 0
    for turn, name in enumerate(
        ("run_step", "run_mailbox", "run_step", "biller_releases", "run_step", "deliver")
    ):
        whole, calls, last = getattr(thirty_days, name), 0, (23, 4, 31, 1, 47, 1)[turn]

        def dying(*args: Any, whole: Any = whole, last: int = last, **keys: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                raise KilledError
            return whole(*args, **keys)

        with monkeypatch.context() as patch:
            patch.setattr(thirty_days, name, dying)
            try:
                for _ in live(rough):
                    pass
            except KilledError:
                kills += 1
    for _ in live(rough):
        pass
    found = reckon(rough)
    assert kills >= 5
    assert found.wrong == ()
    assert found.digest == calm.digest
    files = files_of(rough)
    assert files.statuses["22"] > 0
    assert {"19", "2"} <= set(files.statuses)


def test_the_reckoning_sees_what_does_not_add_up(own_mailboxes: Path, database: Path) -> None:
    """A file that came to a payer twice, and an 835 that was handed out and never posted."""
    month = msgspec.structs.replace(MONTH, claims=4, days=1, rest=12, world="false month", rates=())
    for _ in live(month):
        pass
    assert reckon(month).wrong == ()
    box = prepared_mailbox(month.row.id)
    sent = next(iter(sorted((box / "received").glob("*.837"))))
    (box / "received" / "000999-again.837").write_bytes(sent.read_bytes())
    advices = [path.read_bytes() for path in sorted((box / "outbox").glob("*835*"))]
    (box / "outbox" / "000999-835-1.x12").write_bytes(next(one for one in advices if b"BPR*I*" in one))
    wrong = " ".join(reckon(month).wrong)
    assert "2 times" in wrong
    assert "cash in the ledger" in wrong
    assert "paid in the ledger" in wrong
