"""``cleanclaim bulk``: many files at once, on all cores or on a Dask cluster."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleanclaim.cli.bulk_jobs import Done, Job
    from cleanclaim.cli.bulk_linking import Mapping

PATHS = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
WORKERS = click.option(
    "--workers", metavar="N", type=click.IntRange(1, 1024), help="Processes (default: one a core)."
)
DASK = click.option(
    "--dask", metavar="ADDRESS", default="", help="Use the Dask cluster of this scheduler (tcp://host:8786)."
)
REFERENCE = click.option(
    "--reference",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this reference store instead of the one in the data directory.",
)
JSON = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line, as the single command gives."
)


@click.group()
def command() -> None:
    """Many files at once: claim edits, validation.

    A directory stands for the EDI files in it and below. Exit status as of the single command.
    """


@command.command()
@PATHS
@WORKERS
@DASK
@REFERENCE
@click.option(
    "--received", metavar="DATE", help="When the payer gets the claims (default: each file's own date)."
)
@click.option(
    "--payer-kind",
    type=click.Choice(("medicare", "medicaid", "commercial", "workers_comp", "auto")),
    help="Kind of payer (default: from each claim, SBR09).",
)
@click.option(
    "--rules",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Rules of payers and of the practice (YAML), a file or a directory; may be given several times.",
)
@click.option(
    "--history",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Earlier 837 files of the same patients; may be given several times.",
)
@click.option(
    "--together", is_flag=True, help="The files are sent together: link a patient's claims over all of them."
)
@JSON
def scrub(
    *,
    paths: tuple[Path, ...],
    workers: int | None,
    dask: str,
    reference: Path | None,
    received: str | None,
    payer_kind: str | None,
    rules: tuple[Path, ...],
    history: tuple[Path, ...],
    together: bool,
    as_json: bool,
) -> int:
    """Check the claims of many 837 files before the payer does."""
    from cleanclaim.cli.bulk_jobs import Job, history_of, rules_of, scrub_file
    from cleanclaim.cli.bulk_linking import linked_jobs
    from cleanclaim.primitives import parse_iso

    store = _store_of(reference)
    day: date | None = parse_iso(received) if received else None
    own = tuple(str(path.absolute()) for path in rules)
    if own:
        rules_of(own)  # what cannot be read is said once, and not of every file
    earlier = tuple(str(path.absolute()) for path in history)
    if earlier:
        history_of(earlier)

    def job(path: Path) -> Job:
        return Job(str(path), *store, received=day, payer_kind=payer_kind or "", rules=own, history=earlier)

    return _run(
        scrub_file,
        job,
        paths,
        workers,
        dask,
        as_json=as_json,
        what="finding",
        work="to work on",
        linking=linked_jobs if together else None,
    )


@command.command()
@PATHS
@WORKERS
@DASK
@REFERENCE
@click.option(
    "--level",
    "level",
    metavar="N|N..M",
    multiple=True,
    default=("5",),
    help="WEDI SNIP types, as of x12 validate. Default: 5.",
)
@click.option("--redact", is_flag=True, help="Leave values and claim ids out.")
@JSON
def validate(
    *,
    paths: tuple[Path, ...],
    workers: int | None,
    dask: str,
    reference: Path | None,
    level: tuple[str, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """Validate many X12 files."""
    from cleanclaim.cli.bulk_jobs import Job, validate_file
    from cleanclaim.cli.x12_levels import chosen_levels

    levels = chosen_levels(level)
    store = _store_of(reference)

    def job(path: Path) -> Job:
        return Job(str(path), *store, levels=levels, redact=redact)

    return _run(validate_file, job, paths, workers, dask, as_json=as_json, what="error", work="")


def _run(
    function: "Callable[[Job], Done]",
    job: "Callable[[Path], Job]",
    paths: Iterable[Path],
    workers: int | None,
    dask: str,
    *,
    as_json: bool,
    what: str,
    work: str,
    linking: "Callable[[list[Job], Mapping], list[Job]] | None" = None,
) -> int:
    from cleanclaim.bulk import map_many
    from cleanclaim.cli.bulk_jobs import files_in
    from cleanclaim.cli.progress import progress_bars
    from cleanclaim.primitives import UnreadableFile

    files = list(files_in(list(paths)))
    if not files:
        raise UnreadableFile(
            "there are no EDI files there.",
            where=", ".join(map(str, paths)),
            fix="Name files, or their directory.",
        )
    count = min(workers or os.cpu_count() or 1, len(files))
    total = unreadable = claims = 0
    jobs: Iterable[Job] = map(job, files)
    if linking is not None:
        jobs = linking(list(jobs), partial(map_many, workers=count, dask=dask))
    with progress_bars() as show:
        for number, done in enumerate(map_many(function, jobs, workers=count, dask=dask), 1):
            show("files", number, len(files))
            total += done.found
            claims += done.claims
            if as_json:
                for line in done.lines:
                    click.echo(line)
            elif not done.unreadable:
                click.echo(f"{done.path}: {_counted(done.found, what)}{f' {work}' if work else ''}")
            if done.unreadable:
                click.echo(f"cleanclaim: {done.unreadable}", err=True)
                unreadable += 1
    read = len(files) - unreadable
    held = f", {_counted(claims, 'claim')}" if claims else ""
    click.echo(f"{_counted(read, 'file')}{held}: {_counted(total, what)}.", err=True)
    if unreadable:
        return 2
    return 1 if total else 0


def _store_of(reference: Path | None) -> tuple[str, str]:
    """Return the directory of the store, compiled where it has to be, and that of what stands behind it."""
    from cleanclaim.cli.reference_store import reference_store

    store = reference_store(reference)
    behind = str(store.behind.absolute()) if store.behind is not None else ""
    return str(store.directory.absolute()), behind


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
