"""What ``cleanclaim bulk`` does with one file: a function of plain values, to be run anywhere."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cleanclaim.codesets import Store
    from cleanclaim.edits.practice_rules.values import PracticeRule
    from cleanclaim.x12 import Source

EDI = frozenset(
    {".837", ".835", ".x12", ".edi", ".txt", ".dat", ".270", ".271", ".276", ".277", ".278", ".999"}
)
"""Endings of the files that are taken from a directory; a file that is named is always taken."""


class Job(msgspec.Struct, frozen=True):
    """One file to be worked on. ``reference`` is the store's directory, ready to be read.

    ``behind`` is that of what ships and stands behind a store of somebody's own; or nothing.
    """

    path: str
    reference: str
    behind: str = ""
    levels: tuple[int, ...] = ()
    redact: bool = False
    received: date | None = None
    payer_kind: str = ""
    rules: tuple[str, ...] = ()


class Done(msgspec.Struct, frozen=True):
    """What came of a file: JSON lines, what it holds, what was found, or why it could not be read."""

    path: str
    lines: tuple[str, ...] = ()
    claims: int = 0
    found: int = 0
    unreadable: str = ""


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, and those of directories and the directories in them, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in EDI)
        else:
            yield path


def validate_file(job: Job) -> Done:
    """Validate a file; ``found`` counts errors."""
    from cleanclaim.cli.paths import readable
    from cleanclaim.cli.x12_levels import edits_of
    from cleanclaim.exchange.code_lookup import StoreLookup
    from cleanclaim.primitives import InputError, encode_line
    from cleanclaim.x12 import Severity, find_problems

    store = _store(job)
    lines: list[str] = []
    errors = 0
    path = Path(job.path)
    try:
        for problem in find_problems(
            readable(path),
            levels=job.levels,
            codes=StoreLookup(store),
            where=job.path,
            redact=job.redact,
            extra=edits_of(path, store, redact=job.redact),
            tell_not_checked=True,
        ):
            errors += problem.severity is Severity.ERROR
            lines.append(encode_line(problem))
    except InputError as error:
        return Done(job.path, tuple(lines), found=errors, unreadable=str(error))
    return Done(job.path, tuple(lines), found=errors)


def scrub_file(job: Job) -> Done:
    """Run the claim edits over a file; ``found`` counts what is to be worked on."""
    from cleanclaim.cli.paths import readable
    from cleanclaim.cli.scrub_together import judged
    from cleanclaim.edits import Rules, Severity
    from cleanclaim.edits.pages import record_of_finding
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.primitives import InputError, encode_line

    lines: list[str] = []
    claims = found = 0
    try:
        source = readable(Path(job.path))
        rules = Rules(
            _store(job),
            shipped_parameters(),
            payer_kind=job.payer_kind,
            received=job.received or _day_of(source),
            practice_rules=rules_of(job.rules) if job.rules else (),
        )
        for _, findings in judged(source, rules, where=job.path):
            claims += 1
            for finding in findings:
                found += finding.severity <= Severity.REVIEW
                lines.append(encode_line(record_of_finding(finding, job.path)))
    except InputError as error:
        return Done(job.path, tuple(lines), claims, found, unreadable=str(error))
    return Done(job.path, tuple(lines), claims, found)


def _store(job: Job) -> "Store":
    from cleanclaim.reference import compiled_store

    return compiled_store(Path(job.reference), Path(job.behind) if job.behind else None)


@cache
def rules_of(paths: tuple[str, ...]) -> "tuple[PracticeRule, ...]":
    """Return the rules of YAML files, read once a process."""
    from cleanclaim.cli.rules import plain_rules
    from cleanclaim.edits.practice_rules.loading import load_rules

    return load_rules([Path(path) for path in paths], plain_rules())


def _day_of(source: "Source") -> date | None:
    """The day on which a file says it was made (GS04)."""
    from cleanclaim.primitives import InvalidValue, parse_ccyymmdd
    from cleanclaim.x12 import read_rows

    for row in read_rows(source):
        if row[0] == "GS":
            try:
                return parse_ccyymmdd(row[4]) if len(row) > 4 else None
            except InvalidValue:
                return None
    return None
