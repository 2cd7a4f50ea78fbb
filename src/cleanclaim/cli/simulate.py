"""``cleanclaim simulate FILE.837 -o DIR``: the built-in payer answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import click

from cleanclaim.cli.paths import read_bytes
from cleanclaim.cli.writing import write_whole


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
    "--reference", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
    help="Reference store to check diagnosis codes against (default: they are not checked).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def command(
    *, files: tuple[Path, ...], output: Path, on: str | None, seed: int, reference: Path | None, as_json: bool
) -> int:
    """Answer 837 files as the built-in payer does: TA1, 999, 277CA and 835.

    All payers, plans and amounts are invented. Several files are received in the order given,
    and the payer remembers the earlier ones. Exit status 1: something was refused, rejected or
    denied.
    """
    from cleanclaim.cli.reference_store import reference_store
    from cleanclaim.primitives import encode_line
    from cleanclaim.simulator import Memory, built_in_payer

    _refuse_repeated_names(files)
    payer = built_in_payer(seed=seed, store=reference_store(reference) if reference else None)
    memory = Memory()
    first = sequence = refused = 0
    for index, path in enumerate(files):
        data = read_bytes(path)
        if not index:
            first = _first_number(data, path)
        # The first file's own control number keeps the answers to different files apart.
        sequence = first + index
        with _naming(path):
            answers = payer.answer(data, now=_received(data, path, on), memory=memory, sequence=sequence)
        memory.apply(answers.changes)
        refused += answers.refused
        output.mkdir(parents=True, exist_ok=True)
        written = []
        for file in answers.files:
            target = output / f"{path.stem}.{file.name}"
            write_whole(target, file.content)
            written.append(str(target))
        if as_json:
            click.echo(encode_line({"file": str(path), "answers": written, "said": answers.said}))
            continue
        for sentence in answers.said:
            click.echo(sentence)
        for name in written:
            click.echo(f"  {name}")
    return 1 if refused else 0


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
