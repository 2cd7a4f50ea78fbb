"""NCCI procedure-to-procedure edits of one release: sorted arrays in a memory-mapped file."""

import mmap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from struct import Struct

import msgspec

from cleanclaim.codesets.kinds import Dated
from cleanclaim.codesets.releases import damaged_table

HEADER = Struct("=8sQQ40x")
"""Magic in the machine's byte order, number of rows, length of the rationale texts (JSON)."""
MAGIC = b"CCPTP1\n\0"
ROW_BYTES = 14
EPOCH = date(1960, 1, 1).toordinal()
"""The day that counts as 0; two bytes then reach to 2139."""
ACTIVE = 0xFFFF
BEFORE_1996 = 0x80
INDICATOR = 0x0F
NO_EDIT = 9
CODE_BITS = 26
NO_CODE = (1 << CODE_BITS) - 1
"""A number that no code has: ZZZZZ is 36^5 - 1, less than 2^26 - 1."""
_REMEMBERED = 65536


class PTPEdit(Dated, frozen=True):
    """Column two is not paid beside column one on these days, same patient and provider.

    ``modifier_indicator``: 0 no modifier bypasses the edit, 1 a proper one does, 9 no edit (the
    row was never active). ``effective_to`` is the deletion date. Source: NCCI Policy Manual,
    chapter I.
    """

    column1: str
    column2: str
    modifier_indicator: int
    rationale: str
    before_1996: bool = False


def pack_code(code: str) -> int:
    """Return the number of a five-character code, in either case; -1 for what is no such code."""
    if len(code) == 5 and code.isascii() and code.isalnum():
        return int(code, 36)
    return -1


class _Dates(dict[int, date]):
    """The dates of day numbers, made on first use: they are few, the starts and ends of quarters."""

    def __missing__(self, number: int) -> date:
        return self.setdefault(number, date.fromordinal(EPOCH + number))


_DATES = _Dates()


class PTPTable:
    """The pairs of one release. Opening maps the file; nothing is read before it is asked for.

    Raises ``ConfigurationError`` when the file is not whole or from another kind of machine.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise damaged_table(path, str(error)) from None
        if len(self._map) < HEADER.size:
            raise damaged_table(path, "it is too short")
        magic: bytes
        texts: int
        rows: int
        magic, rows, texts = HEADER.unpack_from(self._map)
        self._rows = rows
        if magic != MAGIC:
            raise damaged_table(path, "it has another layout")
        if len(self._map) != HEADER.size + self._rows * ROW_BYTES + texts:
            raise damaged_table(path, "its length is not what its header says")
        view, at = memoryview(self._map), HEADER.size
        self._key = view[at : (at := at + 8 * self._rows)].cast("Q")
        self._first = view[at : (at := at + 2 * self._rows)].cast("H")
        self._last = view[at : (at := at + 2 * self._rows)].cast("H")
        self._bits = view[at : (at := at + self._rows)]
        self._why = view[at : (at := at + self._rows)]
        self._blocks: dict[str, tuple[int, int, int]] = {}
        self._numbers: dict[str, int] = {}
        self._texts: tuple[str, ...] = msgspec.json.decode(bytes(view[at:]), type=tuple[str, ...])

    def __len__(self) -> int:
        return self._rows

    def find(self, column1: str, column2: str, on: date) -> PTPEdit | None:
        """Return the edit of a pair, in this order of columns, in force on a day; none is common."""
        block = self._blocks.get(column1) or self._block(column1)
        base, low, high = block
        if low == high:
            return None
        number = self._numbers.get(column2)
        if number is None:
            number = self._number(column2)
        key, keys = base | number, self._key
        at = bisect_left(keys, key, low, high)
        if at == high or keys[at] != key:
            return None
        day = on.toordinal() - EPOCH
        while at < high and keys[at] == key:
            if self._first[at] <= day <= self._last[at] and self._bits[at] & INDICATOR != NO_EDIT:
                return self._edit(at, column1.upper(), column2.upper())
            at += 1
        return None

    def among(self, codes: Sequence[str], on: date) -> tuple[PTPEdit, ...]:
        """Return the edits in force on a day between any two of the codes, either way round."""
        distinct = list(dict.fromkeys(codes))
        return tuple(
            edit
            for one in distinct
            for two in distinct
            if one != two and (edit := self.find(one, two, on)) is not None
        )

    def history(self, column1: str, column2: str) -> tuple[PTPEdit, ...]:
        """Return every row of a pair in this order of columns, those that were never active too."""
        base, low, high = self._block(column1)
        key = base | self._number(column2)
        first = bisect_left(self._key, key, low, high)
        one, two = column1.upper(), column2.upper()
        return tuple(
            self._edit(at, one, two) for at in range(first, bisect_left(self._key, key + 1, first, high))
        )

    def of_column1(self, code: str) -> Iterator[PTPEdit]:
        """Yield every row of which the code is column one, by column two and first day."""
        _, low, high = self._block(code)
        for at in range(low, high):
            yield self._edit(at, code.upper(), _unpack(self._key[at] & NO_CODE))

    def _block(self, code: str) -> tuple[int, int, int]:
        """Return a column one's part of every key and where its rows begin and end; remembered."""
        number = pack_code(code)
        if number < 0:
            return 0, 0, 0
        base = number << CODE_BITS
        low = bisect_left(self._key, base)
        high = bisect_left(self._key, base + NO_CODE, low)
        if low < high or len(self._blocks) < _REMEMBERED:  # there is no end to codes without rows
            self._blocks[code] = base, low, high
        return base, low, high

    def _number(self, code: str) -> int:
        number = pack_code(code)
        if number < 0:
            return NO_CODE
        if len(self._numbers) < _REMEMBERED:
            self._numbers[code] = number
        return number

    def _edit(self, at: int, column1: str, column2: str) -> PTPEdit:
        bits, last = self._bits[at], self._last[at]
        return PTPEdit(
            effective_from=_DATES[self._first[at]],
            effective_to=None if last == ACTIVE else _DATES[last],
            column1=column1,
            column2=column2,
            modifier_indicator=bits & INDICATOR,
            rationale=self._texts[self._why[at]],
            before_1996=bool(bits & BEFORE_1996),
        )


def _unpack(number: int) -> str:
    characters = ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + characters
    return characters
