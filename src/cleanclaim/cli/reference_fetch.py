"""What ``reference fetch`` does: terms, download, import."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from cleanclaim.cli.reference_status import print_imported
from cleanclaim.primitives import InvalidValue
from cleanclaim.reference import import_files
from cleanclaim.reference.addresses import LICENCES, source
from cleanclaim.reference.fetching import accept, accepted, fetch_file


def fetch_source(
    key: str,
    store: Path,
    *,
    year: int,
    quarter: int,
    urls: tuple[str, ...],
    accept_licence: bool,
    import_them: bool,
) -> None:
    """Fetch the files of a key and import them; raises ``InvalidValue`` when terms are not accepted."""
    wanted = source(key, year, quarter)
    now = datetime.now(UTC)
    if not urls and not wanted.urls:
        raise InvalidValue(
            f"the address of {wanted.title} changes with every release.",
            fix=f"Find the file on the page {wanted.page!r} and name its address with --url.",
        )
    if wanted.unverified and not urls:
        click.echo("This address was concluded from others and never tried.", err=True)
    if not accepted(store, wanted.licence):
        click.echo(f"{wanted.title}: {LICENCES[wanted.licence]}", err=True)
        if not accept_licence and not (
            sys.stdin.isatty() and click.confirm("Have you read and do you accept these terms?", err=True)
        ):
            raise InvalidValue(
                f"the terms for {wanted.title} are not accepted.",
                fix=f"Read them on the page {wanted.page!r} and add --accept-licence.",
            )
        accept(store, wanted.licence, now=now)
    files = []
    for url in urls or wanted.urls:
        click.echo(f"fetching {url}", err=True)
        files.append(fetch_file(url, store / "downloads", now=now))
    for file in files:
        click.echo(f"fetched {file}", err=True)
    if import_them:
        print_imported(import_files(files, store, imported_at=now), as_json=False)
