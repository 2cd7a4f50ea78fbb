"""``cleanclaim remit``: what payers paid, what they did not, and why."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanclaim.cli.remit_post import post

if TYPE_CHECKING:
    from cleanclaim.remittance import ClaimDecision, ClaimPayment, Difference, Remittance

_STATUS_WORDS = {
    "1": "primary",
    "2": "secondary",
    "3": "tertiary",
    "4": "denied",
    "19": "primary, forwarded",
    "20": "secondary, forwarded",
    "21": "tertiary, forwarded",
    "22": "reversal",
    "23": "not theirs, forwarded",
    "25": "estimate only",
}


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
    from cleanclaim.cli.paths import read_bytes
    from cleanclaim.exchange.remittance_835 import read_835
    from cleanclaim.primitives import InputError

    status = 0
    for file in files:
        try:
            remittances = read_835(read_bytes(file), where=str(file))
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
            continue
        finding = _print_json(file, remittances) if as_json else _print_words(file, remittances)
        status = max(status, 1 if finding else 0)
    return status


def _print_json(file: Path, remittances: "tuple[Remittance, ...]") -> bool:
    """Print a file as JSON lines; return whether anything is denied or out of balance."""
    from cleanclaim.primitives import encode_line
    from cleanclaim.remittance import classify_claim

    for remittance in remittances:
        for claim in remittance.claims:
            click.echo(encode_line(_claim_object(file, remittance, claim, classify_claim(claim))))
    totals = _totals(file, remittances)
    click.echo(encode_line(totals))
    return bool(totals["denied"]) or not totals["balanced"]


def _claim_object(
    file: Path, remittance: "Remittance", claim: "ClaimPayment", decision: "ClaimDecision"
) -> dict[str, Any]:
    from cleanclaim.primitives import money_field
    from cleanclaim.remittance import balance_claim

    differences = balance_claim(claim)
    return {
        "file": str(file),
        "payer": remittance.payer_name,
        "trace": remittance.trace_number,
        "claim_id": claim.patient_control_number,
        "status": claim.status,
        "charge": money_field(claim.charge),
        "paid": money_field(claim.paid),
        "patient_responsibility": money_field(claim.patient_responsibility),
        "adjustments": [
            {
                "level": found.level,
                "line": found.line,
                "group": found.adjustment.group_code,
                "carc": found.adjustment.carc,
                "amount": money_field(found.adjustment.amount),
                "quantity": None if found.adjustment.quantity is None else f"{found.adjustment.quantity:f}",
                "rarcs": list(found.remarks),
                "category": found.classification.category.value,
                "rule": found.classification.rule,
            }
            for found in decision.adjustments
        ],
        "denied": decision.denied,
        "denial_reasons": list(decision.denial_reasons),
        "balanced": not differences,
        "differences": [_difference_object(each) for each in differences],
        "outcome": decision.outcome.value,
        "transaction": remittance.position,
        "payer_claim_control_number": claim.payer_claim_control_number,
    }


def _difference_object(found: "Difference") -> dict[str, Any]:
    from cleanclaim.primitives import money_field

    return {
        "level": found.level,
        "where": found.where,
        "expected": money_field(found.expected),
        "found": money_field(found.found),
    }


def _totals(file: Path, remittances: "tuple[Remittance, ...]") -> dict[str, Any]:
    from cleanclaim.primitives import ZERO, money_field
    from cleanclaim.remittance import balance, classify_claim

    claims = [claim for remittance in remittances for claim in remittance.claims]
    decisions = [classify_claim(claim) for claim in claims]
    by_category: dict[str, Any] = {}
    for decision in decisions:
        for found in decision.adjustments:
            name = found.classification.category.value
            by_category[name] = by_category.get(name, ZERO) + found.adjustment.amount
    differences = [(remittance.position, each) for remittance in remittances for each in balance(remittance)]
    return {
        "file": str(file),
        "transactions": len(remittances),
        "claims": len(claims),
        "payment": money_field(sum((remittance.payment for remittance in remittances), ZERO)),
        "charge": money_field(sum((claim.charge for claim in claims), ZERO)),
        "paid": money_field(sum((claim.paid for claim in claims), ZERO)),
        "patient_responsibility": money_field(sum((claim.patient_responsibility for claim in claims), ZERO)),
        "adjustments_by_category": {name: money_field(by_category[name]) for name in sorted(by_category)},
        "provider_adjustments": [
            {
                "transaction": remittance.position,
                "provider": found.provider_id,
                "reason": found.reason,
                "reference": found.reference,
                "amount": money_field(found.amount),
            }
            for remittance in remittances
            for found in remittance.provider_adjustments
        ],
        "denied": any(decision.denied for decision in decisions),
        "claims_denied": sum(decision.denied for decision in decisions),
        "balanced": not differences,
        "differences": [
            {"transaction": position, **_difference_object(each)} for position, each in differences
        ],
    }


def _print_words(file: Path, remittances: "tuple[Remittance, ...]") -> bool:
    """Print a file as tables and sentences; return whether anything is denied or out of balance."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    console = Console(markup=False, highlight=False, soft_wrap=True, width=width)
    finding = False
    for remittance in remittances:
        number = f", transaction {remittance.position}" if len(remittances) > 1 else ""
        console.print(f"{file}{number}")
        for text in _heading(remittance):
            console.print(f"  {text}")
        if remittance.claims:
            console.print(_claims_table(remittance))
        troubles = list(_denials(remittance))
        if troubles:
            console.print("  Denied:")
            for text in troubles:
                console.print(f"    {text}")
        differences = list(_differences(remittance))
        console.print("  Does not add up:" if differences else "  Adds up to the cent.")
        for text in differences:
            console.print(f"    {text}")
        console.print()
        finding = finding or bool(troubles) or bool(differences)
    return finding


