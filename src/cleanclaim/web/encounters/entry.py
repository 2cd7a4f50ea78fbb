"""What an encounter must be to be stored and to become a claim; everything else the edits judge.

Names have the room that an 837 gives them (NM103 to NM107). No message quotes a value that
could say who the patient is: the field's name has to do.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from cleanclaim.claim import Encounter, Name
from cleanclaim.coding import SETTINGS
from cleanclaim.primitives import CENT, InvalidValue, money

MAX_RECORD_NUMBER = 38
MAX_MEMBER_ID = 80
MAX_PAYER_NAME = 60
MAX_FILING_INDICATOR = 2
MAX_REASON = 200
NAME_LENGTHS = {"last": 60, "first": 35, "middle": 25, "suffix": 10}
SEXES = ("F", "M", "U")

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_PAYER_ID = re.compile(r"[A-Za-z0-9]{2,80}")


def require_storable(encounter: Encounter) -> None:
    """Raise ``InvalidValue`` naming the field when the encounter could not be stored or never billed."""
    where = f"encounter {encounter.number}"
    if not _NUMBER.fullmatch(encounter.number):
        raise InvalidValue(
            "an encounter needs a number of 1 to 20 of the characters A-Z, a-z, 0-9, dot, dash and "
            "underscore, beginning with a letter or digit.",
            where="number",
            fix="It becomes the patient control number of the claim and part of keys.",
        )
    for path, text in _texts(encounter, ""):
        if any(unicodedata.category(mark) in ("Cc", "Cs") for mark in text):
            raise _refused(where, path, "holds a control character", "Remove it.")
    if not encounter.medical_record_number:
        raise InvalidValue("the patient has no medical record number.", where=where, fix="Give it one.")
    _at_most(where, "medical_record_number", encounter.medical_record_number, MAX_RECORD_NUMBER)
    if encounter.setting not in SETTINGS:
        raise _refused(where, "setting", "is none of the settings", f"Choose one of {', '.join(SETTINGS)}.")
    for path, name in _names(encounter, ""):
        for part, room in NAME_LENGTHS.items():
            _at_most(where, f"{path}.{part}", getattr(name, part), room)
    if not encounter.patient.name.last:
        raise _refused(where, "patient.name.last", "is empty", "Give the patient's last name.")
    _require_sex(where, encounter)
    _require_coverages(where, encounter)
    _require_charges(where, encounter)


def require_reason(text: str, where: str) -> str:
    """Return a reason without blanks around it; raises ``InvalidValue`` for none, or one too long."""
    reason = text.strip()
    if not reason:
        raise InvalidValue("a correction needs a reason.", where=where, fix="Say why.")
    if len(reason) > MAX_REASON or not reason.isprintable():
        raise InvalidValue(f"the reason is not one line of at most {MAX_REASON} characters.", where=where)
    return reason


def require_note(note: str, where: str) -> None:
    """Raise ``InvalidValue`` for a note that is empty or is not text."""
    if not note.strip():
        raise InvalidValue("the note is empty.", where=where, fix="Attach the clinical note.")
    if "\0" in note:
        raise InvalidValue(
            "the note holds a NUL character, which no text does.", where=where, fix="Save it as plain text."
        )


def _require_sex(where: str, encounter: Encounter) -> None:
    people = [("patient", encounter.patient)]
    people += [
        (f"coverages[{n}].subscriber", c.subscriber)
        for n, c in enumerate(encounter.coverages)
        if c.subscriber
    ]
    for path, person in people:
        if person.sex and person.sex not in SEXES:
            raise _refused(where, f"{path}.sex", "is not F, M or U", "Write the one letter, or leave it out.")


def _require_coverages(where: str, encounter: Encounter) -> None:
    if not encounter.coverages:
        raise _refused(where, "coverages", "is empty: there is nobody to bill", "Add the payer to bill.")
    for position, coverage in enumerate(encounter.coverages):
        path = f"coverages[{position}]"
        if not _PAYER_ID.fullmatch(coverage.payer.payer_id):
            raise _refused(
                where,
                f"{path}.payer.payer_id",
                "is not 2 to 80 of the characters A-Z, a-z and 0-9",
                "Enter the id under which the payer takes claims.",
            )
        _at_most(where, f"{path}.payer.name", coverage.payer.name, MAX_PAYER_NAME)
        _at_most(where, f"{path}.member_id", coverage.member_id, MAX_MEMBER_ID)
        _at_most(where, f"{path}.filing_indicator", coverage.filing_indicator, MAX_FILING_INDICATOR)


def _require_charges(where: str, encounter: Encounter) -> None:
    if not encounter.charges:
        raise _refused(
            where, "charges", "is empty: there is nothing to bill", "Enter the services that were rendered."
        )
    for position, charge in enumerate(encounter.charges):
        path = f"charges[{position}]"
        try:
            amount = money(charge.amount)
        except InvalidValue:
            raise _refused(
                where, f"{path}.amount", "is not an amount that can be booked", "Write dollars as 123.45."
            ) from None
        if amount != charge.amount:
            raise _refused(
                where,
                f"{path}.amount",
                f"has fractions of a cent ({charge.amount})",
                f"Write it in steps of {CENT}.",
            )
        if not charge.units.is_finite():
            raise _refused(where, f"{path}.units", "is not a number", "Write how often it was rendered.")
    try:
        money(sum((charge.amount for charge in encounter.charges), Decimal(0)))
    except InvalidValue:
        raise _refused(where, "charges", "add up to more than can be booked", "Check the amounts.") from None


def _at_most(where: str, path: str, text: str, room: int) -> None:
    if len(text) > room:
        raise _refused(where, path, f"has {len(text)} characters, {room} at most", "Shorten it.")


def _refused(where: str, path: str, what: str, fix: str) -> InvalidValue:
    return InvalidValue(f"{path} {what}.", where=where, fix=fix)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a value with the path of its field, as in the JSON document."""
    if isinstance(value, str):
        yield path, value
    for inner, child in _children(value, path):
        yield from _texts(child, inner)


def _names(value: object, path: str) -> Iterator[tuple[str, Name]]:
    """Yield every name in a value with the path of its field."""
    if isinstance(value, Name):
        yield path, value
    for inner, child in _children(value, path):
        yield from _names(child, inner)


def _children(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield f"{path}.{field}" if path else field, getattr(value, field)
    elif isinstance(value, tuple):
        for position, child in enumerate(value):
            yield f"{path}[{position}]", child
