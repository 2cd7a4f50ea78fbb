"""Which control numbers came before, in little memory: runs of consecutive numbers are kept as runs."""

from bisect import bisect_right


class NumbersSeen:
    """A set of texts that costs next to nothing when they are numbers counting up.

    Numbers of different widths (1 and 0001) are different texts.
    """

    __slots__ = ("_firsts", "_lasts", "_others")

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._others: set[str] = set()

    def add(self, text: str) -> bool:
        """Remember a text; return whether it is new."""
        number = _number(text)
        if number is None:
            known = text in self._others
            self._others.add(text)
            return not known
        at = bisect_right(self._firsts, number) - 1
        if at >= 0 and number <= self._lasts[at]:
            return False
        if at >= 0 and self._lasts[at] == number - 1:
            self._lasts[at] = number
        else:
            self._firsts.insert(at + 1, number)
            self._lasts.insert(at + 1, number)
        return True

    def __contains__(self, text: str) -> bool:
        number = _number(text)
        if number is None:
            return text in self._others
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]


class LatelySeen:
    """The last ten to twenty thousand different texts: enough to find repeats, in bounded memory."""

    __slots__ = ("_before", "_now")

    def __init__(self) -> None:
        self._before: set[str] = set()
        self._now: set[str] = set()

    def add(self, text: str) -> bool:
        """Remember a text; return whether it is new, as far as is remembered."""
        if text in self._now or text in self._before:
            return False
        if len(self._now) >= _GENERATION:
            self._before, self._now = self._now, set()
        self._now.add(text)
        return True


_GENERATION = 10_000


def _number(text: str) -> int | None:
    """A number for each text of up to twelve digits: leading zeros make another one."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return None
    zeros = len(text) - len(text.lstrip("0"))
    return int(text) if not zeros else int(text) + 10**13 * len(text)
