"""``cleanclaim remit``: what payers paid, what they did not, and why."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.remit_post import post

if TYPE_CHECKING:
    from cleanclaim.remittance import ClaimDecision, ClaimPayment, Difference, Remittance
    from cleanclaim.x12 import Source


@click.group()
def command() -> None:
    """Remittances: what was paid, what was not and why; posting them to the ledger."""


command.add_command(post)


@command.command()
@click.argument("files", metavar="FILE.835...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a claim payment, then one for the file."
)
def show(files: tuple[Path, ...], as_json: bool) -> int:
    """Show what 835 files say: payments, adjustments, denials in plain words, and whether they add up.

    Exit status 1 when something is denied or does not add up, 2 when a file cannot be read.
    """
    from cleanclaim.cli.paths import readable
    from cleanclaim.exchange.remittance_835 import stream_835
    from cleanclaim.primitives import InputError

    status = 0
    for file in files:
        try:
            source = readable(file)
            for _ in stream_835(source, where=str(file)):
                pass  # read to its end before a line is shown: nothing of a broken file is
            finding = _show(file, source, as_json=as_json)
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
            continue
        status = max(status, 1 if finding else 0)
    return status


def _show(file: Path, source: "Source", *, as_json: bool) -> bool:
    """Show a file claim by claim, in flat memory; return whether anything is denied or out of balance."""
    from cleanclaim.cli.remit_lines import FileTotals, claim_line
    from cleanclaim.cli.remit_words import TransactionWords
    from cleanclaim.primitives import ZERO, encode_line
    from cleanclaim.remittance import balance_payment

    totals, words, paid = FileTotals(file), TransactionWords(file), ZERO
    for remittance, claim, decision, differences in _decided(file, source):
        if claim is not None and decision is not None:
            paid += claim.paid
            totals.add(remittance, claim, decision, differences)
            if as_json:
                click.echo(encode_line(claim_line(file, remittance, claim, decision, differences)))
            else:
                words.claim(remittance, claim, decision, differences)
            continue
        found = balance_payment(remittance, paid)
        totals.end(remittance, found)
        if not as_json:
            words.end(remittance, found)
        paid = ZERO
    if as_json:
        click.echo(encode_line(totals.line()))
    return totals.finding


def _decided(
    file: Path, source: "Source"
) -> "Iterator[tuple[Remittance, ClaimPayment | None, ClaimDecision | None, tuple[Difference, ...]]]":
    """Yield each claim payment understood and balanced, and each remittance at its end without one."""
    from cleanclaim.exchange.remittance_835 import stream_835
    from cleanclaim.remittance import balance_claim, classify_claim

    for remittance, claim in stream_835(source, where=str(file)):
        if claim is None:
            yield remittance, None, None, ()
        else:
            yield remittance, claim, classify_claim(claim), balance_claim(claim)
