"""The one form in which parts of a claim are read and written: empty parts absent, things in order."""

from collections.abc import Mapping, Sequence

import msgspec

from cleanclaim.claim import (
    Address,
    Adjustment,
    Contact,
    Name,
    OtherSegment,
    Payer,
    Person,
    Provider,
    Reference,
)
from cleanclaim.exchange.roles import Role
from cleanclaim.exchange.wire import SEQUENCES

_replace = msgspec.structs.replace


def paying_place(sequence: str, others: Sequence[str]) -> int:
    """Return where a coverage of this sequence (SBR01) belongs among others that keep their order.

    Before the first that pays later, or in the same turn.
    """
    for index, other in enumerate(others):
        if sequence_rank(other) >= sequence_rank(sequence):
            return index
    return len(others)


def sequence_rank(sequence: str) -> int:
    """Return the turn in which a coverage pays, from 0; an unknown one pays last."""
    return SEQUENCES.index(sequence) if len(sequence) == 1 and sequence in SEQUENCES else len(SEQUENCES)


def take(references: Sequence[Reference], qualifier: str) -> tuple[str, tuple[Reference, ...]]:
    """Return the first identifier of a qualifier, ``""`` when there is none, and the rest."""
    for index, reference in enumerate(references):
        if reference.qualifier == qualifier and reference.value:
            return reference.value, (*references[:index], *references[index + 1 :])
    return "", tuple(references)


def other_subscriber(subscriber: Person | None, relationship: str, patient: Person) -> Person | None:
    """Return what loop 2330A leaves of a subscriber: name, address, identifiers; the patient as none."""
    if subscriber is None:
        return None
    person = Person(
        name=subscriber.name,
        address=tidy_address(subscriber.address),
        references=tidy_references(subscriber.references),
    )
    if person == Person():
        return None
    is_patient = (
        relationship == "18"
        and person.name == patient.name
        and person.address in (None, tidy_address(patient.address))
        and not person.references
    )
    return None if is_patient else person


def tidy_provider(role: Role, provider: Provider | None) -> Provider | None:
    """Return what a guide lets be said of a provider in this role."""
    if provider is None:
        return None
    name = provider.name if role.name else Name(is_organization=provider.name.is_organization)
    tax_id, kind = (provider.tax_id, provider.tax_id_kind) if role.tax_id else ("", "EI")
    references = provider.references
    if role.tax_id and not tax_id:
        kind = next((r.qualifier for r in references if r.qualifier in ("EI", "SY") and r.value), "EI")
        tax_id, references = take(references, kind)
    return Provider(
        name=name,
        npi=provider.npi if role.npi else "",
        taxonomy=provider.taxonomy if role.specialty else "",
        tax_id=tax_id,
        tax_id_kind=kind,
        address=tidy_address(provider.address) if role.address else None,
        contact=tidy_contact(provider.contact) if role.contact else None,
        references=tidy_references(references) if role.references else (),
    )


def tidy_person(person: Person, *, condition: bool) -> Person:
    """Return a subscriber or patient; ``condition`` keeps what only PAT05 to PAT09 can say."""
    number, references = person.property_casualty_claim_number, person.references
    if not number:
        number, references = take(references, "Y4")
    found = _replace(
        person,
        address=tidy_address(person.address),
        property_casualty_claim_number=number,
        references=tidy_references(references),
    )
    return found if condition else _replace(found, death_date=None, weight_pounds=None, pregnant=False)


def tidy_payer(payer: Payer) -> Payer:
    """Return a payer whose qualifier is the default where it has no identifier."""
    return _replace(
        payer,
        id_qualifier=payer.id_qualifier if payer.payer_id else "PI",
        address=tidy_address(payer.address),
        references=tidy_references(payer.references),
    )


def tidy_address(address: Address | None) -> Address | None:
    """Return no address for an empty one."""
    return None if address == Address() else address


def tidy_contact(contact: Contact | None) -> Contact | None:
    """Return no contact for an empty one."""
    return None if contact == Contact() else contact


def tidy_references(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return the identifiers that say anything."""
    return tuple(r for r in references if r.qualifier or r.value)


def by_group(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
    """Return adjustments with those of one group code together, groups in order of appearance."""
    groups = dict.fromkeys(a.group_code for a in adjustments)
    return tuple(a for group in groups for a in adjustments if a.group_code == group)


def without_trailing_blanks(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values without the empty ones at their end."""
    while values and not values[-1]:
        values = values[:-1]
    return values


def kept_in_order(
    segments: tuple[OtherSegment, ...], loops: Sequence[str], orders: Mapping[str, Sequence[str]]
) -> tuple[OtherSegment, ...]:
    """Return segments without a field in the order of their loops and places.

    In the headers that ``orders`` names, segments that say nothing are left out.
    """

    if not segments:
        return ()

    def place(segment: OtherSegment) -> tuple[int, int]:
        order = orders.get(segment.loop, ())
        name = segment.elements[0]
        at = order.index(name) if isinstance(name, str) and name in order else len(order)
        return loops.index(segment.loop), at

    found = [tidy_segment(segment) for segment in segments]
    return tuple(sorted((s for s in found if s.loop not in orders or len(s.elements) > 1), key=place))


def tidy_segment(segment: OtherSegment) -> OtherSegment:
    """Return a segment as it will be read back: nothing empty at its end, nor at a composite's."""
    elements = [segment.elements[0], *(_tidy_element(element) for element in segment.elements[1:])]
    while len(elements) > 1 and not elements[-1]:
        elements.pop()
    return OtherSegment(segment.loop, tuple(elements))


def _tidy_element(element: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(element, str):
        return element
    kept = without_trailing_blanks(element)
    return kept if len(kept) > 1 else "".join(kept)
