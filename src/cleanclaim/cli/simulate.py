"""``cleanclaim simulate FILE.837 -o DIR``: the built-in payer answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import read_bytes
from cleanclaim.cli.writing import write_whole

if TYPE_CHECKING:
    from cleanclaim.simulator import Answers, Memory, Payer


@click.command("simulate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Directory for the answers (made when absent).",
)  # fmt: skip
@click.option(
    "--now", "on", metavar="DATE", help="When the payer receives the files (default: their own date)."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Makes the payer's numbers differ.")
@click.option(
    "--profile", default="", metavar="NAME",
    help="One payer answers all claims, whoever they name: medicare, medicaid, northwind or summit.",
)  # fmt: skip
@click.option(
    "--mistakes", default="none", show_default=True, metavar="WHICH",
    help="Mistakes of real payers: none, usual, or rates in a thousand such as late=50,split=100.",
)  # fmt: skip
@click.option(
    "--reference", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
    help="Reference store: diagnoses are checked, and payers go by NCCI, MUE and coverage tables in it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def command(
    *,
    files: tuple[Path, ...],
    output: Path,
    on: str | None,
    seed: int,
    profile: str,
    mistakes: str,
    reference: Path | None,
    as_json: bool,
) -> int:
    """Answer 837 files as the built-in payer does: TA1, 999, 277CA and 835; 276 with 277, 270 with 271.

    All payers, plans and amounts are invented. Several files are received in the order given,
    and the payer remembers the earlier ones; a file whose name ends in .appeal.json appeals a claim
    of an earlier one. What it would do on later days (late payments,
    corrections, appeals decided) is written last, a day at a time. Exit status 1: something was
    refused, rejected or denied.
    """
    from cleanclaim.cli.reference_store import reference_store
    from cleanclaim.primitives import parse_iso
    from cleanclaim.simulator import APPEAL, Memory, built_in_payer, mistakes_named

    _refuse_repeated_names(files)
    payer = built_in_payer(
        seed=seed,
        store=reference_store(reference) if reference else None,
        mistakes=mistakes_named(mistakes, seed),
        profile=profile,
    )
    memory = Memory()
    first = sequence = refused = 0
    received = datetime.combine(date.min, time())
    for index, path in enumerate(files):
        data = read_bytes(path)
        if not index and not path.name.endswith(APPEAL):
            first = _first_number(data, path)
        # The first file's own control number keeps the answers to different files apart.
        sequence = first + index
        with _naming(path):
            if path.name.endswith(APPEAL):
                received = datetime.combine(parse_iso(on), time()) if on else received
                answers = payer.appeal(data, now=received, memory=memory, sequence=sequence)
            else:
                received = _received(data, path, on)
                answers = payer.answer(data, now=received, memory=memory, sequence=sequence)
        memory.apply(answers.changes)
        refused += answers.refused
        _tell(str(path), path.stem, answers, output, as_json=as_json)
    _later(payer, memory, received, sequence, output, as_json=as_json)
    return 1 if refused else 0


def _later(
    payer: Payer, memory: Memory, received: datetime, sequence: int, output: Path, *, as_json: bool
) -> None:
    """Write what the payer does on later days by itself."""
    while (day := payer.next_day(memory)) is not None:
        sequence += 1
        answers = payer.on_day(day, like=received, memory=memory, sequence=sequence)
        memory.apply(answers.changes)
        _tell(day.isoformat(), f"later-{day:%Y%m%d}", answers, output, as_json=as_json)


def _tell(of: str, stem: str, answers: Answers, output: Path, *, as_json: bool) -> None:
    from cleanclaim.primitives import encode_line

    output.mkdir(parents=True, exist_ok=True)
    written = []
    for file in answers.files:
        target = output / f"{stem}.{file.name}"
        write_whole(target, file.content)
        written.append(str(target))
    if as_json:
        click.echo(encode_line({"file": of, "answers": written, "said": answers.said}))
        return
    for sentence in answers.said:
        click.echo(sentence)
    for name in written:
        click.echo(f"  {name}")


def _refuse_repeated_names(files: tuple[Path, ...]) -> None:
    """Refuse two files whose answers would have the same names, before anything is written."""
    from cleanclaim.primitives import InvalidValue

    seen: dict[str, Path] = {}
    for path in files:
        other = seen.setdefault(path.stem, path)
        if other is not path:
            raise InvalidValue(
                f"its answers would overwrite those to {other}, which has the same name.",
                where=str(path),
                fix="Rename one, or use another --output for it.",
            )


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Put the file's name on an error that does not say where."""
    from cleanclaim.primitives import InputError

    try:
        yield
    except InputError as error:
        if str(path) not in str(error):
            place = f"{path}, {error.where}" if error.where else str(path)
            raise type(error)(error.message, where=place, fix=error.fix) from None
        raise


def _received(data: bytes, path: Path, on: str | None) -> datetime:
    """Return when the payer gets the file: the day that was asked for, else the file's GS date."""
    from cleanclaim.primitives import InvalidValue, UnreadableFile, parse_ccyymmdd, parse_iso
    from cleanclaim.x12 import read_segments

    if on:
        return datetime.combine(parse_iso(on), time())
    for segment in read_segments(data, where=str(path)):
        if segment.id == "GS":
            try:
                day: date = parse_ccyymmdd(segment.get(4))
            except InvalidValue:
                break
            clock = segment.get(5)
            at = time(int(clock[:2]), int(clock[2:4])) if _is_clock(clock) else time()
            return datetime.combine(day, at)
    raise UnreadableFile(
        "the file has no group with a date (GS04).", where=str(path), fix="Say --now 2025-12-31."
    )


def _is_clock(text: str) -> bool:
    return len(text) >= 4 and text[:4].isdigit() and text[:2] < "24" and text[2:4] < "60"


def _first_number(data: bytes, path: Path) -> int:
    from cleanclaim.x12 import read_segments

    for segment in read_segments(data, where=str(path)):
        number = segment.get(13).strip()
        return int(number) if number.isdigit() and int(number) else 1
    return 1
