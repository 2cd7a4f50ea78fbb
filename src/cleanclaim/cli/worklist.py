"""``cleanclaim worklist``: what waits for a person."""

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    now_option,
    organization_option,
    person_option,
)


@click.group()
def command() -> None:
    """The work list: everything that waits for a person, with its reason."""


@command.command("list")
@click.option("--kind", default="", metavar="KIND", help="Only those, such as query, held, denial, review.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an item.")
@organization_option
@person_option
def list_(*, kind: str, as_json: bool, organization: str | None, person: str | None) -> int:
    """List the open items: what is due first, then the oldest. The view is audited."""
    organization_id = chosen_organization(organization)
    from cleanclaim.primitives import encode_line, show_money
    from cleanclaim.web.audit.record import record
    from cleanclaim.web.organizations.models import Organization
    from cleanclaim.web.tenancy import tenant
    from cleanclaim.web.worklists.selectors import about, open_items

    lines = []
    with tenant(organization_id):
        items = list(open_items(kind=kind))
        for item in items:
            amount = None if item.amount is None else show_money(item.amount)
            if as_json:
                values = {
                    "key": item.key,
                    "kind": item.kind,
                    "about": about(item),
                    "amount": amount,
                    "due": item.due,
                    "opened": item.opened_at.date(),
                    "reason": item.reason,
                }
                lines.append(encode_line(values))
                continue
            due = f"due {item.due}" if item.due else ""
            lines.append(f"{item.kind:<12} {about(item):<20} {amount or '':>10}  {due}".rstrip())
            lines += [f"    {item.reason}", f"    key: {item.key}"]
        record(
            actor=acting_person(person),
            action="worklist.viewed",
            subject=Organization.objects.get(pk=organization_id),
            at=moment(None, organization_id),
            details={"kind": kind, "items": len(items)},
        )
    for line in lines:
        click.echo(line)
    click.echo(f"{len(items)} open.", err=True)
    return 0


@command.command()
@click.argument("name", metavar="KEY|NUMBER")
@click.option("--outcome", required=True, metavar="TEXT", help="What was done, in one line.")
@organization_option
@person_option
@now_option
def close(*, name: str, outcome: str, organization: str | None, person: str | None, now: str | None) -> int:
    """Close an item, by its key or by the number of the claim or encounter that has only this one.

    What the item is about stays as it is: a held claim stays held, money in unapplied stays there.
    """
    organization_id = chosen_organization(organization)
    from cleanclaim.web.tenancy import tenant
    from cleanclaim.web.worklists.selectors import open_item_named
    from cleanclaim.web.worklists.services.close_item import close_item

    with tenant(organization_id):
        item = open_item_named(name)
        close_item(item=item, outcome=outcome, actor=acting_person(person), at=moment(now, organization_id))
    click.echo(f"Closed: {item.reason}")
    return 0
