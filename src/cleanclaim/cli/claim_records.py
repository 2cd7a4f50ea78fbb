"""``cleanclaim claim list / show / release``: the claims of the database."""

from pathlib import Path

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    now_option,
    organization_option,
    person_option,
)


@click.command("list")
@click.option("--state", metavar="STATE", help="Only those in this state, such as held, clean or denied.")
@organization_option
def list_(*, state: str | None, organization: str | None) -> int:
    """List the claims of the database: number, day, payer, charge, what is still owed, state."""
    organization_id = chosen_organization(organization)
    from cleanclaim.primitives import ZERO, show_money
    from cleanclaim.web.accounting.selectors import open_balances
    from cleanclaim.web.claims.models import Claim
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        rows = Claim.objects.order_by("date_of_service", "patient_control_number")
        if state:
            rows = rows.filter(state=state)
        owed = open_balances()
        click.echo(f"{'claim':<20} {'service':<10} {'payer':<12} {'charge':>10} {'open':>10}  state")
        for row in rows:
            number = row.patient_control_number
            amounts = f"{show_money(row.charge):>10} {show_money(owed.get(number, ZERO)):>10}"
            click.echo(f"{number:<20} {row.date_of_service!s:<10} {row.payer_id:<12} {amounts}  {row.state}")
    return 0


@click.command()
@click.argument("number")
@organization_option
@person_option
def show(*, number: str, organization: str | None, person: str | None) -> int:
    """Show one claim of the database: diagnoses with evidence, lines, findings, timeline, money.

    The view is audited.
    """
    organization_id = chosen_organization(organization)
    from cleanclaim.web.audit.record import record
    from cleanclaim.web.claims.selectors import claim_numbered
    from cleanclaim.web.claims.words import claim_in_words
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        claim = claim_numbered(number)
        lines = list(claim_in_words(claim))
        record(
            actor=acting_person(person),
            action="claim.viewed",
            subject=claim,
            at=moment(None, organization_id),
        )
    for line in lines:  # said once the view is on record
        click.echo(line)
    return 0


@click.command()
@click.argument("number")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the timeline.")
@organization_option
@person_option
@now_option
def recall(*, number: str, reason: str, organization: str | None, person: str | None, now: str | None) -> int:
    """Take back the release of a claim that is not in a file yet; it is a draft again."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.claims.selectors import claim_numbered
    from cleanclaim.web.claims.services.recall_claim import recall_claim
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        claim = claim_numbered(number)
        recall_claim(
            claim_id=claim.pk, reason=reason, actor=acting_person(person), at=moment(now, organization_id)
        )
    click.echo(f"Claim {number} is recalled.")
    return 0


@click.command()
@click.argument("number")
@click.argument("file", metavar="CLAIM.json", type=click.Path(path_type=Path))
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the timeline.")
@organization_option
@person_option
@now_option
def correct(
    *, number: str, file: Path, reason: str, organization: str | None, person: str | None, now: str | None
) -> int:
    """Make CLAIM.json the next version of a draft, held, clean or rejected claim; it is scrubbed anew.

    `claim export` writes the current version to start from.
    """
    from cleanclaim.claim import decode_claim
    from cleanclaim.cli.paths import read_bytes

    value = decode_claim(read_bytes(file), where=str(file))
    organization_id = chosen_organization(organization)
    from cleanclaim.web.claims.selectors import claim_numbered
    from cleanclaim.web.claims.services.correct_claim import correct_claim
    from cleanclaim.web.claims.services.scrub_claim import scrub_claim
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        claim = claim_numbered(number)
        at = moment(now, organization_id)
        correct_claim(claim_id=claim.pk, value=value, reason=reason, actor=acting_person(person), at=at)
        scrub_claim(claim_id=claim.pk, at=at)
        claim.refresh_from_db()
    click.echo(f"Claim {number}, version {claim.current_version}, is {claim.state}.")
    return 0


@click.command()
@click.argument("number")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write it.")
@organization_option
@person_option
def export(*, number: str, output: Path, organization: str | None, person: str | None) -> int:
    """Write the current version of a claim as JSON, to correct it or to build a file from it."""
    organization_id = chosen_organization(organization)
    from cleanclaim.cli.writing import write_whole
    from cleanclaim.web.audit.record import record
    from cleanclaim.web.claims.selectors import claim_numbered
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        claim = claim_numbered(number)
        document = claim.version().document
        record(
            actor=acting_person(person),
            action="claim.exported",
            subject=claim,
            at=moment(None, organization_id),
        )
    write_whole(output, document.encode() + b"\n")
    click.echo(f"{output}: claim {number}, version {claim.current_version}.", err=True)
    return 0


@click.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)
@organization_option
@person_option
@now_option
def release(
    *, numbers: tuple[str, ...], organization: str | None, person: str | None, now: str | None
) -> int:
    """Release clean claims: they may be sent, and their charges are booked. A person does this.

    A claim that cannot be released is said, the others are released all the same; exit status 2 then.
    """
    organization_id = chosen_organization(organization)
    from cleanclaim.primitives import CleanclaimError
    from cleanclaim.web.claims.selectors import claim_numbered
    from cleanclaim.web.claims.services.release_claim import release_claim
    from cleanclaim.web.tenancy import tenant

    status = 0
    for number in numbers:
        try:
            with tenant(organization_id):
                claim = claim_numbered(number)
                release_claim(claim_id=claim.pk, actor=acting_person(person), at=moment(now, organization_id))
            click.echo(f"Claim {number} is released.")
        except CleanclaimError as error:
            click.echo(f"cleanclaim: {number}: {error}", err=True)
            status = 2
    return status
