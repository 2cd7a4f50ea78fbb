"""Where phrases of the inventory stand in a note: all their words within one sentence."""

from collections.abc import Iterator

import msgspec

from cleanclaim.coding.codiesp.phrases import Inventory, Key, shortened
from cleanclaim.coding.note import Note
from cleanclaim.coding.sentences import Sentence
from cleanclaim.coding.text import STOP_WORDS

_WIDEST = 9  # content words over which the words of one phrase may be spread


class Match(msgspec.Struct, frozen=True):
    """A phrase in a sentence: the indexes of its words, and how many content words lie among them."""

    key: Key
    sentence: int
    words: tuple[int, ...]
    gap: int

    @property
    def tight(self) -> bool:
        """Whether nothing but small words stands between its words."""
        return self.gap == 0


def matches_in(note: Note, inventory: Inventory) -> Iterator[Match]:
    """Yield the matches of all phrases, each place of the rarest word once."""
    for number, sentence in enumerate(note.sentences):
        yield from _in_sentence(number, sentence, inventory)


def _in_sentence(number: int, sentence: Sentence, inventory: Inventory) -> Iterator[Match]:
    content: list[tuple[int, str]] = []
    for index, token in enumerate(sentence.tokens):
        if token.folded and token.folded not in STOP_WORDS:
            content.append((index, shortened(token.folded)))
    places: dict[str, list[int]] = {}
    for place, (_, word) in enumerate(content):
        places.setdefault(word, []).append(place)
    for place, (_, word) in enumerate(content):
        for key in inventory.with_rarest(word):
            chosen = [place]
            for other in key:
                if other == word:
                    continue
                near = places.get(other)
                if near is None:
                    break
                closest = min(near, key=lambda one: (abs(one - place), one))
                if abs(closest - place) > _WIDEST:
                    break
                chosen.append(closest)
            else:
                chosen.sort()
                gap = chosen[-1] - chosen[0] + 1 - len(chosen)
                yield Match(key, number, tuple(content[one][0] for one in chosen), gap)
