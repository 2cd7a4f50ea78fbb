"""``cleanclaim contract``: contracts with payers, checked, and claims priced by them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanclaim.cli.paths import readable
from cleanclaim.cli.price_options import name_values
from cleanclaim.cli.reference_store import reference_store

if TYPE_CHECKING:
    from cleanclaim.pricing import Contract
    from cleanclaim.pricing.contract_claims import ExpectedClaim

_PATH = click.Path(path_type=Path)


@click.group(name="contract")
def command() -> None:
    """Contracts with payers, as YAML files: check them, price claims by them."""


@command.command()
@click.argument("path", metavar="PATH", type=_PATH)
def check(path: Path) -> int:
    """Check the contract in a file, or all contracts under a directory.

    Shows each with its days and terms, and the days that none covers between two. Exit status: 1
    when there are such days, 2 when a file is wrong (its line is told).
    """
    from cleanclaim.pricing import gaps

    contracts = _contracts(path)
    for one in contracts:
        click.echo(f"{one.name} ({one.payer_id}), {_days(one)}")
        for names, said in ((one.plans, "plans"), (one.providers, "providers")):
            if names:
                click.echo(f"  {said}: {', '.join(names)}")
        for term in (*one.terms, one.default):
            what = "carve-out " if term.carve_out else ""
            click.echo(f"  {what}{term.name}: {type(term.pay).__struct_config__.tag}")
    found = gaps(contracts)
    for gap in found:
        click.echo(
            f"Payer {gap.payer_id}: no contract from {gap.days.start} to {gap.days.end} "
            f"(between {gap.before} and {gap.after})."
        )
    if not contracts:
        click.echo(f"{path} holds no contract (*.yaml).", err=True)
    return 1 if found else 0


@command.command()
@click.argument("path", metavar="PATH", type=_PATH)
@click.argument("claims", metavar="FILE.837", type=_PATH)
@click.option("--plan", default="", help="Plan of the patients, where contracts name plans.")
@click.option("--locality", metavar="MAC-LOCALITY", default="", help="Overrules the one of the ZIP code.")
@click.option("--given", metavar="NAME=VALUE", multiple=True, help="What terms ask for besides the claim.")
@click.option("--reference", metavar="DIR", type=_PATH, help="Use this reference store.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line of a claim.")
def price(
    *,
    path: Path,
    claims: Path,
    plan: str,
    locality: str,
    given: tuple[str, ...],
    reference: Path | None,
    as_json: bool,
) -> int:
    """Say what the contracts in PATH pay for the claims in a file, and which term pays each line.

    The contract is that for the billed payer's id, the plan, the billing provider and the first day
    of service. Exit status: 0 also where a line has no amount (the reason says why).
    """
    from cleanclaim.exchange import iter_837
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.pricing import NotPriced, Tables
    from cleanclaim.pricing.contract_claims import expected_by_contract
    from cleanclaim.primitives import encode_line

    contracts = _contracts(path)
    tables = Tables(reference_store(reference), shipped_parameters())
    said = name_values(given)
    for claim in iter_837(readable(claims), where=str(claims)):
        number = claim.patient_control_number
        found = expected_by_contract(contracts, claim, tables, plan=plan, locality=locality, given=said)
        if isinstance(found, NotPriced):
            record = {
                "file": str(claims),
                "claim_id": number,
                "line": None,
                "amount": None,
                "reason": found.reason,
            }
            click.echo(encode_line(record) if as_json else f"claim {number}: {found.reason}")
            continue
        for record in _records(found):
            record = {"file": str(claims), "claim_id": number, **record}
            click.echo(encode_line(record) if as_json else _for_people(record))
    return 0


def _records(found: "ExpectedClaim") -> Iterator[dict[str, Any]]:
    from cleanclaim.pricing import NotPriced
    from cleanclaim.primitives import money_field

    for each in found.lines:
        answer = each.answer
        line = {
            "line": each.line,
            "code": each.service.code,
            "modifiers": list(each.service.modifiers),
            "date": each.service.on.isoformat(),
            "charge": money_field(each.service.charge),
            "contract": found.price.contract,
        }
        if isinstance(answer, NotPriced):
            yield {**line, "term": None, "amount": None, "derivation": [], "reason": answer.reason}
        else:
            amount, steps = money_field(answer.amount), list(answer.derivation)
            yield {
                **line,
                "term": answer.term,
                "amount": amount,
                "derivation": steps,
                "release": answer.release,
            }
    for one in found.price.additions:
        yield {
            "line": None,
            "contract": found.price.contract,
            "term": one.term,
            "amount": money_field(one.amount),
            "derivation": list(one.derivation),
        }


def _for_people(record: dict[str, Any]) -> str:
    shown = "-".join((record.get("code", ""), *record.get("modifiers", [])))
    what = f"line {record['line']}, {shown}" if record["line"] is not None else "the whole claim"
    head = f"claim {record['claim_id']}, {what}: "
    if record["amount"] is None:
        return f"{head}no amount\n  {record['reason']}"
    steps = "".join(f"\n  {step}" for step in record["derivation"])
    return f"{head}{record['amount']} by {record['term']}{steps}"


def _contracts(path: Path) -> "tuple[Contract, ...]":
    from cleanclaim.pricing import load_contract, load_contracts

    return load_contracts(path) if path.is_dir() else (load_contract(path),)


def _days(contract: "Contract") -> str:
    from datetime import date

    days = contract.effective
    return f"from {days.start}" if days.end == date.max else f"{days.start} to {days.end}"
