"""``cleanclaim scrub --since``: what changes for claims under releases that have come."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.scrub_output import counted, name_of

if TYPE_CHECKING:
    from cleanclaim.codesets import Release
    from cleanclaim.edits.linking import Linked
    from cleanclaim.edits.since import Comparison, Difference


def compare_file(path: Path, run: "Iterable[Linked]", comparison: "Comparison", *, as_json: bool) -> int:
    """Show what changes in one file; return 1 when something is to be worked on that was not, else 0."""
    from cleanclaim.edits.pages import record_of_finding
    from cleanclaim.edits.since import is_to_work_on
    from cleanclaim.primitives import encode_line

    claims = changed = new = gone = 0
    for one_of_run in run:
        claim = one_of_run.claim
        claims += 1
        found = comparison.differences(claim, one_of_run.before, one_of_run.after)
        changed += bool(found)
        new += sum(is_to_work_on(one) for one in found)
        gone += sum(not one.appears for one in found)
        if found and not as_json:
            click.echo(f"claim {name_of(claim)}")
        for one in found:
            if as_json:
                record = record_of_finding(one.finding, str(path))
                record["change"] = "appears" if one.appears else "disappears"
                record["releases"] = list(one.releases)
                click.echo(encode_line(record))
            else:
                _show(one)
    summary = (
        f"{path}: {counted(changed, 'claim')} of {claims} changed; {counted(new, 'new finding')} to work on, "
        f"{gone} gone."
    )
    click.echo(summary, err=as_json)
    return 1 if new else 0


def say_releases(since: "Sequence[Release]") -> None:
    """Say on standard error which releases are left out on one side of the comparison."""
    labels = "; ".join(dict.fromkeys(one.label for one in since))
    click.echo(f"With and without: {labels}.", err=True)


def _show(one: "Difference") -> None:
    mark = "+" if one.appears else "-"
    finding = one.finding
    by = "; ".join(one.releases) or "several releases together"
    click.echo(f"  {mark} {finding.severity!s:12}{finding.edit}  {finding.message}")
    click.echo(f"{'':24}by {by} [{finding.path}]")
