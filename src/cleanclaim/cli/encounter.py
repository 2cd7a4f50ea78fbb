"""``cleanclaim encounter``: visits with their notes, proposed codes, and the coder's decision."""

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

same_person_option = click.option(
    "--same-person",
    is_flag=True,
    help="Another name or birth date under the record number is the same patient's.",
)


@click.group()
def command() -> None:
    """Encounters: take in a visit with its note, correct it, see the proposed codes, accept them."""


@command.command()
@click.argument("file", metavar="ENCOUNTER.json", type=click.Path(path_type=Path))
@click.option("--note", required=True, metavar="NOTE.txt", type=click.Path(path_type=Path), help="The note.")
@same_person_option
@organization_option
@person_option
@now_option
def add(
    *,
    file: Path,
    note: Path,
    same_person: bool,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Take in an encounter (parties, coverages, charges) and its clinical note."""
    from cleanclaim.claim import Encounter
    from cleanclaim.cli.paths import read_bytes, read_text
    from cleanclaim.primitives import decode_document

    value = decode_document(read_bytes(file), Encounter, where=str(file))
    text = read_text(note)
    organization_id = chosen_organization(organization)
    from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        row = receive_encounter(
            encounter=value,
            note=text,
            actor=acting_person(person),
            at=moment(now, organization_id),
            same_person=same_person,
        )
    click.echo(f"Encounter {row.number} is {row.state}.")
    return 0


@command.command()
@click.argument("number")
@click.argument("file", metavar="ENCOUNTER.json", type=click.Path(path_type=Path))
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept with what stood there before.")
@same_person_option
@organization_option
@person_option
@now_option
def correct(
    *,
    number: str,
    file: Path,
    reason: str,
    same_person: bool,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Make ENCOUNTER.json what an encounter says, as long as no claim was built from it.

    Codes are proposed anew and have to be accepted again. The note stays: see `encounter amend`.
    """
    from cleanclaim.claim import Encounter
    from cleanclaim.cli.paths import read_bytes
    from cleanclaim.primitives import decode_document

    value = decode_document(read_bytes(file), Encounter, where=str(file))
    organization_id = chosen_organization(organization)
    from cleanclaim.web.encounters.selectors import encounter_numbered
    from cleanclaim.web.encounters.services.correct_encounter import correct_encounter
    from cleanclaim.web.encounters.services.propose_codes import propose_codes
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        row = encounter_numbered(number)
        at = moment(now, organization_id)
        correct_encounter(
            encounter_id=row.pk,
            value=value,
            reason=reason,
            actor=acting_person(person),
            at=at,
            same_person=same_person,
        )
        propose_codes(encounter_id=row.pk, at=at)
        row.refresh_from_db()
    click.echo(f"Encounter {row.number} is {row.state}.")
    return 0


@command.command()
@click.argument("number")
@click.option("--note", required=True, metavar="NOTE.txt", type=click.Path(path_type=Path), help="The note.")
@organization_option
@person_option
@now_option
def amend(*, number: str, note: Path, organization: str | None, person: str | None, now: str | None) -> int:
    """Store the next version of an encounter's note, as after a query; codes are proposed anew."""
    from cleanclaim.cli.paths import read_text

    text = read_text(note)
    organization_id = chosen_organization(organization)
    from cleanclaim.web.encounters.selectors import encounter_numbered
    from cleanclaim.web.encounters.services.amend_note import amend_note
    from cleanclaim.web.encounters.services.propose_codes import propose_codes
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        row = encounter_numbered(number)
        at = moment(now, organization_id)
        amend_note(encounter_id=row.pk, note=text, actor=acting_person(person), at=at)
        propose_codes(encounter_id=row.pk, at=at)
        row.refresh_from_db()
    click.echo(f"Encounter {row.number} is {row.state}.")
    return 0


@command.command("list")
@click.option("--state", metavar="STATE", help="Only those: arrived, coded, queried, accepted, claimed.")
@organization_option
def list_(*, state: str | None, organization: str | None) -> int:
    """List encounters with their state."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.encounters.models import Encounter
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        rows = Encounter.objects.order_by("date_of_service", "number")
        for row in rows.filter(state=state) if state else rows:
            click.echo(f"{row.number:<20} {row.date_of_service}  {row.state}")
    return 0


@command.command()
@click.argument("number")
@organization_option
@person_option
def show(*, number: str, organization: str | None, person: str | None) -> int:
    """Show an encounter's proposed codes with the words that support them, and open queries.

    The view is audited.
    """
    organization_id = chosen_organization(organization)
    from cleanclaim.primitives import dotted
    from cleanclaim.web.audit.record import record
    from cleanclaim.web.encounters.selectors import current_codes, current_queries, encounter_numbered
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        row = encounter_numbered(number)
        lines = [f"Encounter {row.number}, {row.date_of_service}: {row.state}"]
        for correction in row.corrections.order_by("position"):
            lines.append(
                f" corrected {correction.made_at.date()} by {correction.made_by}: {correction.reason}"
            )
        for code in current_codes(row):
            mark = {"accepted": "+", "rejected": "-"}.get(code.decision, "*" if code.selected else " ")
            words = "; ".join(f"“{span['text']}”" for span in code.evidence)
            lines.append(f" {mark} {dotted(code.code):<8} {words}")
            lines += [f"            {reason}" for reason in code.why]
        for query in current_queries(row):
            lines.append(f" ? {query.question}")
            lines += [f"            - {option}" for option in query.options]
        record(
            actor=acting_person(person),
            action="encounter.viewed",
            subject=row,
            at=moment(None, organization_id),
        )
    for line in lines:  # said once the view is on record
        click.echo(line)
    click.echo(" + accepted   - rejected   * proposed for the claim   ? query to the provider")
    return 0


@command.command()
@click.argument("number")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--unverified", is_flag=True, help="Accept although no loaded release covers the date.")
@organization_option
@person_option
@now_option
def accept(
    *,
    number: str,
    codes: tuple[str, ...],
    unverified: bool,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Accept diagnosis codes for an encounter, first-listed first; other proposals are rejected."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.encounters.selectors import encounter_numbered
    from cleanclaim.web.encounters.services.accept_codes import accept_codes
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        row = accept_codes(
            encounter_id=encounter_numbered(number).pk,
            codes=codes,
            actor=acting_person(person),
            at=moment(now, organization_id),
            unverified=unverified,
        )
    click.echo(f"Encounter {row.number} is {row.state}.")
    return 0
