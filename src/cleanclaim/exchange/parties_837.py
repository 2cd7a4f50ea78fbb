"""Names, addresses, providers, payers and people as segments of an 837."""

from cleanclaim.claim import Address, Contact, Name, Payer, Person, Provider
from cleanclaim.exchange.roles import BILLING, Role
from cleanclaim.exchange.wire import day_text, number_text, optional_reference, reference_rows
from cleanclaim.x12 import Row


def name_row(code: str, name: Name, qualifier: str = "", identifier: str = "") -> Row:
    """Return an NM1 segment; the qualifier is written only with an identifier."""
    kind = "2" if name.is_organization else "1"
    return (
        *("NM1", code, kind, name.last, name.first, name.middle, "", name.suffix),
        *((qualifier, identifier) if identifier else ()),
    )


def address_rows(address: Address | None) -> list[Row]:
    """Return the N3 and N4 segments of an address, as far as it has any content."""
    if address is None:
        return []
    street: Row = ("N3", address.line1, address.line2)
    place: Row = (
        *("N4", address.city, address.state, address.zip_code, address.country),
        *("", "", address.country_subdivision),
    )
    return [row for row in (street, place) if any(row[1:])]


def contact_rows(contact: Contact | None) -> list[Row]:
    """Return PER segments: three numbers each, the name on the first."""
    if contact is None or not (contact.name or contact.numbers):
        return []
    chunks = [contact.numbers[at : at + 3] for at in range(0, len(contact.numbers), 3)] or [()]
    return [
        ("PER", "IC", contact.name if position == 0 else "", *(text for pair in chunk for text in pair))
        for position, chunk in enumerate(chunks)
    ]


def taxonomy_row(role: Role, provider: Provider) -> list[Row]:
    """Return the PRV segment of a provider, none without taxonomy or where the role has none."""
    if not (provider.taxonomy and role.specialty):
        return []
    return [("PRV", role.specialty, "PXC", provider.taxonomy)]


def provider_rows(role: Role, provider: Provider | None) -> list[Row]:
    """Return a provider's loop, with what the guide allows in that role.

    What a ``Provider`` may hold beyond that (a rendering provider's address) has no place in the
    guide and is left out, as ``canonical`` shows.
    """
    if provider is None:
        return []
    name = provider.name if role.name else Name(is_organization=provider.name.is_organization)
    rows = [name_row(role.code, name, "XX", provider.npi if role.npi else "")]
    if role is not BILLING:
        rows += taxonomy_row(role, provider)
    if role.address:
        rows += address_rows(provider.address)
    if role.tax_id:
        rows += optional_reference(provider.tax_id_kind, provider.tax_id)
    if role.references:
        rows += reference_rows(provider.references)
    if role.contact:
        rows += contact_rows(provider.contact)
    return rows


def payer_rows(payer: Payer) -> list[Row]:
    """Return a payer's NM1, N3 and N4; its references stand elsewhere in 2010BB than in 2330B."""
    name = Name(last=payer.name, is_organization=True)
    return [name_row("PR", name, payer.id_qualifier, payer.payer_id), *address_rows(payer.address)]


def demographic_rows(person: Person) -> list[Row]:
    """Return the DMG segment of a person, none when birth date and sex are both unknown."""
    birth = day_text(person.birth_date)
    if not (birth or person.sex):
        return []
    return [("DMG", "D8" if birth else "", birth, person.sex)]


def person_references(person: Person) -> list[Row]:
    """Return a person's REF segments: property and casualty claim number, then the others."""
    return optional_reference("Y4", person.property_casualty_claim_number) + reference_rows(person.references)


def condition_row(person: Person, relationship: str, where: str) -> list[Row]:
    """Return the PAT segment: relationship, date of death, weight in pounds, pregnancy."""
    death = day_text(person.death_date)
    weight = "" if person.weight_pounds is None else number_text(person.weight_pounds, where)
    row: Row = (
        *("PAT", relationship, "", "", "", "D8" if death else "", death),
        *("01" if weight else "", weight, "Y" if person.pregnant else ""),
    )
    return [row] if any(row[1:]) else []
