"""Fee schedules from CSV, read strictly."""

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path

from cleanclaim.pricing.schedule import Fee, FeeSchedule
from cleanclaim.primitives import DateRange, DecodeError, InvalidValue, UnreadableFile, money, parse_iso

COLUMNS = ("code", "modifier", "setting", "from", "to", "amount", "family")
_DEMO = Path(__file__).parent / "data" / "demo_fee_schedule.csv"


def load_schedule(path: Path, *, name: str, release: str = "") -> FeeSchedule:
    """Return the schedule in a CSV file with the columns code, modifier, setting, from, to,
    amount, family.

    ``to`` may be empty (no end); ``setting`` is facility, nonfacility or any; lines that begin
    with ``#`` are remarks. Raises ``UnreadableFile`` or ``DecodeError`` naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("the fee schedule is not UTF-8.", where=str(path)) from None
    except OSError as error:
        raise UnreadableFile(f"the fee schedule cannot be read: {error.strerror}.", where=str(path)) from None
    lines = text.splitlines()
    kept = [
        (number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    rows = list(csv.reader(io.StringIO("\n".join(line for _, line in kept))))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise DecodeError(f"the first line must be {','.join(COLUMNS)}.", where=str(path))
    fees = tuple(
        _fee(row, f"{path}, line {number}") for (number, _), row in zip(kept[1:], rows[1:], strict=True)
    )
    try:
        return FeeSchedule.of(name, release or name, fees)
    except InvalidValue as error:
        raise DecodeError(error.message, where=str(path)) from None


@cache
def shipped_demo_schedule() -> FeeSchedule:
    """Return the invented fee schedule of the built-in payers. No amount in it is anybody's."""
    return load_schedule(
        _DEMO, name="demonstration schedule", release="demonstration fee schedule (invented)"
    )


def _fee(row: list[str], where: str) -> Fee:
    if len(row) != len(COLUMNS):
        raise DecodeError(f"there are {len(row)} fields instead of {len(COLUMNS)}.", where=where)
    code, modifier, setting, start, end, amount, family = (field.strip() for field in row)
    if len(code) != 5 or not code.isalnum() or code != code.upper():
        raise DecodeError(f"{code!r} is not a procedure code.", where=where)
    if modifier and (len(modifier) != 2 or not modifier.isalnum()):
        raise DecodeError(f"{modifier!r} is not a modifier.", where=where)
    if setting not in ("facility", "nonfacility", "any"):
        raise DecodeError(
            f"{setting!r} is not a setting.", where=where, fix="Use facility, nonfacility or any."
        )
    try:
        effective = DateRange(parse_iso(start), parse_iso(end) if end else date.max)
        dollars = money(amount)
    except InvalidValue as error:
        raise DecodeError(error.message, where=where, fix=error.fix) from None
    if effective.end < effective.start:
        raise DecodeError("the row ends before it begins.", where=where)
    if dollars < 0:
        raise DecodeError(f"{amount!r} is less than nothing.", where=where)
    return Fee(code, modifier, setting, effective, dollars, family)
