"""``cleanclaim remit post``: payers' 835 files into the ledger."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    now_option,
    organization_option,
    person_option,
)

if TYPE_CHECKING:
    from cleanclaim.web.audit.record import Actor


@click.command()
@click.argument("files", metavar="FILE.835...", nargs=-1, required=True, type=click.Path(path_type=Path))
@organization_option
@person_option
@now_option
def post(*, files: tuple[Path, ...], organization: str | None, person: str | None, now: str | None) -> int:
    """Take in 835 files and post them: to the cent, once, or open with the reason.

    A claim that is not ours, or does not add up, stays in unapplied and on the work list. Exit status
    1 when something stays open, 2 when a file cannot be read (nothing of it is saved).
    """
    from cleanclaim.cli.paths import read_bytes
    from cleanclaim.exchange.remittance_835 import read_835
    from cleanclaim.primitives import InputError

    contents, status = [], 0
    for file in files:
        try:
            content = read_bytes(file)
            read_835(content, where=str(file))
        except InputError as error:
            click.echo(f"cleanclaim: {error}", err=True)
            status = 2
            continue
        contents.append((file, content))
    if not contents:
        return status
    organization_id = chosen_organization(organization)
    at = moment(now, organization_id)
    for file, content in contents:
        status = max(status, _post(organization_id, file, content, acting_person(person), at))
    return status


def _post(organization_id: UUID, file: Path, content: bytes, actor: "Actor", at: datetime) -> int:
    from cleanclaim.primitives import show_money
    from cleanclaim.web.claims.services.receive_file import receive_file
    from cleanclaim.web.remits.services.post_remittance import post_remittance
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        received = receive_file(name=file.name, content=content, actor=actor, at=at)
        waiting = list(received.remittances.filter(state="received").values_list("pk", flat=True))
    for key in waiting:
        with tenant(organization_id):
            post_remittance(remittance_id=key, at=at)
    open_items = 0
    with tenant(organization_id):
        for row in received.remittances.order_by("position"):
            items = list(row.work_items.filter(closed_at=None).order_by("key"))
            said = row.state if row.pk in waiting else f"{row.state} before"
            click.echo(f"{file}: payment {show_money(row.payment)}, trace {row.trace_number}: {said}")
            for item in items:
                click.echo(f"  open: {item.reason}")
            open_items += len(items)
    return 1 if open_items else 0
