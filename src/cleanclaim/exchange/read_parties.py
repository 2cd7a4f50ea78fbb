"""Names, addresses, providers, payers and people out of the loops of an 837."""

from collections.abc import Sequence

import msgspec

from cleanclaim.claim import Address, Contact, Name, OtherSegment, Payer, Person, Provider, Reference
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.roles import BILLING, PAY_TO, Role
from cleanclaim.exchange.tidy import take
from cleanclaim.exchange.wire import day_of, number_of

Kept = list[OtherSegment]
_TAX_IDS = ("EI", "SY")


def name_of(line: Line) -> Name:
    """Return the name of an NM1 segment."""
    return Name(line.get(3), line.get(4), line.get(5), line.get(7), is_organization=line.get(2) == "2")


def read_provider(role: Role, block: Sequence[Line], kept: Kept) -> Provider:
    """Return the provider of a loop; what has no field goes to ``kept``.

    An identifier whose qualifier is not XX (tax and social security numbers of older files) goes
    to the references under that qualifier.
    """
    first = block[0]
    npi, references = identifier_of(first, "XX")
    taxonomy = tax_id = ""
    tax_id_kind = "EI"
    rest: list[Line] = []
    for line in block[1:]:
        match line.id:
            case "PRV" if role.specialty and not taxonomy and line.get(2) in ("PXC", "ZZ") and line.get(3):
                taxonomy = line.get(3)
            case "REF" if role.tax_id and not tax_id and line.get(1) in _TAX_IDS and line.get(2):
                tax_id_kind, tax_id = line.get(1), line.get(2)
            case "REF" if role.references and line.only(1, 2):
                references.append(Reference(line.get(1), line.get(2)))
            case _:
                rest.append(line)
    address, rest = read_address(rest) if role.address else (None, rest)
    contact, rest = read_contact(rest) if role.contact else (None, rest)
    kept += [line.kept(role.loop) for line in rest]
    return Provider(
        name=name_of(first),
        npi=npi,
        taxonomy=taxonomy,
        tax_id=tax_id,
        tax_id_kind=tax_id_kind,
        address=address,
        contact=contact,
        references=tuple(references),
    )


def read_billing(lines: Sequence[Line], kept: Kept) -> tuple[Provider, Provider | None]:
    """Return the billing provider and the pay-to address of loops 2000A to 2010AC."""
    header, blocks = cut(lines, lambda line: line.id == "NM1")
    billing = Provider()
    pay_to: Provider | None = None
    taxonomy = ""
    for line in header:
        if line.id == "PRV" and line.get(2) in ("PXC", "ZZ") and not taxonomy:
            taxonomy = line.get(3)
        else:
            kept.append(line.kept("2000A"))
    seen: set[str] = set()
    for block in blocks:
        code = block[0].get(1)
        if code == "85" and code not in seen:
            billing = read_provider(BILLING, block, kept)
        elif code == "87" and code not in seen:
            pay_to = read_provider(PAY_TO, block, kept)
        else:
            kept += [line.kept("2010AC") for line in block]
        seen.add(code)
    return msgspec.structs.replace(billing, taxonomy=taxonomy or billing.taxonomy), pay_to


def read_payer(block: Sequence[Line]) -> tuple[Payer, list[Line]]:
    """Return the payer of loop 2010BB or 2330B, and the segments that are not the payer's."""
    first = block[0]
    references = []
    rest: list[Line] = []
    for line in block[1:]:
        if line.id == "REF" and line.only(1, 2):
            references.append(Reference(line.get(1), line.get(2)))
        else:
            rest.append(line)
    address, rest = read_address(rest)
    payer_id = first.get(9)
    qualifier = first.get(8) if payer_id else "PI"
    return Payer(first.get(3), payer_id, qualifier, address, tuple(references)), rest


def read_person(
    block: Sequence[Line], condition: Line | None, *, of_other_payer: bool = False
) -> tuple[Person, list[Line]]:
    """Return the person of loop 2010BA, 2010CA or 2330A, and the segments without a field.

    ``condition`` is the level's PAT segment, when it is this person's. Loop 2330A
    (``of_other_payer``) has no place for a claim number (REF Y4): there it is a reference.
    """
    if not block:
        return Person(), []
    references: list[Reference] = []
    if block[0].get(1) == "QC" and block[0].get(9):
        references.append(Reference(block[0].get(8), block[0].get(9)))
    birth = None
    sex = ""
    rest: list[Line] = []
    for line in block[1:]:
        if line.id == "REF" and line.only(1, 2):
            references.append(Reference(line.get(1), line.get(2)))
        elif line.id == "DMG" and not (birth or sex):
            birth, sex = day_of(line.get(2)), line.get(3)
        else:
            rest.append(line)
    address, rest = read_address(rest)
    number, others = ("", tuple(references)) if of_other_payer else take(references, "Y4")
    return Person(
        name=name_of(block[0]),
        birth_date=birth,
        sex=sex,
        address=address,
        death_date=day_of(condition.get(6)) if condition else None,
        weight_pounds=number_of(condition.get(8)) if condition and condition.get(7) == "01" else None,
        pregnant=condition is not None and condition.get(9) == "Y",
        property_casualty_claim_number=number,
        references=others,
    ), rest


def identifier_of(line: Line, qualifier: str) -> tuple[str, list[Reference]]:
    """Return NM109 when NM108 is this qualifier, else nothing and the identifier as a reference."""
    value = line.get(9)
    if line.get(8) in (qualifier, "") or not value:
        return value, []
    return "", [Reference(line.get(8), value)]


def read_address(lines: Sequence[Line]) -> tuple[Address | None, list[Line]]:
    """Return the address of the first N3 and N4, and the other segments."""
    lines = [line for line in lines if any(line.elements)]
    street = next((line for line in lines if line.id == "N3"), None)
    place = next((line for line in lines if line.id == "N4"), None)
    rest = [line for line in lines if line is not street and line is not place]
    address = Address(
        line1=street.get(1) if street else "",
        line2=street.get(2) if street else "",
        city=place.get(1) if place else "",
        state=place.get(2) if place else "",
        zip_code=place.get(3) if place else "",
        country=place.get(4) if place else "",
        country_subdivision=place.get(7) if place else "",
    )
    return (None if address == Address() else address), rest


def read_contact(lines: Sequence[Line]) -> tuple[Contact | None, list[Line]]:
    """Return the contact of the PER segments, and the other segments.

    Numbers of several PER segments come together under the first one's name.
    """
    contacts = [line for line in lines if line.id == "PER"]
    rest = [line for line in lines if line.id != "PER"]
    numbers = tuple(
        (line.get(n), line.get(n + 1))
        for line in contacts
        for n in (3, 5, 7)
        if line.get(n) or line.get(n + 1)
    )
    contact = Contact(contacts[0].get(2) if contacts else "", numbers)
    return (None if contact == Contact() else contact), rest
