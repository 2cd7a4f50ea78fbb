"""What ``cleanclaim bulk`` does with one file: a function of plain values, to be run anywhere."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cleanclaim.claim import Claim
    from cleanclaim.codesets import Store
    from cleanclaim.edits.practice_rules.values import PracticeRule

EDI = frozenset(
    {".837", ".835", ".x12", ".edi", ".txt", ".dat", ".270", ".271", ".276", ".277", ".278", ".999"}
)
"""Endings of the files that are taken from a directory; a file that is named is always taken."""


class Job(msgspec.Struct, frozen=True):
    """One file to be worked on. ``reference`` is the store's directory, ready to be read.

    ``behind`` is that of what ships and stands behind a store of somebody's own; or nothing. ``place`` is
    that of its first claim among those of all files, and ``beside`` the claims of other files that are
    linked with its own, each with its place (:mod:`cleanclaim.cli.bulk_linking`).
    """

    path: str
    reference: str
    behind: str = ""
    levels: tuple[int, ...] = ()
    redact: bool = False
    received: date | None = None
    payer_kind: str = ""
    rules: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    place: int = 0
    beside: tuple[tuple[int, bytes], ...] = ()


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
    from cleanclaim.cli.bulk_linking import claims_of_job
    from cleanclaim.cli.paths import readable
    from cleanclaim.cli.scrub_together import judged, made_on
    from cleanclaim.edits import Rules, Severity
    from cleanclaim.edits.pages import record_of_finding
    from cleanclaim.exchange import iter_837
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.primitives import InputError, encode_line

    lines: list[str] = []
    claims = found = 0
    error = ""

    def read() -> "Iterator[Claim]":
        """Yield the claims; what cannot be read is told behind the findings of those before it."""
        nonlocal error
        try:
            yield from iter_837(source, where=job.path)
        except InputError as problem:
            error = str(problem)

    try:
        source = readable(Path(job.path))
        rules = Rules(
            _store(job),
            shipped_parameters(),
            payer_kind=job.payer_kind,
            received=job.received or made_on(source, where=job.path),
            practice_rules=rules_of(job.rules) if job.rules else (),
            history=history_of(job.history) if job.history else None,
        )
    except InputError as problem:
        return Done(job.path, unreadable=str(problem))
    for one in claims_of_job(job, read()):
        claims += 1
        for finding in judged(one, rules):
            found += finding.severity <= Severity.REVIEW
            lines.append(encode_line(record_of_finding(finding, job.path)))
    return Done(job.path, tuple(lines), claims, found, unreadable=error)


def _store(job: Job) -> "Store":
    from cleanclaim.reference import compiled_store

    return compiled_store(Path(job.reference), Path(job.behind) if job.behind else None)


@cache
def rules_of(paths: tuple[str, ...]) -> "tuple[PracticeRule, ...]":
    """Return the rules of YAML files, read once a process."""
    from cleanclaim.cli.rules import plain_rules
    from cleanclaim.edits.practice_rules.loading import load_rules

    return load_rules([Path(path) for path in paths], plain_rules())


@cache
def history_of(paths: tuple[str, ...]) -> "tuple[Claim, ...]":
    """Return the claims of earlier files, read once a process."""
    from cleanclaim.cli.paths import read_bytes
    from cleanclaim.exchange import read_837

    return tuple(claim for path in paths for claim in read_837(read_bytes(Path(path)), where=path))
