"""How findings are shown: JSON lines, plain text, or a table on a terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleanclaim.claim import Claim
    from cleanclaim.edits import Finding


def show_findings(path: Path, claim: "Claim", found: Sequence["Finding"], *, as_json: bool) -> None:
    """Print what was found in one claim."""
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
    click.echo(f"claim {name_of(claim)}")
    for finding in found:
        click.echo(f"  {finding.severity!s:12}{finding.edit}  {finding.message}")
        if finding.fix:
            click.echo(f"{'':22}{finding.fix} [{finding.path}]")


def name_of(claim: "Claim") -> str:
    """Return the number by which a claim is called."""
    return claim.patient_control_number or "(without number)"


def counted(number: int, noun: str) -> str:
    """Return ``1 claim``, ``2 claims``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _draw(claim: "Claim", found: Sequence["Finding"]) -> None:
    from rich.console import Console
    from rich.table import Table

    colours = {"reject": "red", "deny": "red", "review": "yellow", "inform": "cyan", "not_checked": "dim"}
    table = Table("severity", "edit", "line", "what is wrong", "what to do", title_justify="left")
    table.title = f"claim {name_of(claim)}"
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
