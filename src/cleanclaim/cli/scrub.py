"""``cleanclaim scrub``: the claim edits over 837 files."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from cleanclaim.cli.paths import read_bytes, readable
from cleanclaim.cli.scrub_output import counted, show_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec

    from cleanclaim.edits import Rules
    from cleanclaim.edits.context import Context
    from cleanclaim.edits.linking import Linked
    from cleanclaim.x12 import Source

T = TypeVar("T", bound="msgspec.Struct")
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
@click.option(
    "--rules",
    "own_rules",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Rules of payers and of the practice (YAML), a file or a directory; may be given several times.",
)
@click.option(
    "--authorizations",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Prior authorizations and referrals of the patients, JSON lines.",
)
@click.option(
    "--eligibility",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The payers' answers on the patients' coverage, JSON lines.",
)
@click.option(
    "--documents",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What the coded documents of the claims support, JSON lines.",
)
@click.option("--fix", is_flag=True, help="Write corrected files: only changes that are safe.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="With --fix: the corrected file, or a directory (default: NAME.corrected.837 beside each).",
)
@click.option(
    "--since",
    metavar="RELEASE|DATE",
    help="Show what changes through these releases: a label, a part of one, a quarter or a date.",
)
@click.option(
    "--together", is_flag=True, help="The files are sent together: link a patient's claims over all of them."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def command(
    *,
    files: tuple[Path, ...],
    received: str | None,
    history: tuple[Path, ...],
    payer_kind: str | None,
    reference: Path | None,
    own_rules: tuple[Path, ...],
    authorizations: Path | None,
    eligibility: Path | None,
    documents: Path | None,
    fix: bool,
    output: Path | None,
    since: str | None,
    together: bool,
    as_json: bool,
) -> int:
    """Check claims before the payer does.

    Exit status: 0 nothing to work on, 1 a finding to reject, deny or review, 2 a file that
    cannot be read.
    """
    import msgspec

    from cleanclaim.cli.reference_store import reference_store
    from cleanclaim.cli.scrub_fix import fix_file, targets
    from cleanclaim.cli.scrub_since import compare_file, say_releases
    from cleanclaim.cli.scrub_together import RunOfFiles, claims_of_file, made_on
    from cleanclaim.codesets.without import releases_since
    from cleanclaim.edits import Rules
    from cleanclaim.edits.practice_rules.loading import load_rules
    from cleanclaim.edits.since import Comparison
    from cleanclaim.exchange import read_837
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.primitives import InputError, InvalidValue, parse_iso

    given = parse_iso(received) if received else None
    earlier = tuple(claim for path in history for claim in read_837(read_bytes(path), where=str(path)))
    rules = Rules(
        reference_store(reference),
        shipped_parameters(),
        payer_kind=payer_kind or "",
        history=earlier if history else None,
        context=_context(authorizations, eligibility, documents),
    )
    if own_rules:
        rules = msgspec.structs.replace(rules, practice_rules=load_rules(own_rules, rules))
    if output is not None and not fix:
        raise InvalidValue("--output is for --fix.", fix="Say --fix, or leave it out.")
    if since and fix:
        raise InvalidValue("--since only compares; it corrects nothing.", fix="Leave --fix or --since out.")
    outputs = targets(files, output) if fix else {}
    new = releases_since(rules.store, since) if since else ()
    if new:
        say_releases(new)
    status = 0
    opened: list[tuple[Path, Source]] = []
    for path in files:
        try:
            opened.append((path, readable(path)))
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
    run = RunOfFiles([(str(path), source) for path, source in opened]) if together else None
    for number, (path, source) in enumerate(opened):
        try:
            of_file = _received_on(rules, given or made_on(source, where=str(path)))
            claims = run.claims_of(number) if run else claims_of_file(source, where=str(path))
            if fix:
                found = fix_file(path, source, claims, outputs[path], of_file, as_json=as_json)
            elif new:
                found = compare_file(path, claims, Comparison(of_file, new), as_json=as_json)
            else:
                found = _scrub_file(path, claims, of_file, as_json=as_json)
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
            continue
        status = max(status, found)
    return status


def _context(authorizations: Path | None, eligibility: Path | None, documents: Path | None) -> "Context":
    """Return what stands in the files that were given; what was not given is not at hand."""
    from cleanclaim.cli.paths import read_text
    from cleanclaim.edits.context import Authorization, CodedDocument, Context, Eligibility
    from cleanclaim.edits.context_files import read_values

    def values(path: Path | None, kind: "type[T]") -> "tuple[T, ...] | None":
        return None if path is None else read_values(read_text(path), kind, where=str(path))

    return Context(
        authorizations=values(authorizations, Authorization),
        eligibility=values(eligibility, Eligibility),
        documents=values(documents, CodedDocument),
    )


def _scrub_file(path: Path, run: "Iterator[Linked]", rules: "Rules", *, as_json: bool) -> int:
    """Judge the claims of one file; return 1 when there is something to work on, else 0."""
    from cleanclaim.cli.scrub_together import judged
    from cleanclaim.edits import Severity

    claims = shown = 0
    for one in run:
        found = judged(one, rules)
        claims += 1
        shown += sum(finding.severity <= Severity.REVIEW for finding in found)
        show_findings(path, one.claim, found, as_json=as_json)
    if not as_json:
        click.echo(f"{path}: {counted(claims, 'claim')}, {counted(shown, 'finding')} to work on.")
    return 1 if shown else 0


def _received_on(rules: "Rules", day: date | None) -> "Rules":
    import msgspec

    return msgspec.structs.replace(rules, received=day)
