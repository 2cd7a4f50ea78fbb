"""Two expert teams over the same notes: the union of their codes, for notes that both coded."""

from collections.abc import Sequence

import msgspec

from cleanclaim.coding.evaluation.values import GoldNote

_KEY_LETTERS = 400


def same_note(text: str) -> str:
    """Return a key under which copies of one note meet although their spacing differs."""
    return "".join(letter for letter in text.lower() if letter.isalnum())[:_KEY_LETTERS]


def union_of(first: Sequence[GoldNote], second: Sequence[GoldNote]) -> list[GoldNote]:
    """Return the notes that both files have, with the codes of both (the first file's text and spans)."""
    others = {same_note(note.text): note for note in second}
    found = []
    for note in first:
        other = others.get(same_note(note.text))
        if other is None:
            continue
        mine = {(one.code, one.system) for one in note.codes}
        # Spans of the other file count offsets of the other copy: they are not carried over.
        added = tuple(
            msgspec.structs.replace(one, spans=())
            for one in other.codes
            if (one.code, one.system) not in mine
        )
        found.append(msgspec.structs.replace(note, codes=(*note.codes, *added)))
    return found
