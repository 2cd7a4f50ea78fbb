"""``cleanclaim scrub``: the claim edits over 837 files."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import data_directory, read_bytes, readable

if TYPE_CHECKING:
    from cleanclaim.claim import Claim
    from cleanclaim.codesets import Store
    from cleanclaim.edits import Finding, Rules
    from cleanclaim.x12 import Source

KINDS = ("medicare", "medicaid", "commercial", "workers_comp", "auto")


@click.command(name="scrub")
@click.argument("files", metavar="FILE.837...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--received", metavar="DATE", help="When the payer gets the claims (default: the file's own date)."
)
@click.option(
    "--history",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Earlier 837 files of the same patients; may be given several times.",
)
@click.option(
    "--payer-kind", type=click.Choice(KINDS), help="Kind of payer (default: from the claim, SBR09)."
)
@click.option(
    "--reference",
    "reference",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this reference store instead of the one in the data directory.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def command(
    *,
    files: tuple[Path, ...],
    received: str | None,
    history: tuple[Path, ...],
    payer_kind: str | None,
    reference: Path | None,
    as_json: bool,
) -> int:
    """Check claims before the payer does.

    Exit status: 0 nothing to work on, 1 a finding to reject, deny or review, 2 a file that
    cannot be read.
    """
    from cleanclaim.edits import Rules, Severity, scrub
    from cleanclaim.exchange import iter_837, read_837
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.primitives import InputError, parse_iso

    given = parse_iso(received) if received else None
    earlier = tuple(claim for path in history for claim in read_837(read_bytes(path), where=str(path)))
    rules = Rules(
        _store(reference),
        shipped_parameters(),
        payer_kind=payer_kind or "",
        history=earlier if history else None,
    )
    status = 0
    for path in files:
        worst = Severity.NOT_CHECKED
        claims = shown = 0
        try:
            source = readable(path)
            of_file = _received_on(rules, given or _date_of(source, path))
            for claim in iter_837(source, where=str(path)):
                found = scrub(claim, of_file)
                worst = min(worst, *(finding.severity for finding in found), Severity.NOT_CHECKED)
                claims += 1
                shown += sum(finding.severity <= Severity.REVIEW for finding in found)
                _show(path, claim, found, as_json=as_json)
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
            continue
        if not as_json:
            click.echo(f"{path}: {_counted(claims, 'claim')}, {_counted(shown, 'finding')} to work on.")
        if worst <= Severity.REVIEW:
            status = max(status, 1)
    return status


def _store(reference: Path | None) -> "Store":
    from cleanclaim.codesets import open_store
    from cleanclaim.primitives import UnreadableFile
    from cleanclaim.reference import ensure_store

    if reference is None:
        return ensure_store(data_directory() / "reference")
    if not reference.is_dir():
        raise UnreadableFile(
            "there is no such reference store.", where=str(reference), fix="Make it with reference import."
        )
    return open_store(reference)


def _received_on(rules: "Rules", day: date | None) -> "Rules":
    import msgspec

    return msgspec.structs.replace(rules, received=day)


def _date_of(source: "Source", path: Path) -> date | None:
    """Return the day on which a file says it was made (GS04); nothing when it is no date."""
    from cleanclaim.primitives import InvalidValue, parse_ccyymmdd
    from cleanclaim.x12 import read_rows

    for row in read_rows(source, where=str(path)):
        if row[0] == "GS":
            try:
                return parse_ccyymmdd(row[4]) if len(row) > 4 else None
            except InvalidValue:
                return None
    return None


def _show(path: Path, claim: "Claim", found: Sequence["Finding"], *, as_json: bool) -> None:
    from cleanclaim.edits.pages import record_of_finding
    from cleanclaim.primitives import encode_line

    if as_json:
        for finding in found:
            click.echo(encode_line(record_of_finding(finding, str(path))))
        return
    if not found:
        return
    if sys.stdout.isatty():
        _draw(claim, found)
        return
    click.echo(f"claim {claim.patient_control_number or '(without number)'}")
    for finding in found:
        click.echo(f"  {finding.severity!s:12}{finding.edit}  {finding.message}")
        if finding.fix:
            click.echo(f"{'':22}{finding.fix} [{finding.path}]")


def _draw(claim: "Claim", found: Sequence["Finding"]) -> None:
    from rich.console import Console
    from rich.table import Table

    colours = {"reject": "red", "deny": "red", "review": "yellow", "inform": "cyan", "not_checked": "dim"}
    table = Table("severity", "edit", "line", "what is wrong", "what to do", title_justify="left")
    table.title = f"claim {claim.patient_control_number or '(without number)'}"
    for finding in found:
        severity = str(finding.severity)
        table.add_row(
            f"[{colours[severity]}]{severity}[/]",
            finding.edit,
            str(finding.line or ""),
            _plain(finding.message),
            _plain(finding.fix),
        )
    Console().print(table)


def _plain(text: str) -> str:
    """Return text in which rich sees no markup: what was sent may hold brackets."""
    from rich.markup import escape

    return escape(text)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
