"""The mailbox answers each file once, wherever the process dies in between."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cleanclaim.primitives import ConfigurationError
from cleanclaim.simulator import deliver, has_received, mailbox, run_mailbox
from cleanclaim.x12 import read_transactions
from tests.simulator.scenario import DOS, NOW, Bill, Line, sent

FILES = {
    "a.837": sent(Bill("A", "medicare", (Line("99214", "200.00"),)), control_number=1),
    "b.837": sent(
        Bill("B", "medicare", (Line("99214", "200.00", on=DOS + timedelta(days=1)),)),
        Bill("C", "northwind"),
        control_number=2,
    ),
    "c.837": sent(Bill("D", "northwind"), control_number=2),  # its ISA13 was used
    "d.837": b"this is no X12 at all",
    "e.837": sent(Bill("E", "summit", (Line("97110", "70.00"),)), control_number=3),
}


class KilledError(BaseException):
    """Stands for SIGKILL: nothing in the code under test catches it."""


def outbox(directory: Path) -> dict[str, str]:
    """Return the answers by name with their digests."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((directory / "outbox").iterdir())
        if not path.name.startswith(".")
    }


def filled(directory: Path) -> Path:
    for name, data in FILES.items():
        assert deliver(directory, name, data)
    return directory


def test_every_file_is_answered_and_taken(tmp_path: Path) -> None:
    box = filled(tmp_path)
    handled = run_mailbox(box, now=NOW)
    assert [item.name for item in handled] == sorted(FILES)
    assert list((box / "inbox").iterdir()) == []
    assert {name.partition("-")[2] for name in outbox(box) if name.startswith("000002")} == {
        "999.x12",
        "277ca.x12",
        "835-1.x12",
        "835-2.x12",
    }
    assert all(has_received(box, name) for name in FILES)


def test_what_cannot_be_read_is_answered_with_a_sentence(tmp_path: Path) -> None:
    box = filled(tmp_path)
    run_mailbox(box, now=NOW)
    assert "cannot be read" in (box / "outbox" / "000004-unreadable.txt").read_text()


def test_a_second_run_does_nothing(tmp_path: Path) -> None:
    box = filled(tmp_path)
    run_mailbox(box, now=NOW)
    before = outbox(box)
    assert run_mailbox(box, now=NOW + timedelta(days=1)) == ()
    assert outbox(box) == before


def test_a_repeated_interchange_is_refused_with_note_025(tmp_path: Path) -> None:
    box = filled(tmp_path)
    run_mailbox(box, now=NOW)
    (transaction,) = read_transactions((box / "outbox" / "000003-ta1.x12").read_bytes())
    segment = transaction.segments[0]
    assert (segment.get(1), segment.get(4), segment.get(5)) == ("000000002", "R", "025")
    assert not (box / "outbox" / "000003-835-1.x12").exists()


def test_the_same_file_sent_again_is_refused_and_pays_nothing(tmp_path: Path) -> None:
    box = tmp_path
    for name in ("a.837", "again.837"):
        deliver(box, name, FILES["a.837"])
    run_mailbox(box, now=NOW)
    assert sorted(outbox(box)) == ["000001-277ca.x12", "000001-835-1.x12", "000001-999.x12", "000002-ta1.x12"]


def test_delivering_again_after_a_crash_of_the_sender_puts_nothing_twice(tmp_path: Path) -> None:
    assert deliver(tmp_path, "a.837", FILES["a.837"])
    assert not deliver(tmp_path, "a.837", FILES["a.837"])
    run_mailbox(tmp_path, now=NOW)
    assert not deliver(tmp_path, "a.837", FILES["a.837"])
    assert run_mailbox(tmp_path, now=NOW) == ()


def test_no_control_number_of_an_answer_comes_twice(tmp_path: Path) -> None:
    box = filled(tmp_path)
    run_mailbox(box, now=NOW)
    numbers = [
        next(read_transactions(path.read_bytes())).interchange.control_number
        for path in (box / "outbox").glob("*.x12")
    ]
    assert len(set(numbers)) == len(numbers)


def test_only_one_process_is_at_a_mailbox(tmp_path: Path) -> None:
    run_mailbox(tmp_path, now=NOW)
    with mailbox._alone(tmp_path), pytest.raises(ConfigurationError, match="another process"):
        run_mailbox(tmp_path, now=NOW)


def _dying_before(monkeypatch: pytest.MonkeyPatch, step: int) -> Callable[[], int]:
    """Make the process die right before its ``step``-th write or rename; returns the count so far."""
    count = 0
    write, replace = Path.write_bytes, Path.replace

    def tick() -> None:
        nonlocal count
        count += 1
        if count == step:
            raise KilledError

    def dying_write(self: Path, data: bytes) -> int:
        tick()
        return write(self, data)

    def dying_replace(self: Path, target: Path) -> Path:
        tick()
        return replace(self, target)

    monkeypatch.setattr(Path, "write_bytes", dying_write)
    monkeypatch.setattr(Path, "replace", dying_replace)
    return lambda: count


def test_being_killed_before_any_write_or_rename_changes_no_answer(tmp_path: Path) -> None:
    undisturbed = filled(tmp_path / "undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        counted = _dying_before(patch, 0)
        run_mailbox(undisturbed, now=NOW)
        steps = counted()
    expected = outbox(undisturbed)
    assert steps > 4 * len(FILES)
    for step in range(1, steps + 1):
        box = filled(tmp_path / f"step{step}")
        with pytest.MonkeyPatch.context() as patch:
            _dying_before(patch, step)
            with pytest.raises(KilledError):
                run_mailbox(box, now=NOW)
        assert set(outbox(box).items()) <= set(expected.items())
        run_mailbox(box, now=NOW)
        assert outbox(box) == expected


def test_being_killed_again_and_again_changes_no_answer(tmp_path: Path) -> None:
    undisturbed = filled(tmp_path / "undisturbed")
    run_mailbox(undisturbed, now=NOW)
    box = filled(tmp_path / "box")
    for step in (2, 3, 5, 4, 2, 7, 3, 6, 2, 5, 3, 4):
        with pytest.MonkeyPatch.context() as patch:
            _dying_before(patch, step)
            try:
                run_mailbox(box, now=NOW)
            except KilledError:
                continue
    run_mailbox(box, now=NOW)
    assert outbox(box) == outbox(undisturbed)


def test_half_a_write_is_never_seen(tmp_path: Path) -> None:
    """A write that dies in the middle leaves a hidden part, which nobody reads."""
    box = filled(tmp_path)
    write = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        write(self, data[: len(data) // 2])
        raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        with pytest.raises(KilledError):
            run_mailbox(box, now=NOW)
    assert outbox(box) == {}
    run_mailbox(box, now=NOW)
    assert "000005-835-1.x12" in outbox(box)
