"""Identifiers with their check rules. A ``Claim`` holds what was sent; these judge it."""

import re
from functools import lru_cache

import msgspec

from cleanclaim.primitives.errors import InvalidValue

_NPI_PREFIX = "80840"


@lru_cache(maxsize=8192)  # a practice's few providers come with every claim
def luhn_is_valid(digits: str) -> bool:
    """Return whether a string of digits satisfies the Luhn check (ISO/IEC 7812-1 annex B)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        if position % 2 == 1:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total % 10 == 0


class NPI(msgspec.Struct, frozen=True):
    """A National Provider Identifier: ten digits, first 1 or 2, Luhn over ``80840`` + digits.

    Source: 45 CFR 162.406 (format: 10-position, check digit in the 10th position); the
    ``80840`` prefix is the issuer prefix of the CMS check-digit document (unverified here).
    """

    value: str

    @classmethod
    def parse(cls, text: str) -> "NPI":
        """Return the NPI; raises ``InvalidValue`` saying which of the rules it breaks."""
        if not re.fullmatch(r"[0-9]{10}", text):
            raise InvalidValue(f"{text!r} is not an NPI: it must be ten digits.")
        if text[0] not in "12":
            raise InvalidValue(f"{text!r} is not an NPI: it must begin with 1 or 2.")
        if not luhn_is_valid(_NPI_PREFIX + text):
            raise InvalidValue(
                f"{text!r} is not an NPI: its check digit is wrong.", fix="Check for a typing error."
            )
        return cls(text)

    @classmethod
    def from_nine(cls, first_nine: str) -> "NPI":
        """Return the NPI that begins with these nine digits (for tests and examples)."""
        for check in "0123456789":
            if luhn_is_valid(_NPI_PREFIX + first_nine + check):
                return cls.parse(first_nine + check)
        raise InvalidValue(f"{first_nine!r} is not nine digits.")

    def __str__(self) -> str:
        return self.value


class TIN(msgspec.Struct, frozen=True):
    """A federal taxpayer identification number: nine digits, an EIN or an SSN.

    ``kind`` is ``EI`` or ``SY`` as in the REF01 qualifier of loop 2010AA.
    """

    value: str
    kind: str = "EI"

    @classmethod
    def parse(cls, text: str, kind: str = "EI") -> "TIN":
        """Return the TIN without its dashes; raises ``InvalidValue`` (without an SSN's digits)."""
        digits = text.replace("-", "")
        if not re.fullmatch(r"[0-9]{9}", digits) or len(set(digits)) == 1:
            shown = repr(text) if kind == "EI" else "The value"
            raise InvalidValue(f"{shown} is not a taxpayer number: it must be nine digits, not all alike.")
        return cls(digits, kind)

    def __str__(self) -> str:
        return self.value
