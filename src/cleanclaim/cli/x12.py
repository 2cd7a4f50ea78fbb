"""``cleanclaim x12``: the wire format. Validate, show, acknowledge, convert to JSON and back."""

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import readable
from cleanclaim.cli.writing import write_whole

if TYPE_CHECKING:
    from cleanclaim.exchange.code_lookup import StoreLookup
    from cleanclaim.x12 import X12Problem

FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")


@click.group()
def command() -> None:
    """Read, check, acknowledge and convert X12 files (837, 835, 999, TA1, 277CA)."""


@command.command()
@FILES
@click.option(
    "--level",
    "level",
    metavar="N|N..M",
    multiple=True,
    default=("5",),
    help="WEDI SNIP types to check: up to N, or from N to M; given several times, just those. Default: 5.",
)
@click.option(
    "--reference",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Look codes up in this reference store instead of the one in the data directory.",
)
@click.option(
    "--alias",
    "aliases",
    metavar="VERSION=VERSION",
    multiple=True,
    help="Read a version as another, such as 005010X222A9=005010X222A1; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--redact", is_flag=True, help="Leave values and claim ids out.")
def validate(
    *,
    files: tuple[Path, ...],
    level: tuple[str, ...],
    reference: Path | None,
    aliases: tuple[str, ...],
    as_json: bool,
    redact: bool,
) -> int:
    """Check files: 1 syntax, 2 guide, 3 balancing, 4 situations, 5 codes, 6 and 7 claim edits.

    Exit status 1 when an error is found.
    """
    from cleanclaim.cli.reference_store import reference_store
    from cleanclaim.cli.x12_levels import chosen_levels, edits_of
    from cleanclaim.exchange.code_lookup import StoreLookup
    from cleanclaim.primitives import InputError
    from cleanclaim.x12 import NOTHING_LOADED, Severity, find_problems

    levels = chosen_levels(level)
    read_as = _aliases(aliases)
    store = reference_store(reference) if max(levels) >= 5 or reference else None
    errors = warnings = 0
    unreadable = 0
    for path in files:
        try:
            for problem in find_problems(
                readable(path),
                levels=levels,
                codes=NOTHING_LOADED if store is None else StoreLookup(store),
                where=str(path),
                redact=redact,
                aliases=read_as,
                extra=edits_of(path, store, redact=redact) if store is not None else None,
                tell_not_checked=True,
            ):
                errors += problem.severity is Severity.ERROR
                warnings += problem.severity is Severity.WARNING
                click.echo(_json(problem) if as_json else _sentence(problem))
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            unreadable += 1
    if not as_json:
        checked = len(files) - unreadable
        said = [f"{checked} file(s) checked: {errors} error(s), {warnings} warning(s)"] if checked else []
        said += [f"{unreadable} file(s) could not be read to the end"] if unreadable else []
        click.echo(f"{'; '.join(said)}.", err=True)
    if unreadable:
        return 2
    return 1 if errors else 0


@command.command()
@FILES
def show(files: tuple[Path, ...]) -> None:
    """Show files as an outline with a name for every element."""
    from cleanclaim.x12.outline import outline

    for path in files:
        for line in outline(readable(path), where=str(path)):
            click.echo(line)


@command.command()
@FILES
@OUTPUT
@click.option("--control-number", type=click.IntRange(1, 999_999_999), help="ISA13 of the answer.")
@click.option("--at", metavar="TIME", help="Date and time to write (2025-12-31T08:00); default now.")
@click.option(
    "--reference",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Look codes up in this reference store instead of the one in the data directory.",
)
def ack(
    files: tuple[Path, ...],
    output: Path | None,
    control_number: int | None,
    at: str | None,
    reference: Path | None,
) -> int:
    """Write the TA1, 999 and 277CA that answer files. Exit status 1 when something is rejected."""
    from cleanclaim.cli.reference_store import reference_store
    from cleanclaim.exchange.code_lookup import StoreLookup

    answers = _Answers(
        now=_time(at),
        number=control_number,
        codes=StoreLookup(reference_store(reference)),
    )
    if output is not None:
        _write(answers.of(files), output)
    else:
        # nothing is printed when a file cannot be read: the answers wait until all are made
        with SpooledTemporaryFile(max_size=1 << 20) as kept:
            kept.writelines(answers.of(files))
            kept.seek(0)
            _write(iter(lambda: kept.read(1 << 16), b""), None)
    return 1 if answers.rejects else 0


