"""``cleanclaim organization``: whose records are kept here."""

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    now_option,
    open_database,
    organization_option,
    person_option,
)


@click.group()
def command() -> None:
    """Organizations: a practice, or a billing company, whose records are kept apart from all others."""


@command.command()
@click.option("--name", required=True, metavar="NAME", help="Its name, as it goes into files to payers.")
@click.option("--submitter-id", required=True, metavar="ID", help="Its id with clearinghouse and payers.")
@click.option("--phone", required=True, metavar="DIGITS", help="The telephone of its EDI office, ten digits.")
@click.option("--production", is_flag=True, help="Files are for production (ISA15 P); otherwise for test.")
@person_option
@now_option
def add(
    *, name: str, submitter_id: str, phone: str, production: bool, person: str | None, now: str | None
) -> int:
    """Make an organization and print its id."""
    open_database()
    from cleanclaim.web.organizations.entry import entered_phone, entered_submitter_id
    from cleanclaim.web.organizations.models import Usage
    from cleanclaim.web.organizations.services import create_organization

    organization = create_organization(
        name=name,
        submitter_id=entered_submitter_id(submitter_id),
        phone=entered_phone(phone),
        usage_indicator=Usage.PRODUCTION if production else Usage.TEST,
        actor=acting_person(person),
        at=moment(now),
    )
    click.echo(str(organization.pk))
    return 0


@command.command()
@click.option("--name", metavar="NAME", help="Its name, as it goes into files to payers.")
@click.option("--submitter-id", metavar="ID", help="Its id with clearinghouse and payers.")
@click.option("--phone", metavar="DIGITS", help="The telephone of its EDI office, ten digits.")
@click.option(
    "--production/--test", default=None, help="Files are for production (ISA15 P), or for test (ISA15 T)."
)
@organization_option
@person_option
@now_option
def change(
    *,
    name: str | None,
    submitter_id: str | None,
    phone: str | None,
    production: bool | None,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Change what is given of an organization; files that were written keep what stood in them."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.models import Usage
    from cleanclaim.web.organizations.services import change_organization
    from cleanclaim.web.tenancy import tenant

    usage = None if production is None else Usage.PRODUCTION if production else Usage.TEST
    with tenant(organization_id):
        row = change_organization(
            name=name,
            submitter_id=submitter_id,
            phone=phone,
            usage_indicator=usage,
            actor=acting_person(person),
            at=moment(now, organization_id),
        )
    purpose = "production" if row.usage_indicator == Usage.PRODUCTION else "test"
    click.echo(f"{row.name}: submitter id {row.submitter_id}, telephone {row.phone}, files for {purpose}.")
    return 0


@command.command("add-practice")
@click.option("--name", required=True, metavar="NAME", help="Its name.")
@click.option("--npi", required=True, metavar="NPI", help="The NPI under which it bills.")
@click.option("--tin", required=True, metavar="TIN", help="The taxpayer number under which it bills.")
@click.option("--taxonomy", default="", metavar="CODE", help="Its provider taxonomy code.")
@organization_option
@person_option
@now_option
def add_practice(
    *,
    name: str,
    npi: str,
    tin: str,
    taxonomy: str,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Make a practice of an organization: who bills, by NPI and taxpayer number (an EIN)."""
    from cleanclaim.primitives import NPI, TIN, Taxonomy

    numbers = NPI.parse(npi), TIN.parse(tin)
    code = Taxonomy.parse(taxonomy).value if taxonomy else ""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.services import create_practice
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        practice = create_practice(
            name=name,
            npi=numbers[0],
            tin=numbers[1],
            taxonomy=code,
            actor=acting_person(person),
            at=moment(now, organization_id),
        )
    click.echo(str(practice.pk))
    return 0


@command.command("list")
def list_() -> int:
    """List the organizations' ids and names."""
    open_database()
    from cleanclaim.web.organizations.models import Organization
    from cleanclaim.web.organizations.selectors import organization_ids
    from cleanclaim.web.tenancy import tenant

    for organization_id in organization_ids():
        with tenant(organization_id):
            click.echo(f"{organization_id}  {Organization.objects.get(pk=organization_id).name}")
    return 0
