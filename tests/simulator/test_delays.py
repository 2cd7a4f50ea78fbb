"""A payer that takes its time: the 277CA on the next working day, the 835 with the payment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cleanclaim.simulator import UNHURRIED, Delays, deliver, run_mailbox
from cleanclaim.x12 import read_transactions
from tests.simulator.scenario import NOW, Bill, sent

FILE = sent(Bill("A", "northwind"), control_number=1)


def outbox(directory: Path) -> dict[str, bytes]:
    """The answers that lie there, by name."""
    return {path.name: path.read_bytes() for path in (directory / "outbox").iterdir() if path.name[0] != "."}


def run(directory: Path, at: datetime) -> tuple[str, ...]:
    """Let the payer work and return the answers that it has handed out to the files it dealt with."""
    return tuple(name for item in run_mailbox(directory, now=at, delays=UNHURRIED) for name in item.answers)


def test_answers_come_one_after_the_other(tmp_path: Path) -> None:
    deliver(tmp_path, "a.837", FILE)
    assert run(tmp_path, NOW) == ("000001-999.x12",)
    assert run(tmp_path, NOW + timedelta(hours=1)) == ()
    seen = {}
    for days in range(1, 21):
        if names := run(tmp_path, NOW + timedelta(days=days)):
            seen[days] = names[-1].partition("-")[2]
    assert list(seen.values()) == ["277ca.x12", "835-1.x12"]
    paid_after = list(seen)[1]
    assert 10 <= paid_after <= 13  # Northwind's days to pay, and what a weekend or holiday adds
    (payment,) = read_transactions(outbox(tmp_path)["000001-835-1.x12"])
    paid_on = next(segment for segment in payment.segments if segment.id == "BPR").get(16)
    assert paid_on == f"{NOW + timedelta(days=paid_after):%Y%m%d}"
    written = next(segment for segment in payment.segments if segment.id == "DTM").get(2)
    assert written == paid_on  # it is written when it is handed out


def test_what_is_said_does_not_depend_on_when_one_looks(tmp_path: Path) -> None:
    for place in ("daily", "late"):
        deliver(tmp_path / place, "a.837", FILE)
    for days in range(21):
        run(tmp_path / "daily", NOW + timedelta(days=days))
    run(tmp_path / "late", NOW)
    run(tmp_path / "late", NOW + timedelta(days=20))
    assert outbox(tmp_path / "daily") == outbox(tmp_path / "late")


def test_an_answer_taken_out_of_the_outbox_is_not_put_there_again(tmp_path: Path) -> None:
    deliver(tmp_path, "a.837", FILE)
    run(tmp_path, NOW)
    (tmp_path / "outbox" / "000001-999.x12").unlink()
    run(tmp_path, NOW + timedelta(days=20))
    assert sorted(outbox(tmp_path)) == ["000001-277ca.x12", "000001-835-1.x12"]


class KilledError(BaseException):
    """Stands for SIGKILL."""


def test_killed_at_any_write_it_ends_like_the_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (0, 1, 20)
    deliver(tmp_path / "calm", "a.837", FILE)
    for day in days:
        run(tmp_path / "calm", NOW + timedelta(days=day))
    write = Path.write_bytes
    for step in range(1, 12):
        count = 0

        def dying(self: Path, data: bytes, last: int = step) -> int:
            nonlocal count
            count += 1
            if count == last:
                raise KilledError
            return write(self, data)

        rough = tmp_path / f"rough-{step}"
        deliver(rough, "a.837", FILE)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", dying)
            for day in days:
                try:
                    run(rough, NOW + timedelta(days=day))
                except KilledError:
                    run(rough, NOW + timedelta(days=day))
        assert outbox(rough) == outbox(tmp_path / "calm"), step


def test_a_weekend_moves_the_277ca() -> None:
    friday = datetime(2025, 12, 12, 17, tzinfo=UTC)
    monday = datetime(2025, 12, 15, tzinfo=UTC)
    assert Delays(working_days_to_277ca=1).told_of_claims(friday) == monday
