"""Codes that a tabular note names: ``(E08-E13)``, ``(Z16.-)``, ``(D50.0, D62)``."""

import re

import msgspec

_CODE = r"(?:[A-Z]\d[0-9A-Z]|QA\d)(?:\.[0-9A-Z]{1,4})?"
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_SPAN = re.compile(rf"\b({_CODE})(?:\s*(?:-|to)\s*({_CODE})|\.?-)?")
_QUALIFIED = re.compile(r"\bwith\b")


class CodeSpan(msgspec.Struct, frozen=True, order=True):
    """The codes from ``first`` to ``last`` with all that is under them; both undotted.

    ``qualified`` when the note narrows them in words ("with fifth or sixth character 5"), so
    that a code in the span may still be outside what the note means.
    """

    first: str
    last: str
    qualified: bool = False

    def __contains__(self, code: str) -> bool:
        return code[: len(self.first)] >= self.first and code[: len(self.last)] <= self.last


def codes_named(note: str) -> tuple[CodeSpan, ...]:
    """Return the codes that a note names in parentheses, in their order; none is common."""
    spans: list[CodeSpan] = []
    for inside in _PARENTHESIS.findall(note):
        qualified = _QUALIFIED.search(inside) is not None
        for first, last in _SPAN.findall(inside):
            bare = first.replace(".", "")
            spans.append(CodeSpan(bare, last.replace(".", "") or bare, qualified))
    return tuple(spans)
