"""``cleanclaim reference``: import, what is loaded, what a code means on a day, search by words."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from cleanclaim.cli.paths import data_directory


@click.group(name="reference")
@click.option(
    "--reference",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this reference store instead of the one in the data directory.",
)
@click.pass_context
def command(ctx: click.Context, directory: Path | None) -> None:
    """Dated reference data: import, status, look-up, search."""
    ctx.obj = directory


@command.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--store",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Import into this store (made if need be) instead of the one in the data directory.",
)
@click.option("--from", "first", metavar="DATE", help="First day in force, where the file does not say it.")
@click.option("--to", "last", metavar="DATE", help="Last day in force (default: end of its quarter or year).")
@click.option(
    "--licensed",
    is_flag=True,
    help="You hold the AMA's (CPT) or ADA's (CDT) licence: keep their descriptors.",
)
@click.option("--records", type=int, metavar="N", help="How many records the publisher states for the table.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a release.")
@click.pass_obj
def import_(
    directory: Path | None,
    *,
    files: tuple[Path, ...],
    store: Path | None,
    first: str | None,
    last: str | None,
    licensed: bool,
    records: int | None,
    as_json: bool,
) -> None:
    """Import official files: as published, zip or plain, or a directory of them."""
    from datetime import UTC, datetime

    from cleanclaim.cli.reference_status import print_imported
    from cleanclaim.reference import Asked, bytes_to_read, import_files

    place = store or directory or data_directory() / "reference"
    days = (_date(first) if first else None, _date(last) if last else None)
    asked = Asked(*days, licensed=licensed, records=records)
    now = datetime.now(UTC)
    if sys.stderr.isatty():
        size = bytes_to_read(files)
        with click.progressbar(length=size, label="Reading", file=sys.stderr) as bar:
            done = import_files(files, place, imported_at=now, asked=asked, progress=bar.update)
    else:
        done = import_files(files, place, imported_at=now, asked=asked)
    print_imported(done, as_json=as_json)


@command.command()
@click.argument("key")
@click.option("--year", type=int, metavar="YEAR", help="Calendar year (default: this one).")
@click.option("--quarter", type=click.IntRange(1, 4), help="Calendar quarter (default: this one).")
@click.option(
    "--url", "urls", multiple=True, metavar="URL", help="The address, where it has changed; repeatable."
)
@click.option("--store", metavar="DIR", type=click.Path(path_type=Path), help="Import into this store.")
@click.option("--accept-licence", is_flag=True, help="You accept the terms that are shown; asked once.")
@click.option("--no-import", is_flag=True, help="Only download.")
@click.pass_obj
def fetch(
    directory: Path | None,
    *,
    key: str,
    year: int | None,
    quarter: int | None,
    urls: tuple[str, ...],
    store: Path | None,
    accept_licence: bool,
    no_import: bool,
) -> None:
    """Download official files from their publisher and import them."""
    from cleanclaim.cli.reference_fetch import fetch_source

    today = _today()
    place = store or directory or data_directory() / "reference"
    fetch_source(
        key,
        place,
        year=year or today.year,
        quarter=quarter or (today.month + 2) // 3,
        urls=urls,
        accept_licence=accept_licence,
        import_them=not no_import,
    )


@command.command()
@click.option("--on", metavar="DATE", help="Say what covers this day (CCYY-MM-DD; default: today).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a release, then one a kind.")
@click.pass_obj
def status(directory: Path | None, on: str | None, as_json: bool) -> None:
    """Show what is loaded, what covers a day, what has expired and what that switches off."""
    from cleanclaim.cli.reference_status import print_json, print_text

    day = _date(on) if on else _today()
    store = _store(directory)
    if as_json:
        print_json(store, day)
    else:
        print_text(store, day)


@command.command()
@click.argument("code")
@click.option("--date", "on", metavar="DATE", required=True, help="The date of service (CCYY-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a table that has it.")
@click.pass_obj
def show(directory: Path | None, code: str, on: str, as_json: bool) -> int:
    """Show what the loaded tables say of a code, pair (11000-11042) or locality (10112-00) on a date.

    Exit status 1 when no table that covers the date has it.
    """
    from cleanclaim.cli.reference_show import show_code

    return show_code(_store(directory), code, _date(on), as_json=as_json)


@command.command()
@click.argument("code")
@click.option("--date", "on", metavar="DATE", required=True, help="The date of service (CCYY-MM-DD).")
@click.option(
    "--contractor", metavar="NUMBER", help="Only what binds this Medicare contractor (five digits)."
)
@click.option("--state", metavar="STATE", help="Only what holds in this state, where no contractor is named.")
@click.option(
    "--diagnosis", "diagnoses", multiple=True, metavar="CODE", help="Say what is listed of this one."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
@click.pass_obj
def coverage(
    directory: Path | None,
    *,
    code: str,
    on: str,
    contractor: str | None,
    state: str | None,
    diagnoses: tuple[str, ...],
    as_json: bool,
) -> int:
    """Show the Medicare coverage articles on a procedure, and what their lists say of diagnoses.

    Exit status 1 when the download that is loaded lists the procedure in no article of the place.
    """
    from cleanclaim.cli.reference_coverage import show_coverage

    return show_coverage(
        _store(directory),
        code,
        _date(on),
        contractor=contractor,
        state=state,
        diagnoses=diagnoses,
        as_json=as_json,
    )


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--date", "on", metavar="DATE", help="Search what is in force on this day (CCYY-MM-DD).")
@click.option("--kind", metavar="KIND", help="Search only this kind (ICD10CM, ICD10PCS, HCPCS, …).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--details", is_flag=True, help="With the place in the hierarchy, notes and days of each.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a code, with its details.")
@click.pass_obj
def search(
    directory: Path | None,
    *,
    words: tuple[str, ...],
    on: str | None,
    kind: str | None,
    limit: int,
    details: bool,
    as_json: bool,
) -> None:
    """Search codes by words, lay words, abbreviations, or by their beginning; slips are forgiven."""
    from cleanclaim.cli.reference_search import Shown, search_codes

    shown = Shown(limit=limit, details=details, as_json=as_json)
    search_codes(_store(directory), " ".join(words), _date(on) if on else None, kind=kind, shown=shown)


def _store(directory: Path | None) -> Any:
    from cleanclaim.cli.reference_store import reference_store

    return reference_store(directory)


def _today() -> date:
    from datetime import datetime

    return datetime.now().astimezone().date()


def _date(text: str) -> date:
    from cleanclaim.primitives import parse_iso

    return parse_iso(text)
