"""``cleanclaim evaluate``: proposed codes against expert codes, with intervals and causes of error."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from cleanclaim.cli.code import PROFILE_NAMES, SETTING_NAMES
from cleanclaim.cli.coder import Coder
from cleanclaim.cli.paths import read_bytes

if TYPE_CHECKING:
    from cleanclaim.coding.evaluation import Compared, CoveragePoint, GoldNote, Report

T = TypeVar("T")

_SYSTEMS = ("ICD10CM", "ICD10PCS", "CPT", "HCPCS", "CDT")
_CURVE_AT = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@click.command(name="evaluate")
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='JSON lines: {"id", "text", "codes": [{"code", "system", "spans"}]}.',
)
@click.option(
    "--pred",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What `code --json` wrote for the same ids (default: the notes are coded now).",
)
@click.option(
    "--union",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A second expert file: compare with the codes of both, on the notes that both have.",
)
@click.option("--system", type=click.Choice(_SYSTEMS), default="ICD10CM", show_default=True)
@click.option("--profile", type=click.Choice(PROFILE_NAMES), default="billing", show_default=True)
@click.option("--date", "on", metavar="DATE", help="Date of service of notes that give none.")
@click.option("--setting", type=click.Choice(SETTING_NAMES), default="office", show_default=True)
@click.option(
    "--rounds", type=click.IntRange(0, 100_000), default=1000, show_default=True, help="Of the bootstrap."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the bootstrap.")
@click.option("--errors", type=click.IntRange(0), default=0, help="List this many errors of each cause.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with everything, all errors too.")
@click.option(
    "--reference",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Another reference store.",
)
def command(
    *,
    gold: Path,
    pred: Path | None,
    union: Path | None,
    system: str,
    profile: str,
    on: str | None,
    setting: str,
    rounds: int,
    seed: int,
    errors: int,
    as_json: bool,
    directory: Path | None,
) -> int:
    """Compare proposed codes with expert codes.

    F1 counts the selected codes of each note, MAP all suggestions by rank. Intervals are 95 %
    bootstrap intervals over notes.
    """
    from cleanclaim.coding.evaluation import report, union_of
    from cleanclaim.primitives import encode_line, parse_iso

    notes = _read_gold(gold)
    if union is not None:
        notes = union_of(notes, _read_gold(union))
        if not notes:
            raise click.UsageError("The two files have no note in common.")
    if pred is not None:
        pairs = _with_predictions(notes, pred)
    else:
        coder = Coder(directory, parse_iso(on) if on else None, setting, profile)
        pairs = _with_engine(notes, coder)
    found = report(pairs, system, rounds=rounds, seed=seed)
    if as_json:
        click.echo(encode_line(found))
    else:
        _draw(found, errors)
    return 0


def _read_gold(path: Path) -> "list[GoldNote]":
    from cleanclaim.coding.evaluation import GoldNote

    return _lines_as(
        path, GoldNote, '{"id": "1", "text": "...", "codes": [{"code": "I10", "system": "ICD10CM"}]}'
    )


def _lines_as(path: Path, kind: type[T], form: str) -> list[T]:
    import msgspec

    from cleanclaim.cli.batch import lines_in
    from cleanclaim.primitives import DecodeError

    found = []
    for number, line in lines_in(read_bytes(path), str(path)):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DecodeError(
                f"this line cannot be compared: {error}.",
                where=f"{path}, line {number}",
                fix=f"Write {form} on a line of its own.",
            ) from None
    return found


def _with_predictions(notes: "list[GoldNote]", path: Path) -> "list[Compared]":
    from cleanclaim.coding.evaluation import Compared, Predicted

    ours = {str(one.id): one for one in _lines_as(path, Predicted, "what `cleanclaim code --json` writes")}
    missing = [str(note.id) for note in notes if str(note.id) not in ours]
    if missing:
        click.echo(
            f"{len(missing)} of {len(notes)} notes have no prediction and count as nothing proposed"
            f" (the first: {missing[0]}).",
            err=True,
        )
    return [Compared(note, ours.get(str(note.id)) or Predicted(note.id, ())) for note in notes]


def _with_engine(notes: "list[GoldNote]", coder: Coder) -> "list[Compared]":
    import sys

    from cleanclaim.cli.batch import BatchNote
    from cleanclaim.coding.evaluation import Compared, predicted
    from cleanclaim.primitives import parse_iso

    pairs = []
    with click.progressbar(notes, label="Notes", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for note in bar:
            day = parse_iso(note.date_of_service) if note.date_of_service else None
            asked = BatchNote(text=note.text, setting=note.setting, date_of_service=day)
            pairs.append(Compared(note, predicted(coder.code(str(note.id), asked))))
    return pairs


def _thinned(curve: "tuple[CoveragePoint, ...]") -> "list[CoveragePoint]":
    """Return the first point of a curve at each tenth of coverage."""
    chosen: list[CoveragePoint] = []
    for share in _CURVE_AT:
        point = next((one for one in curve if one.coverage >= share - 1e-9), None)
        if point is not None and point not in chosen:
            chosen.append(point)
    return chosen


def _draw(found: "Report", errors: int) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    console.print(
        f"\n[bold]{found.system}[/bold], {found.notes} notes (95 % bootstrap intervals over notes)\n"
    )
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("Measure", "Value", "Interval"):
        table.add_column(heading)
    for name, figure in (
        ("micro-F1", found.micro_f1),
        ("  precision", found.precision),
        ("  recall", found.recall),
        ("micro-F1, category", found.category_micro_f1),
        ("MAP", found.mean_average_precision),
        ("first-listed code right", found.first_listed),
    ):
        table.add_row(name, f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}")
    table.add_row("macro-F1", f"{found.macro_f1:.3f}", "")
    table.add_row("macro-F1, category", f"{found.category_macro_f1:.3f}", "")
    table.add_row("calibration error", f"{found.calibration_error:.3f}", "")
    if found.evidence_of:
        table.add_row(
            "evidence overlaps the gold span",
            f"{found.evidence_overlap:.3f}",
            f"of {found.evidence_of} codes",
        )
    table.add_row(
        "accepted: precision", f"{found.accepted.precision:.3f}", f"at coverage {found.accepted_coverage:.2f}"
    )
    console.print(table)
    console.print(f"\nFirst-listed is {found.first_listed_by}.")
    console.print("\nPrecision of the surest share of the selected codes:")
    for point in _thinned(found.coverage_curve):
        console.print(
            f"  {point.coverage:5.0%}  precision {point.precision:.3f}  confidence {point.confidence:.2f} up"
        )
    for title, parts in (
        ("By setting", found.by_setting),
        ("By section of the gold span (recall)", found.by_section),
    ):
        if parts:
            console.print(f"\n{title}:")
        for part in parts:
            console.print(
                f"  {part.name:16} {part.f1:.3f}"
                f"  ({part.counts.right} of {part.counts.gold}, {part.notes} notes)"
            )
    console.print("\nErrors by cause:")
    for kind, cause, number in found.causes:
        console.print(f"  {number:5}  {kind:6}  {cause}")
        for one in [e for e in found.errors if (e.kind, e.cause) == (kind, cause)][:errors]:
            console.print(escape(f"           {one.note}  {one.code}  {one.detail}"))
