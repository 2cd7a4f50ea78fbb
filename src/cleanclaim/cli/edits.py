"""``cleanclaim edits``: the catalogue of claim edits, listed, explained, written as pages."""

import sys
from pathlib import Path

import click


@click.group(name="edits")
def command() -> None:
    """The catalogue of claim edits."""


@command.command(name="list")
@click.option("--family", metavar="NAME", help="Only the edits of this family.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an edit.")
def list_(family: str | None, as_json: bool) -> None:
    """List the edits with what they find."""
    from cleanclaim.edits import FAMILIES, all_edits
    from cleanclaim.edits.pages import offence_of, record_of
    from cleanclaim.primitives import InvalidValue, encode_line

    if family is not None and family not in FAMILIES:
        raise InvalidValue(f"there is no family {family!r}.", fix=f"Use {', '.join(FAMILIES)}.")
    chosen = [edit for edit in all_edits() if family in (None, edit.family)]
    if as_json:
        for edit in chosen:
            click.echo(encode_line(record_of(edit)))
        return
    rows = [(e.id, str(e.severity), e.family, offence_of(e).splitlines()[0]) for e in chosen]
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("  ".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "severity", "family", "offence", title=f"{len(rows)} edits")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@command.command()
@click.argument("identifier", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def explain(identifier: str, as_json: bool) -> None:
    """Explain one edit: whose rule it is, why it matters, what to do, with examples."""
    from cleanclaim.edits import edit_of
    from cleanclaim.edits.pages import page_of, record_of
    from cleanclaim.primitives import encode_line

    edit = edit_of(identifier)
    if as_json:
        click.echo(encode_line(record_of(edit)))
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(page_of(edit)))
    else:
        click.echo(page_of(edit), nl=False)


@command.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def docs(directory: Path) -> None:
    """Write the catalogue's pages into a directory (for docs/edits)."""
    from cleanclaim.edits.pages import pages

    directory.mkdir(parents=True, exist_ok=True)
    made = pages()
    for name, text in made.items():
        (directory / name).write_text(text, encoding="utf-8")
    click.echo(f"Wrote {len(made)} pages to {directory}.")


@command.command()
@click.option("--since", metavar="VERSION", default="", help="Only what changed after this version.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change.")
def changes(since: str, *, as_json: bool) -> None:
    """Show what changed in the edits and in the data of rules, by version."""
    from cleanclaim.edits.changes import changes_since, versions
    from cleanclaim.primitives import encode_line

    about = {one.version: one.about for one in versions()}
    last = ""
    for change in changes_since(since):
        if as_json:
            click.echo(encode_line(change))
            continue
        if change.version != last:
            click.echo(f"{change.version}: {about[change.version]}")
            last = change.version
        click.echo(f"  {change.kind:12}{change.what}  {change.says}")