def _heading(remittance: "Remittance") -> Iterator[str]:
    from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS
    from cleanclaim.primitives import show_money

    paid_on = f" on {remittance.paid_on.isoformat()}" if remittance.paid_on else ""
    method = f" ({remittance.payment_method})" if remittance.payment_method else ""
    yield (
        f"{remittance.payer_name or 'Unnamed payer'} pays {remittance.payee_name or 'an unnamed payee'} "
        f"{show_money(remittance.payment)}{method}{paid_on}, trace {remittance.trace_number or 'not given'}"
    )
    for found in remittance.provider_adjustments:
        verb = "takes" if found.amount > 0 else "adds"
        meaning = PROVIDER_ADJUSTMENT_REASONS.get(found.reason, "look the code up")
        reference = f", reference {found.reference}" if found.reference else ""
        yield f"{verb} {show_money(abs(found.amount))} outside any claim: {found.reason} {meaning}{reference}"


def _claims_table(remittance: "Remittance") -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from cleanclaim.primitives import ZERO, show_money
    from cleanclaim.remittance import Category, classify_claim

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", overflow="fold")
    table.add_column("processed as", overflow="fold")
    for name in ("charge", "paid", "contractual", "patient", "denied", "other"):
        table.add_column(name, justify="right", no_wrap=True)
    for claim in remittance.claims:
        sums = dict.fromkeys(Category, ZERO)
        for found in classify_claim(claim).adjustments:
            sums[found.classification.category] += found.adjustment.amount
        amounts = (
            claim.charge,
            claim.paid,
            sums[Category.CONTRACTUAL],
            sums[Category.PATIENT],
            sums[Category.DENIAL] + sums[Category.REJECTION],
            sums[Category.PRIOR_PAYER] + sums[Category.INFORMATION] + sums[Category.REVERSAL],
        )
        table.add_row(
            Text(claim.patient_control_number),
            Text(_STATUS_WORDS.get(claim.status, f"status {claim.status}")),
            *(Text(show_money(amount)) for amount in amounts),
        )
    return table


def _denials(remittance: "Remittance") -> Iterator[str]:
    from cleanclaim.remittance import classify_claim

    for claim in remittance.claims:
        for reason in classify_claim(claim).denial_reasons:
            yield f"{claim.patient_control_number}: {reason}"


def _differences(remittance: "Remittance") -> Iterator[str]:
    from cleanclaim.primitives import show_money
    from cleanclaim.remittance import balance

    for found in balance(remittance):
        yield (
            f"{found.where}: {show_money(found.found)} is sent, {show_money(found.expected)} adds up, "
            f"difference {show_money(found.amount)}"
        )
