"""``cleanclaim reference``: what is loaded, what a code means on a day, search by words."""

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
    """Dated reference data: status, look-up, search."""
    ctx.obj = directory


@command.command()
@click.option("--on", metavar="DATE", help="Say what covers this day (CCYY-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a release.")
@click.pass_obj
def status(directory: Path | None, on: str | None, as_json: bool) -> None:
    """Show the releases that are loaded and, with --on, which of them cover a day."""
    day = _date(on) if on else None
    releases = _store(directory).releases()
    if as_json:
        from cleanclaim.primitives import encode_line

        for release in releases:
            covers = {} if day is None else {"covers": release.covers(day)}
            click.echo(encode_line({**_plain(release), **covers}))
        return
    for release in releases:
        click.echo(f"{release.label}  [{release.completeness}]")
        click.echo(f"  in force  {release.effective_from} to {release.effective_to}")
        if day is not None:
            click.echo(f"  {day}  {'covered' if release.covers(day) else 'NOT covered'}")
        counts = ", ".join(f"{number:,} {name}" for name, number in release.counts.items())
        click.echo(f"  counts    {counts}")
        click.echo(f"  source    {release.source}")
        click.echo(f"  sha256    {release.sha256}")
        for remark in release.remarks:
            click.echo(f"  note      {remark}")
    if day is not None and not any(release.covers(day) for release in releases):
        click.echo(f"Nothing that is loaded covers {day}: codes of that day are not checked.")


@command.command()
@click.argument("code")
@click.option("--date", "on", metavar="DATE", required=True, help="The date of service (CCYY-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show(directory: Path | None, code: str, on: str, as_json: bool) -> int:
    """Show what a code means on a date: title, place, notes. Exit status 1 when it does not exist."""
    from cleanclaim.codesets import NotCovered, Unknown
    from cleanclaim.primitives import NotLoaded, encode_line

    answer = _store(directory).icd10cm(code, _date(on))
    if isinstance(answer, NotCovered):
        raise NotLoaded(answer.reason)
    if isinstance(answer, Unknown):
        click.echo(f"{code} is not in {answer.release.label}.", err=as_json)
        return 1
    entry = answer.value
    if as_json:
        click.echo(encode_line({**_plain(entry), "release": answer.release.label}))
        return 0
    from cleanclaim.primitives import dotted

    click.echo(f"{dotted(entry.code)}  {entry.title}")
    state = "billable" if entry.billable else "not billable: more characters are needed"
    click.echo(f"  {state}; chapter {entry.chapter}, block {entry.block}; {answer.release.label}")
    if entry.parents:
        click.echo(f"  under  {' > '.join(dotted(parent) for parent in reversed(entry.parents))}")
    for term in entry.inclusion_terms:
        click.echo(f"  inclusion term: {term}")
    for name in ("includes", "excludes1", "excludes2", "code_first", "use_additional", "code_also", "notes"):
        for note in getattr(entry, name):
            click.echo(f"  {name.replace('_', ' ')} (at {dotted(note.at)}): {note.text}")
    if entry.seventh_characters:
        for character, meaning in entry.seventh_characters:
            click.echo(f"  7th character {character}: {meaning}")
    return 0


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--date", "on", metavar="DATE", help="Search what is in force on this day (CCYY-MM-DD).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a code.")
@click.pass_obj
def search(directory: Path | None, words: tuple[str, ...], on: str | None, limit: int, as_json: bool) -> None:
    """Search codes by words of their titles and inclusion terms, or by their beginning."""
    from cleanclaim.codesets import ICD10CM_KIND, NotCovered
    from cleanclaim.primitives import NotLoaded, dotted, encode_line

    store = _store(directory)
    last_days = [release.effective_to for release in store.releases(ICD10CM_KIND)]
    if not on and not last_days:
        raise NotLoaded("No ICD-10-CM release is loaded.", fix="See: cleanclaim reference status.")
    day = _date(on) if on else max(last_days)
    if not on:
        click.echo(f"Without --date: codes in force on {day}.", err=True)
    answer = store.search_icd10cm(" ".join(words), day, limit=limit)
    if isinstance(answer, NotCovered):
        raise NotLoaded(answer.reason)
    for hit in answer.value:
        if as_json:
            click.echo(encode_line({**_plain(hit), "score": round(hit.score, 3)}))
        else:
            click.echo(f"{dotted(hit.code):9} {'' if hit.billable else '+':1} {hit.title}")
    if not answer.value:
        click.echo("No code has all these words.", err=True)
    elif not as_json and any(not hit.billable for hit in answer.value):
        click.echo("+ not billable: more characters are needed", err=True)


def _store(directory: Path | None) -> Any:
    from cleanclaim.codesets import open_store
    from cleanclaim.primitives import UnreadableFile
    from cleanclaim.reference import ensure_store

    if directory is None:
        return ensure_store(data_directory() / "reference")
    if not directory.is_dir():
        raise UnreadableFile("there is no such directory.", where=str(directory), fix="Check the path.")
    return open_store(directory)


def _date(text: str) -> date:
    from cleanclaim.primitives import parse_iso

    return parse_iso(text)


def _plain(value: Any) -> dict[str, Any]:
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain
