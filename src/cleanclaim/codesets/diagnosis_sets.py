"""A set of ICD-10-CM codes in eight bytes each: policies hold millions of them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DiagnosisSet:
    """A sorted set of diagnosis codes; asked with or without the dot, never changed."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: memoryview) -> None:
        self._numbers = numbers

    @classmethod
    def of(cls, codes: Iterable[str]) -> "DiagnosisSet":
        """Return the set of some codes."""
        return cls(memoryview(pack_codes(codes)).cast("Q"))

    def __contains__(self, code: object) -> bool:
        number = pack_diagnosis(code) if isinstance(code, str) else -1
        if number < 0:
            return False
        at = bisect_left(self._numbers, number)
        return at < len(self._numbers) and self._numbers[at] == number

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return (_unpacked(number) for number in self._numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DiagnosisSet) and self._numbers == other._numbers

    def __hash__(self) -> int:
        return hash(bytes(self._numbers))


def pack_diagnosis(code: str) -> int:
    """Return the number of a diagnosis code; -1 for what has not the shape of one.

    It begins with a letter, so that no two codes have one number.
    """
    bare = code.strip().upper().replace(".", "")
    if 3 <= len(bare) <= 7 and bare.isascii() and bare.isalnum() and bare[0].isalpha() and bare[1].isdigit():
        return int(bare, 36)
    return -1


def pack_codes(codes: Iterable[str]) -> bytes:
    """Return codes as :class:`DiagnosisSet` reads them: sorted numbers of eight bytes."""
    return pack_numbers(number for code in codes if (number := pack_diagnosis(code)) >= 0)


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return the numbers of codes, sorted and once each, in eight bytes each."""
    return array("Q", sorted(set(numbers))).tobytes()


def _unpacked(number: int) -> str:
    code = ""
    while number:
        number, digit = divmod(number, 36)
        code = _DIGITS[digit] + code
    return code
