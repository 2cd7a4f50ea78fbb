"""Codes and ranges of codes as a contract's file writes them, each of a known form."""

import re
from collections.abc import Callable, Sequence

from cleanclaim.pricing.contract import Span
from cleanclaim.primitives import CDT, CPT, HCPCS, Code, DecodeError, InvalidValue

_REVENUE = re.compile(r"[0-9]{4}")
_DRG = re.compile(r"[0-9]{1,3}")

Wrong = Callable[[str, str, str], DecodeError]
"""Makes the error of a place in the file: path, what is wrong, how to put it right."""


class Codes:
    """Reads lists of codes; ``wrong`` makes the error of a place."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong

    def procedures(self, at: str, said: Sequence[str | int]) -> tuple[Span, ...]:
        """Return spans of procedure codes (``99202-99215``, ``J0000-J9999``, ``0001U``)."""
        return self._spans(
            at, said, _is_procedure, "five characters of CPT, HCPCS or CDT, as 99213 or J0000-J9999"
        )

    def revenue(self, at: str, said: Sequence[str | int]) -> tuple[Span, ...]:
        """Return spans of revenue codes."""
        return self._spans(
            at, said, lambda text: bool(_REVENUE.fullmatch(text)), 'four digits in quotes, as "0278"'
        )

    def drgs(self, at: str, said: Sequence[str | int]) -> tuple[Span, ...]:
        """Return spans of MS-DRGs, each of three digits."""
        found = self._spans(
            at, said, lambda text: bool(_DRG.fullmatch(text)), "up to three digits, as 469-470"
        )
        return tuple(Span(span.first.zfill(3), span.last.zfill(3)) for span in found)

    def of_type(self, at: str, said: Sequence[str | int], kind: type[Code]) -> tuple[str, ...]:
        """Return codes of a typed kind in their stored form."""
        found = []
        for one in said:
            try:
                found.append(kind.parse(str(one)).value)
            except InvalidValue as error:
                raise self.wrong(at, error.message, "Write it in quotes.") from None
        return tuple(found)

    def _spans(
        self, at: str, said: Sequence[str | int], is_formed: Callable[[str], bool], form: str
    ) -> tuple[Span, ...]:
        found: list[Span] = []
        for place, one in enumerate(said):
            first, dash, last = str(one).strip().upper().partition("-")
            span = Span(first.strip(), (last if dash else first).strip())
            here = f"{at}[{place}]"
            if not is_formed(span.first) or not is_formed(span.last):
                raise self.wrong(at, f"{one!r} has no form of code that is known.", f"Write {form}.")
            if _shape(span.first) != _shape(span.last):
                raise self.wrong(at, f"{one!r} goes from one form of code to another.", f"Write {form}.")
            if span.last < span.first:
                raise self.wrong(here, f"{one!r} ends before it begins.", "Exchange its ends.")
            twice = next((before for before in found if before.overlaps(span)), None)
            if twice is not None:
                raise self.wrong(here, f"{span} and {twice} overlap.", "List each code once.")
            found.append(span)
        return tuple(found)


def _is_procedure(text: str) -> bool:
    return any(kind.is_formed(text) for kind in (CPT, HCPCS, CDT))


def _shape(code: str) -> str:
    """Return the form of a code: digits as 9, a letter at its beginning as A, at its end as itself."""
    inner = "".join("9" if letter.isdigit() else "A" for letter in code[:-1])
    return inner + ("9" if code[-1:].isdigit() else code[-1:])
