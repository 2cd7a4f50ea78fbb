"""``cleanclaim code``: proposed codes for clinical notes, with evidence, reasons and queries."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.coder import ACCEPT_AT, BILLING, CODIESP, Coder
from cleanclaim.cli.paths import read_bytes, read_text

if TYPE_CHECKING:
    from cleanclaim.coding import CodingResult, Lexicon

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
    on: str | None,
    setting: str,
    profile: str,
    accept_at: float,
    explain: bool,
    as_json: bool,
    directory: Path | None,
) -> int:
    """Propose ICD-10-CM codes for clinical notes in plain text (UTF-8).

    A person decides: nothing is billed from here. Exit status 2 when a note could not be read;
    the others are still coded. A batch ends at its first line that is not text.
    """
    if not notes and batch is None:
        raise click.UsageError("Name a note, or --batch FILE.")
    from cleanclaim.cli.batch import NotText
    from cleanclaim.primitives import CleanclaimError, parse_iso

    coder = Coder(directory, parse_iso(on) if on else None, setting, profile, accept_at=accept_at)
    failed = False
    for source in _sources(notes, batch):
        try:
            result = source.code(coder)
        except CleanclaimError as error:
            text = str(error)
            click.echo(f"cleanclaim: {text if source.where in text else f'{source.where}: {text}'}", err=True)
            failed = True
            if isinstance(error, NotText):
                break
            continue
        if as_json:
            from cleanclaim.primitives import encode_line

            click.echo(encode_line(result))
        elif explain:
            from cleanclaim.cli.code_explain import draw_explained

            draw_explained(result, source.text)
        else:
            _draw(result, coder.lexicon_for(result.date_of_service))
    return 2 if failed else 0


class _File:
    def __init__(self, path: Path) -> None:
        self.where = str(path)
        self.text = ""
        self._path = path

    def code(self, coder: Coder) -> "CodingResult":
        from cleanclaim.cli.batch import BatchNote

        raw = read_bytes(self._path)
        if b"\x00" in raw[:4096]:
            coder.code(self.where, BatchNote(text="\x00"))
        self.text = read_text(self._path)
        return coder.code(self._path.name, BatchNote(text=self.text))


class _Line:
    def __init__(self, path: Path, number: int, text: bytes) -> None:
        self.where = f"{path}, line {number}"
        self.text = ""
        self._number = number
        self._line = text

    def code(self, coder: Coder) -> "CodingResult":
        from cleanclaim.cli.batch import read_line
        from cleanclaim.primitives import InvalidValue

        note = read_line(self._line, self.where)
        self.text = note.text
        if note.setting is not None and note.setting not in SETTING_NAMES:
            raise InvalidValue(
                f"{note.setting!r} is not a setting.",
                where=self.where,
                fix=f"One of: {', '.join(SETTING_NAMES)}.",
            )
        note_id = str(self._number) if note.id is None else str(note.id)
        return coder.code(note_id, note)


def _sources(notes: tuple[Path, ...], batch: Path | None) -> Iterator["_File | _Line"]:
    for path in notes:
        yield _File(path)
    if batch is None:
        return
    from cleanclaim.cli.batch import lines_in

    sources = [_Line(batch, number, line) for number, line in lines_in(read_bytes(batch), str(batch))]
    if sys.stderr.isatty() and not sys.stdout.isatty():
        with click.progressbar(sources, label="Notes", file=sys.stderr) as bar:
            yield from bar
    else:
        yield from sources


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
    if not result.suggestions:
        for left_out in result.not_coded:
            console.print(f"  {left_out.code or '-'}: {escape(left_out.reason)}")
