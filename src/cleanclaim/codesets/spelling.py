"""The known word nearest to one that is not: one slip in short words, two or three in long ones."""

from collections.abc import Iterable

_ONE_SLIP, _TWO_SLIPS, _THREE_SLIPS = 4, 6, 9  # letters from which on so many slips are allowed
_MOST_SLIPS = 3
_SOUNDED = 6  # from so many letters on, one slip more where the consonants are the same


class Speller:
    """Known words (with how often they occur), to be asked for the one that was meant."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._by_length: dict[int, list[tuple[int, str, str, int]]] = {}
        for word, count in words:
            if len(word) >= _ONE_SLIP - 1 and word.isascii() and word.isalpha():
                self._by_length.setdefault(len(word), []).append(
                    (_letters(word), _consonants(word), word, count)
                )

    def nearest(self, word: str, most_slips: int = _MOST_SLIPS) -> str | None:
        """Return the known word fewest slips away; of several the one with the same beginning, then
        the one that occurs most. A slip is a letter too many, missing, wrong, or two exchanged.
        """
        if len(word) < _ONE_SLIP or not (word.isascii() and word.isalpha()):
            return None
        allowed = 1 + (len(word) >= _TWO_SLIPS) + (len(word) >= _THREE_SLIPS)
        most = min(most_slips, allowed + (len(word) >= _SOUNDED and allowed < _MOST_SLIPS))
        allowed = min(allowed, most_slips)
        letters, sound = _letters(word), _consonants(word)
        found: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            for mask, sounds, known, count in self._by_length.get(length, ()):
                # Each slip takes one letter away, adds one, or both.
                limit = most if sounds == sound else allowed
                if (letters & ~mask).bit_count() > limit or (mask & ~letters).bit_count() > limit:
                    continue
                if _begins_like(word, known) and (slips := _slips(word, known, limit)) <= limit:
                    found.append((slips, known[:2] != word[:2], -count, known))
        return min(found)[-1] if found else None


def _begins_like(word: str, known: str) -> bool:
    """Whether the first letters are alike, exchanged, or one of them is missing: others are seldom slips."""
    return word[0] == known[0] or word[1] == known[0] or word[0] == known[1]


def _consonants(word: str) -> str:
    """Return how a word sounds, roughly: its consonants, each once in a row, without h."""
    kept = [letter for letter in word if letter not in "aeiouyh"]
    return "".join(letter for place, letter in enumerate(kept) if not place or kept[place - 1] != letter)


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def _slips(one: str, other: str, most: int) -> int:
    """Return how many slips lie between two words; anything above ``most`` is only "more"."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before = before, row
        row = [place]
        for at, known in enumerate(other, 1):
            best = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != known))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == known:
                best = min(best, earlier[at - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
