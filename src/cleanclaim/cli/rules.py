"""``cleanclaim rules``: rules of payers and of the practice, in YAML."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import readable
from cleanclaim.cli.scrub_output import counted

if TYPE_CHECKING:
    from cleanclaim.claim import Claim
    from cleanclaim.edits import Rules
    from cleanclaim.edits.practice_rules.outcomes import Outcome
    from cleanclaim.edits.practice_rules.trial import Trial
    from cleanclaim.remittance import ClaimPayment

CLAIMS = click.option(
    "--claims",
    metavar="PATH",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="837 files of the past, or directories of them; may be given several times.",
)
REMITS = click.option(
    "--remits",
    metavar="PATH",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="835 files that answer them, or directories; may be given several times.",
)


@click.group()
def command() -> None:
    """Rules of payers and of the practice, in YAML: check, test on past claims, propose."""


@command.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> int:
    """Read files of rules, or directories of them, and run the rules' own examples."""
    from cleanclaim.edits.practice_rules.loading import load_rules

    loaded = load_rules(paths, plain_rules())
    for rule in loaded:
        click.echo(f"{rule.id}  {rule.says}")
    examples = sum(len(rule.examples) for rule in loaded)
    click.echo(f"{counted(len(loaded), 'rule')}; {counted(examples, 'example')} come out as they say.")
    return 0


@command.command()
@click.option(
    "--judges", type=click.Choice(("claim", "line", "diagnosis")), default="claim", show_default=True
)
def fields(judges: str) -> None:
    """List every field that a condition may ask of: path, kind, meaning."""
    from cleanclaim.edits.practice_rules.fields import known_fields

    for path, kind, about in known_fields(judges):
        click.echo(f"{path}  {kind}{f'  {about}' if about else ''}")


@command.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@CLAIMS
@REMITS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a rule.")
def test(
    paths: tuple[Path, ...], claims: tuple[Path, ...], remits: tuple[Path, ...], *, as_json: bool
) -> None:
    """Try rules on past claims: what they would have held, and what was denied of it later."""
    from cleanclaim.edits.practice_rules.loading import load_rules
    from cleanclaim.edits.practice_rules.outcomes import match_outcomes
    from cleanclaim.edits.practice_rules.trial import try_rule
    from cleanclaim.primitives import encode_line, money_field

    rules = plain_rules()
    loaded = load_rules(paths, rules)
    outcomes, unanswered = match_outcomes(_claims(claims), _payments(remits))
    _say_matched(outcomes, unanswered)
    for rule in loaded:
        tried = try_rule(rule, outcomes, unanswered, rules)
        if as_json:
            record = {
                "rule": tried.rule,
                "held": tried.held,
                "denied": tried.denied,
                "denied_there": tried.denied_there,
                "paid": tried.paid,
                "unanswered": tried.unanswered,
                "missed": tried.missed,
                "denied_amount": money_field(tried.denied_amount),
                "false_holds": list(tried.false_holds),
            }
            click.echo(encode_line(record))
        else:
            click.echo(_in_words(tried))


@command.command()
@CLAIMS
@REMITS
@click.option(
    "--prefix", default="MINED", show_default=True, metavar="NAME", help="How the ids of the proposals begin."
)
@click.option(
    "--min-support",
    type=click.IntRange(5),
    default=10,
    show_default=True,
    help="Denied lines that a proposal needs.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the rules as YAML, to be read.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a proposal.")
def mine(
    *,
    claims: tuple[Path, ...],
    remits: tuple[Path, ...],
    prefix: str,
    min_support: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Propose rules from past decisions, for a person to accept."""
    from cleanclaim.cli.writing import write_whole
    from cleanclaim.edits.practice_rules.mining import Limits, propose
    from cleanclaim.edits.practice_rules.outcomes import match_outcomes
    from cleanclaim.edits.practice_rules.proposed_yaml import evidence_of, in_words, proposals_yaml
    from cleanclaim.primitives import encode_line, money_field

    outcomes, unanswered = match_outcomes(_claims(claims), _payments(remits))
    _say_matched(outcomes, unanswered)
    proposals = propose(outcomes, Limits(support=min_support))
    for number, one in enumerate(proposals, 1):
        if as_json:
            record = {
                "rule": f"{prefix}-{number:03d}",
                "payer_id": one.payer_id,
                "claim_type": one.claim_type,
                "carc": one.carc,
                "rarcs": list(one.rarcs),
                "pattern": dict(one.pattern),
                "lines": one.lines,
                "denied": one.denied,
                "share_low": f"{one.low:.4f}",
                "share_high": f"{one.high:.4f}",
                "lift": f"{one.lift:.2f}",
                "chance": f"{one.p:.3g}",
                "patterns_looked_at": one.looked_at,
                "amount": money_field(one.amount),
            }
            click.echo(encode_line(record))
        else:
            click.echo(f"{prefix}-{number:03d}  {in_words(one)}")
            click.echo(f"{'':12}{evidence_of(one)}")
    if output is not None and proposals:
        write_whole(output, proposals_yaml(proposals, prefix).encode())
    click.echo(f"{counted(len(proposals), 'rule')} proposed.", err=True)


def plain_rules() -> "Rules":
    """Return what rules of payers and practices are judged with: parameters, no reference data."""
    from cleanclaim.cli.paths import data_directory
    from cleanclaim.codesets import open_store
    from cleanclaim.edits import Rules
    from cleanclaim.parameters import shipped_parameters

    return Rules(open_store(data_directory() / "reference"), shipped_parameters())


def _claims(paths: tuple[Path, ...]) -> "Iterable[Claim]":
    from cleanclaim.cli.bulk_jobs import files_in
    from cleanclaim.exchange import iter_837

    for path in files_in(paths):
        yield from iter_837(readable(path), where=str(path))


def _payments(paths: tuple[Path, ...]) -> "Iterable[ClaimPayment]":
    from cleanclaim.cli.bulk_jobs import files_in
    from cleanclaim.exchange.remittance_835 import iterate_835

    for path in files_in(paths):
        for remittance in iterate_835(readable(path), where=str(path)):
            yield from remittance.claims


def _say_matched(outcomes: "tuple[Outcome, ...]", unanswered: "tuple[Claim, ...]") -> None:
    denied = sum(one.denied for one in outcomes)
    click.echo(
        f"{counted(len(outcomes), 'claim')} with a decision, {denied} of them denied at least in part; "
        f"{len(unanswered)} without.",
        err=True,
    )


def _in_words(tried: "Trial") -> str:
    from cleanclaim.primitives import show_money

    return (
        f"{tried.rule}: would have held {counted(tried.held, 'claim')}, "
        f"of which {tried.denied} were later denied "
        f"({show_money(tried.denied_amount)}; {tried.denied_there} on a line that the rule names), "
        f"{tried.paid} paid (false holds), {tried.unanswered} not answered yet. "
        f"{tried.missed} denied claims would not have been held."
    )
