"""``cleanclaim code``: proposed codes for clinical notes, with evidence, reasons and queries."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.coder import ACCEPT_AT, BILLING, CODIESP, Coder
from cleanclaim.cli.paths import read_bytes

if TYPE_CHECKING:
    from cleanclaim.cli.code_jobs import Coded
    from cleanclaim.coding import CodingResult, Document, Lexicon
    from cleanclaim.exchange.second_opinion import Endpoint

# The values of cleanclaim.coding.SETTINGS, which is imported only when a note is coded.
SETTING_NAMES = (
    *("office", "telehealth", "ed", "observation", "inpatient", "operative"),
    *("imaging", "laboratory", "therapy", "dental", "nursing_facility", "home"),
)

PROFILE_NAMES = (BILLING, CODIESP)


@click.command(name="code")
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path), metavar="NOTE...")
@click.option(
    "--batch",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='JSON lines with "text" and, where known, "id", "setting", "date_of_service".',
)
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="N",
    default=1,
    show_default=True,
    help="Processes that share the lines of --batch; the output is the same, in the same order.",
)
@click.option("--date", "on", metavar="DATE", help="Date of service (CCYY-MM-DD) of notes that give none.")
@click.option(
    "--setting",
    type=click.Choice(SETTING_NAMES),
    default="office",
    show_default=True,
    help="Where the care took place.",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILE_NAMES),
    default=BILLING,
    show_default=True,
    help="billing, or codiesp: every mention, for comparison with that benchmark; not for claims.",
)
@click.option(
    "--accept-at",
    type=click.FloatRange(0, 1),
    default=ACCEPT_AT,
    show_default=True,
    help="The practice's tolerance: codes at least this sure need no second look.",
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="An earlier note of the patient: what was copied from it is marked. May be given several times.",
)
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Also ask the endpoint of the settings; the notes are sent to it. What it proposes is reviewed.",
)
@click.option("--explain", is_flag=True, help="The note with its evidence highlighted, codes beside it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a note (docs: CONTRACT, code --json).")
@click.option(
    "--reference",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this reference store instead of the one in the data directory.",
)
def command(
    *,
    notes: tuple[Path, ...],
    batch: Path | None,
    workers: int,
    on: str | None,
    setting: str,
    profile: str,
    accept_at: float,
    earlier: tuple[Path, ...],
    second_opinion: bool,
    explain: bool,
    as_json: bool,
    directory: Path | None,
) -> int:
    """Propose codes for clinical notes: plain text (UTF-8), RTF, HTML, PDF with text, C-CDA, FHIR in JSON.

    What a file is, is told by its content. A person decides: nothing is billed from here. Exit status 2
    when a note could not be read; the others are still coded. A batch ends at its first line that is no text.
    """
    if not notes and batch is None:
        raise click.UsageError("Name a note, or --batch FILE.")
    from cleanclaim.primitives import parse_iso

    coder = Coder(
        directory,
        parse_iso(on) if on else None,
        setting,
        profile,
        accept_at=accept_at,
        earlier=_earlier(earlier),
        endpoint=_endpoint() if second_opinion else None,
    )
    failed = False
    said: set[str] = set()
    for done in _coded(coder, notes, batch, workers, as_json=as_json):
        if done.said and done.said not in said:
            said.add(done.said)
            click.echo(done.said, err=True)
        if done.warning and done.warning not in said:
            said.add(done.warning)
            click.echo(f"cleanclaim: {done.warning}", err=True)
            failed = True
        if done.error:
            click.echo(f"cleanclaim: {done.error}", err=True)
            failed = True
        elif as_json:
            click.echo(done.line)
        elif done.result is not None and explain:
            from cleanclaim.cli.code_explain import draw_explained

            draw_explained(done.result, done.text)
        elif done.result is not None:
            _draw(done.result, coder.lexicon_for(done.result.date_of_service))
        if done.stop:
            break
    return 2 if failed else 0


def _endpoint() -> "Endpoint":
    from cleanclaim.cli.opinion_settings import endpoint_from_environment

    return endpoint_from_environment()


def _earlier(paths: tuple[Path, ...]) -> "list[Document]":
    from cleanclaim.cli.code_sources import notes_in_file
    from cleanclaim.coding import Document

    return [Document(asked.id, asked.note.text) for path in paths for asked in notes_in_file(path)]


def _coded(
    coder: Coder, notes: tuple[Path, ...], batch: Path | None, workers: int, *, as_json: bool
) -> "Iterator[Coded]":
    from cleanclaim.cli.code_jobs import Coded, code_asked, told
    from cleanclaim.cli.code_sources import notes_in_file
    from cleanclaim.primitives import CleanclaimError

    for path in notes:
        try:
            found = notes_in_file(path)
        except CleanclaimError as error:
            yield Coded(error=told(error, str(path)))
            continue
        for asked in found:
            for notice in asked.document.notices if asked.document else ():
                click.echo(f"{asked.where}: {notice}", err=True)
            yield code_asked(coder, asked, as_json=as_json)
    if batch is not None:
        yield from _of_batch(coder, batch, workers, as_json=as_json)


def _of_batch(coder: Coder, batch: Path, workers: int, *, as_json: bool) -> "Iterator[Coded]":
    """Yield what came of the lines of a batch, in their order, from as many processes as asked for."""
    from cleanclaim.bulk import map_many
    from cleanclaim.cli.batch import lines_in
    from cleanclaim.cli.code_jobs import CHUNK, code_line, code_lines, jobs_of

    lines = lines_in(read_bytes(batch), str(batch))
    options = coder.options(SETTING_NAMES, as_json=as_json)
    with _progress(len(lines)) as advance:
        if workers <= 1 or len(lines) <= CHUNK:
            for number, line in lines:
                yield code_line(coder, str(batch), number, line, options)
                advance(1)
            return
        for done in map_many(code_lines, jobs_of(str(batch), lines, options), workers=workers):
            yield from done
            advance(len(done))


@contextmanager
def _progress(length: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where a person looks at it and the results go elsewhere."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        with click.progressbar(length=length, label="Notes", file=sys.stderr) as bar:
            yield bar.update
    else:
        yield lambda _: None


def _draw(result: "CodingResult", lexicon: "Lexicon") -> None:
    """Print a result for a person: proposed codes, what else was found, queries, what was left out."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from cleanclaim.cli.code_explain import visible
    from cleanclaim.cli.code_stay import procedure_title, stay_lines

    console = Console(highlight=False, soft_wrap=False)
    releases = ", ".join(name for name in result.releases.values() if name != "not loaded")
    console.print(
        f"\n[bold]{escape(result.id)}[/bold]  {result.setting}, {result.date_of_service}, {releases}"
    )
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("", "Code", "Title", "Sure", "Decision", "Evidence"):
        table.add_column(heading, overflow="fold")
    for one in result.suggestions:
        if one.selected:
            entry = lexicon.entry(one.code)
            evidence = " / ".join(
                dict.fromkeys(visible(piece.text.replace("\n", " ")) for piece in one.evidence)
            )
            title = entry.title if entry else procedure_title(one.why)
            row = (one.role, one.code, title, f"{one.confidence:.0%}", one.decision, evidence)
            table.add_row(*(escape(cell) for cell in row))
    if table.row_count:
        console.print(table)
    else:
        console.print("No code is proposed.")
    others = [one for one in result.suggestions if not one.selected]
    if others:
        console.print("Also mentioned, not proposed: " + escape(", ".join(one.code for one in others)))
    for one in result.suggestions:
        for reason in one.why:
            if one.selected and reason.startswith(("conflict", "combination", "the ")):
                console.print(f"  {one.code}: {escape(reason)}")
    for line in stay_lines(result):
        console.print(escape(line))
    for query in result.queries:
        console.print(f"[bold]Query[/bold] ({query.topic}): {escape(query.question)}")
        for option in query.options:
            console.print(f"    - {escape(option)}")
    for passage in result.copied or ():
        place = f"characters {passage.start} to {passage.end}"
        console.print(f"Carried over ({escape(passage.source)}): {place}")
    if not result.suggestions:
        for left_out in result.not_coded:
            console.print(f"  {left_out.code or '-'}: {escape(left_out.reason)}")