class _Answers:
    """Makes the answers to files in parts, noting as they pass whether anything is rejected."""

    def __init__(self, *, now: datetime, number: int | None, codes: "StoreLookup") -> None:
        self.now = now
        self.number = number or int(f"{now:%j%H%M%S}")
        self.codes = codes
        self.rejects = False

    def of(self, files: Iterable[Path]) -> Iterator[bytes]:
        """Yield the TA1 and 999, then the 277CA, of each file; interchanges are numbered on."""
        from cleanclaim.x12 import acknowledgement_parts, claim_acknowledgement_parts

        for path in files:
            data = readable(path)
            yield from self._noted(
                acknowledgement_parts(data, now=self.now, control_number=self.number, line_break="\n")
            )
            yield from self._noted(
                claim_acknowledgement_parts(
                    data, now=self.now, control_number=self.number, codes=self.codes, line_break="\n"
                )
            )

    def _noted(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        cut = b""
        for part in parts:
            *lines, cut = (cut + part).split(b"\n")
            for line in lines:
                self._note(line.rstrip(b"~").split(b"*"))
            yield part

    def _note(self, row: list[bytes]) -> None:
        match row[0]:
            case b"IEA":
                self.number += 1
            case b"TA1":
                self.rejects |= row[4] == b"R"
            case b"AK9":
                self.rejects |= row[1] != b"A"
            case b"STC":
                self.rejects |= row[3] == b"U"
            case _:
                pass


@command.command("json")
@click.argument("file", type=click.Path(path_type=Path))
@OUTPUT
def to_json(file: Path, output: Path | None) -> None:
    """Convert a file to JSON lines, one segment a line; ``x12 write`` makes the same file of them."""
    from cleanclaim.x12.tree import to_json_lines

    lines = to_json_lines(readable(file), where=str(file))
    _write((line + b"\n" for line in lines), output)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@OUTPUT
def write(file: Path, output: Path | None) -> None:
    """Make an X12 file of JSON lines as ``x12 json`` writes them."""
    from cleanclaim.x12.tree import from_json_lines

    source = readable(file)
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as lines:
        _write(from_json_lines(_json_lines(lines, str(file)), where=str(file)), output)


def _json_lines(lines: Iterable[bytes], where: str) -> Iterator[bytes]:
    """Yield the lines one at a time: a file of any size is never in memory whole."""
    from cleanclaim.primitives import DecodeError

    empty = True
    for number, line in enumerate(lines):
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line
        empty = empty and not text.strip()
        yield text.rstrip(b"\r\n")
    if empty:
        raise DecodeError("the file is empty.", where=where, fix="Hand in lines as x12 json writes them.")


def _aliases(texts: tuple[str, ...]) -> dict[str, str]:
    from cleanclaim.x12.guides import guide_for

    found = {}
    for text in texts:
        theirs, mark, ours = text.partition("=")
        if not (theirs and mark and guide_for(ours)):
            raise click.BadParameter(
                "write the version in the file, = and a version that is known here.", param_hint="--alias"
            )
        found[theirs] = ours
    return found


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write it as 2025-12-31T08:00.", param_hint="--at") from None


def _json(problem: "X12Problem") -> str:
    from cleanclaim.primitives import encode_line

    return encode_line(problem)


def _sentence(problem: "X12Problem") -> str:
    said = f"{problem.severity} level {problem.level} [{problem.id}]"
    if not problem.segment_number:
        return f"{problem.file}: {said}: {problem.message} {problem.fix}"
    place = "/".join(part for part in (problem.loop, problem.element or problem.segment) if part)
    where = f"{problem.file}: segment {problem.segment_number} (byte {problem.byte_offset})"
    where += f", {place}" if place else ""
    claim = f", claim {problem.claim_id}" if problem.claim_id else ""
    return f"{where}{claim}: {said}: {problem.message} {problem.fix}"


def _write(parts: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    write_whole(output, parts)
