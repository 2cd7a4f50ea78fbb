"""The small texts of an index: codes with dashes, nonessential modifiers, references to categories."""

import re
from collections.abc import Callable

_SPACES = re.compile(r"\s+")
_CODE = re.compile(r"([A-Z]\d[0-9A-Z]|QA\d)(?:\.([0-9A-Z]{1,4}))?(\.?-)?")
_NO_CODE = frozenset({"", "-", "--", "---"})
_CATEGORY = re.compile(r"(sub)?categor(y|ies)\b", re.I)


def spaced(text: str) -> str:
    """Return a text with single blanks."""
    return _SPACES.sub(" ", text).strip()


def read_code(printed: str, note: Callable[[str], None]) -> tuple[str, bool]:
    """Return a printed code undotted, and whether a dash says that more characters are needed.

    What is no code is handed to ``note`` and left out.
    """
    if printed in _NO_CODE:
        return "", False
    match = _CODE.fullmatch(printed)
    if match is None:
        note(printed)
        return "", False
    return match[1] + (match[2] or ""), match[3] is not None


def category_reference(see: str, code: str, note: Callable[[str], None]) -> tuple[str, tuple[str, bool]]:
    """Return a see reference and a code, where "see category" has its code in the code's column."""
    if code and _CATEGORY.match(see.strip()):
        return f"{spaced(see)} {code}", ("", False)
    return see, read_code(code, note)


def modifiers_and_rest(text: str) -> tuple[tuple[str, ...], str]:
    """Return the parenthesised modifiers, parentheses left off, and the words outside of them."""
    modifiers: list[str] = []
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for letter in text:
        if letter == "(":
            depth += 1
            if depth == 1:
                continue
        elif letter == ")" and depth:
            depth -= 1
            if not depth:
                modifiers.append(spaced("".join(inside)))
                inside.clear()
                outside.append(" ")
                continue
        (inside if depth else outside).append(letter)
    outside += inside  # a parenthesis that is never closed
    return tuple(one for one in modifiers if one), spaced("".join(outside))
