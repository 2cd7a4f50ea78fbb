"""``cleanclaim ledger``: balances out of postings."""

from uuid import UUID

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    organization_option,
    person_option,
)


@click.command()
@click.argument("claim", required=False)
@click.option("--month", metavar="YYYY-MM", help="Opening, movements and closing of a month, as CSV.")
@click.option("--snapshot", is_flag=True, help="Keep the balances of each day that is over, once.")
@organization_option
@person_option
def command(
    *, claim: str | None, month: str | None, snapshot: bool, organization: str | None, person: str | None
) -> int:
    """Show the trial balance, or all postings of one CLAIM with what is still owed on it.

    With --month the roll-forward, whose exit status is 1 when it does not agree. The view of a claim's
    postings is audited.
    """
    organization_id = chosen_organization(organization)
    if month is not None or snapshot:
        return _figures(organization_id, month)
    from cleanclaim.ledger import AccountKind
    from cleanclaim.primitives import ZERO, show_money
    from cleanclaim.web.accounting.selectors import balance, postings_of_claim, trial_balance
    from cleanclaim.web.audit.record import record
    from cleanclaim.web.claims.models import Claim
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        if claim is None:
            found = trial_balance()
            for account, amount in found.items():
                click.echo(f"{account:<24}{show_money(amount):>16}")
            click.echo(f"{'sum (must be zero)':<24}{show_money(sum(found.values(), start=ZERO)):>16}")
            return 0
        rows = list(postings_of_claim(claim))
        if not rows:
            click.echo(f"Nothing is booked for a claim {claim}.", err=True)
            return 1
        record(
            actor=acting_person(person),
            action="ledger.viewed",
            subject=Claim.objects.filter(patient_control_number=claim).first() or rows[0].entry,
            at=moment(None, organization_id),
        )
        click.echo(f"{'day':<12}{'account':<22}{'debit':>12}{'credit':>12}  why")
        for row in rows:
            debit, credit = (show_money(v) if v else "" for v in (row.debit, row.credit))
            click.echo(f"{row.entry.on!s:<12}{row.account:<22}{debit:>12}{credit:>12}  {row.reason}")
        for kind in (AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT):
            click.echo(f"{kind.value:<34}{show_money(balance(kind, claim=claim)):>12}  open")
    return 0


def _figures(organization_id: UUID, month: str | None) -> int:
    """Write a month's roll-forward to standard output, or keep the balances of the days that are over."""
    import sys

    from cleanclaim.web.accounting.roll_forward import last_day, month_of, rolled, write_csv
    from cleanclaim.web.accounting.services.close_month import take_due_snapshots
    from cleanclaim.web.tenancy import tenant

    if month is None:
        at = moment(None, organization_id)
        with tenant(organization_id):
            click.echo(f"Balances of {take_due_snapshots(at=at)} days were kept.")
        return 0
    first = month_of(month)
    if first is None:
        click.echo("cleanclaim: --month is written like 2025-12.", err=True)
        return 2
    with tenant(organization_id):
        rows = rolled(first, last_day(first))
    write_csv(sys.stdout, rows, first)
    return 0 if all(row.agrees for row in rows) else 1
