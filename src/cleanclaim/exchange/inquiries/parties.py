"""Who takes part in a question to a payer and in its answer, and the segments that name them."""

from collections.abc import Sequence

import msgspec

from cleanclaim.claim import Address, Claim, Contact, Name, OtherSegment, Payer, Person, Provider, Reference
from cleanclaim.claim.parties import Value
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.parties_837 import (
    address_rows,
    contact_rows,
    demographic_rows,
    name_row,
)
from cleanclaim.exchange.read_parties import name_of, read_address, read_contact, read_person
from cleanclaim.exchange.wire import reference_rows
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row


class Party(Value, frozen=True):
    """A payer, provider or other organization or person in the role that NM101 gives it.

    ``id_qualifier`` is XX (NPI), PI (payer's own number), or another as sent; ``taxonomy`` is
    PRV03 and ``function`` PRV01 (PE performing, RF referring, …).
    """

    role: str
    name: Name = Name()
    identifier: str = ""
    id_qualifier: str = "XX"
    address: Address | None = None
    contact: Contact | None = None
    taxonomy: str = ""
    function: str = ""
    references: tuple[Reference, ...] = ()


class Insured(Value, frozen=True):
    """The subscriber, and the dependent when the question is about one.

    ``relationship`` is the dependent's to the subscriber (INS02: 01 spouse, 19 child, …); empty
    where it is not told.
    """

    subscriber: Person = Person()
    member_id: str = ""
    member_id_qualifier: str = "MI"
    dependent: Person | None = None
    relationship: str = ""

    @property
    def patient(self) -> Person:
        """Whom it is about."""
        return self.dependent or self.subscriber


def payer_party(payer: Payer, role: str = "PR") -> Party:
    """Return a claim's payer as the party that is asked."""
    name = Name(last=payer.name, is_organization=True)
    return Party(role, name, payer.payer_id, payer.id_qualifier)


def provider_party(provider: Provider, role: str = "1P") -> Party:
    """Return a provider as the party that asks, by its NPI."""
    return Party(role, provider.name, provider.npi)


def insured_by(claim: Claim) -> Insured:
    """Return whom a claim's billed coverage insures: the member, or the member's dependent."""
    coverage = claim.coverage
    is_patient = coverage.relationship == "18"
    return Insured(
        subscriber=claim.subscriber,
        member_id=coverage.member_id,
        member_id_qualifier=coverage.member_id_qualifier,
        dependent=None if is_patient else claim.patient,
        relationship="" if is_patient else coverage.relationship,
    )


def party_rows(party: Party) -> list[Row]:
    """Return a party's NM1, REF, N3, N4, PER and PRV segments; references follow the name."""
    rows = [name_row(party.role, party.name, party.id_qualifier, party.identifier)]
    rows += reference_rows(party.references)
    rows += address_rows(party.address) + contact_rows(party.contact)
    if party.taxonomy or party.function:
        rows.append(("PRV", party.function, "PXC" if party.taxonomy else "", party.taxonomy))
    return rows


def party_of(lines: Sequence[Line]) -> Party:
    """Return the first party that a level names, an empty one when it names none."""
    at = next((n for n, line in enumerate(lines) if line.id == "NM1"), None)
    return Party("") if at is None else read_party(lines[at:])[0]


def read_party(block: Sequence[Line]) -> tuple[Party, list[Line]]:
    """Return the party of a loop that begins with its NM1, and the segments without a field."""
    first = block[0]
    references: list[Reference] = []
    taxonomy = function = ""
    rest: list[Line] = []
    for line in block[1:]:
        if line.id == "REF" and line.only(1, 2):
            references.append(Reference(line.get(1), line.get(2)))
        elif line.id == "PRV" and not (taxonomy or function) and line.get(2) in ("PXC", ""):
            function, taxonomy = line.get(1), line.get(3)
        else:
            rest.append(line)
    address, rest = read_address(rest)
    contact, rest = read_contact(rest)
    identifier = first.get(9)
    return Party(
        role=first.get(1),
        name=name_of(first),
        identifier=identifier,
        id_qualifier=first.get(8) if identifier else "XX",
        address=address,
        contact=contact,
        taxonomy=taxonomy,
        function=function,
        references=tuple(references),
    ), rest


def person_rows(role: str, person: Person, qualifier: str = "", identifier: str = "") -> list[Row]:
    """Return a person's NM1, REF, N3, N4 and DMG segments."""
    return [
        name_row(role, person.name, qualifier, identifier),
        *reference_rows(person.references),
        *address_rows(person.address),
        *demographic_rows(person),
    ]


def read_insured_person(lines: Sequence[Line]) -> tuple[Person, Line | None, list[Line]]:
    """Return the person of a subscriber's or dependent's level, its NM1, and what is left."""
    name = next((line for line in lines if line.id == "NM1"), None)
    if name is None:
        return Person(), None, list(lines)
    person, rest = read_person(
        [name, *(line for line in lines if line is not name)], None, of_other_payer=True
    )
    return person, name, rest


def insured_of(
    subscriber: tuple[Person, Line | None], dependent: tuple[Person, Line | None] | None, relationship: str
) -> Insured:
    """Return the insured of two levels; the dependent's may be absent."""
    person, name = subscriber
    member_id = name.get(9) if name else ""
    return Insured(
        subscriber=person,
        member_id=member_id,
        member_id_qualifier=name.get(8) if name and member_id else "MI",
        dependent=dependent[0] if dependent else None,
        relationship=relationship,
    )


def kept(lines: Sequence[Line], loop: str) -> tuple[OtherSegment, ...]:
    """Return segments without a field as values keep them."""
    return tuple(line.kept(loop) for line in lines)


def refuse_nameless(insured: Insured, where: str) -> None:
    """Raise ``InvalidValue`` when nothing says who is meant."""
    if not insured.member_id and not insured.subscriber.name.last:
        raise InvalidValue(
            "the question names neither the member nor the member's number.",
            where=f"{where}.insured",
            fix="Enter the member id, or name and birth date.",
        )


def tidy_party(party: Party) -> Party:
    """Return a party as it will be read back."""
    return msgspec.structs.replace(
        party,
        id_qualifier=party.id_qualifier if party.identifier else "XX",
        address=None if party.address == Address() else party.address,
        contact=None if party.contact == Contact() else party.contact,
    )
