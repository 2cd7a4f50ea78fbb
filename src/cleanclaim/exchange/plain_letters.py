"""Names as X12 can carry them: letters without their marks, typographic signs as plain ones.

The character sets of the 837 are printable ASCII. ``José Núñez`` is sent as ``Jose Nunez``, as
payers' own records have it; what has no plain form (another script) is left for the writer to
refuse by name.
"""

import unicodedata
from typing import TypeVar, cast

import msgspec

V = TypeVar("V")

_SIGNS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "'", "‘": "'", "ʻ": "'",
    "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "µ": "u",
}  # fmt: skip
_TABLE = str.maketrans(_SIGNS)


def plain_text(text: str) -> str:
    """Return the text with marks taken off its letters; characters without a plain form stay.

    Marks on anything else stay too, because they change what it says (``≠`` is not ``=``), and so
    do superscripts and their like (``10³`` is not ``103``): the writer refuses them by name.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    on_a_letter = False
    # Canonical decomposition only: the compatibility one turns a superscript into a digit.
    for character in unicodedata.normalize("NFD", text.translate(_TABLE)):
        if not unicodedata.combining(character):
            on_a_letter = character.isalpha()
        elif on_a_letter:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def in_plain_letters(value: V) -> V:
    """Return a value with every text within it in plain letters; the very value when all are."""
    if isinstance(value, str):
        return cast("V", plain_text(value))
    if isinstance(value, tuple):
        items = tuple(in_plain_letters(item) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else cast("V", items)
    if isinstance(value, msgspec.Struct):
        changed = {
            name: new
            for name in value.__struct_fields__
            if (new := in_plain_letters(old := getattr(value, name))) is not old
        }
        return msgspec.structs.replace(value, **changed) if changed else value
    return value
