"""``cleanclaim code``: proposed codes for clinical notes, with evidence, reasons and queries."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import data_directory, read_bytes, read_text

if TYPE_CHECKING:
    from cleanclaim.codesets import Store
    from cleanclaim.coding import CodingResult, Lexicon

# The values of cleanclaim.coding.SETTINGS, which is imported only when a note is coded.
SETTING_NAMES = (
    *("office", "telehealth", "ed", "observation", "inpatient", "operative"),
    *("imaging", "laboratory", "therapy", "dental", "nursing_facility", "home"),
)


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

    coder = _Coder(directory, parse_iso(on) if on else None, setting)
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
        else:
            _draw(result, coder.lexicon_for(result.date_of_service))
    return 2 if failed else 0


class _Coder:
    """What all notes of a run share: the store and a lexicon for each release."""

    def __init__(self, directory: Path | None, on: date | None, setting: str) -> None:
        self._directory = directory
        self._on = on
        self.setting = setting
        self._store: Store | None = None
        self._lexicons: dict[str, Lexicon] = {}

    @property
    def store(self) -> "Store":
        """The reference store, opened (and compiled when it is missing) at the first note."""
        if self._store is None:
            from cleanclaim.codesets import open_store
            from cleanclaim.primitives import UnreadableFile
            from cleanclaim.reference import ensure_store

            if self._directory is None:
                self._store = ensure_store(data_directory() / "reference")
            elif self._directory.is_dir():
                self._store = open_store(self._directory)
            else:
                raise UnreadableFile("there is no such directory.", where=str(self._directory))
        return self._store

    @property
    def default_date(self) -> date:
        """The date of notes that give none; announced when nobody named it."""
        if self._on is None:
            from cleanclaim.codesets import ICD10CM_KIND
            from cleanclaim.primitives import NotLoaded

            releases = self.store.releases(ICD10CM_KIND)
            if not releases:
                raise NotLoaded("No ICD-10-CM release is loaded.", fix="See: cleanclaim reference status.")
            newest = max(releases, key=lambda release: release.effective_to)
            self._on = newest.effective_to
            click.echo(f"No date of service given: {self._on}, the last day of {newest.label}.", err=True)
        return self._on

    def lexicon_for(self, on: date) -> "Lexicon":
        """Return the lexicon of the release in force on a day."""
        from cleanclaim.codesets import ICD10CM_KIND, Release
        from cleanclaim.coding import build_lexicon

        release = self.store.release_on(ICD10CM_KIND, on)
        key = release.label + release.sha256 if isinstance(release, Release) else str(on)
        if key not in self._lexicons:
            self._lexicons[key] = build_lexicon(self.store, on)
        return self._lexicons[key]

    def code(self, note_id: str, text: str, on: date | None, setting: str | None) -> "CodingResult":
        """Return the result for one note."""
        from cleanclaim.coding import CodingContext, Document, suggest
        from cleanclaim.primitives import UnreadableFile

        if "\x00" in text:
            raise UnreadableFile("this is not text but binary data.", fix="Hand in the note as plain text.")
        if not text.strip():
            raise UnreadableFile("the note is empty.", fix="Hand in a note that has text.")
        day = on or self.default_date
        context = CodingContext(date_of_service=day, setting=setting or self.setting)
        return suggest(Document(note_id, text), context, self.lexicon_for(day))


class _File:
    def __init__(self, path: Path) -> None:
        self.where = str(path)
        self._path = path

    def code(self, coder: _Coder) -> "CodingResult":
        raw = read_bytes(self._path)
        if b"\x00" in raw[:4096]:
            coder.code(self.where, "\x00", None, None)
        return coder.code(self._path.name, read_text(self._path), None, None)


class _Line:
    def __init__(self, path: Path, number: int, text: bytes) -> None:
        self.where = f"{path}, line {number}"
        self._number = number
        self._text = text

    def code(self, coder: _Coder) -> "CodingResult":
        from cleanclaim.cli.batch import read_line
        from cleanclaim.primitives import InvalidValue

        note = read_line(self._text, self.where)
        if note.setting is not None and note.setting not in SETTING_NAMES:
            raise InvalidValue(
                f"{note.setting!r} is not a setting.",
                where=self.where,
                fix=f"One of: {', '.join(SETTING_NAMES)}.",
            )
        note_id = str(self._number) if note.id is None else str(note.id)
        return coder.code(note_id, note.text, note.date_of_service, note.setting)


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

    console = Console(highlight=False, soft_wrap=False)
    releases = ", ".join(result.releases.values())
    console.print(
        f"\n[bold]{escape(result.id)}[/bold]  {result.setting}, {result.date_of_service}, {releases}"
    )
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("", "Code", "Title", "Sure", "Decision", "Evidence"):
        table.add_column(heading, overflow="fold")
    for one in result.suggestions:
        if one.selected:
            entry = lexicon.entry(one.code)
            evidence = " / ".join(dict.fromkeys(piece.text.replace("\n", " ") for piece in one.evidence))
            title = entry.title if entry else ""
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
    for query in result.queries:
        console.print(f"[bold]Query[/bold] ({query.topic}): {escape(query.question)}")
        for option in query.options:
            console.print(f"    - {escape(option)}")
    if not result.suggestions:
        for left_out in result.not_coded:
            console.print(f"  {left_out.code or '-'}: {escape(left_out.reason)}")
