"""What a person may enter about an organization: checked once, where it is stored.

The submitter id becomes ISA06 and GS02 of every file and a part of the files' names, hence no
blanks, separators or dots; ISA06 and GS02 have room for 15 characters, GS02 needs two.
"""

import re

from cleanclaim.primitives import InvalidValue

MAX_NAME = 60
"""Characters in an organization's name in an 837 (NM103)."""

DELIMITERS = frozenset("*~:^")
"""What separates elements in the files that we write: a name that holds one cannot be sent."""

_SUBMITTER_ID = re.compile(r"[A-Z0-9]{2,15}")
_PHONE = re.compile(r"[0-9]{10}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def entered_name(text: str, *, of: str) -> str:
    """Return a name without blanks around it; ``of`` says whose, for the error.

    Raises ``InvalidValue`` unless it has 1 to 60 printable characters, none of them a delimiter.
    """
    name = text.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidValue(
            f"the name of the {of} is not 1 to {MAX_NAME} printable characters.",
            fix="Write the name as it is to stand in files to payers.",
        )
    if DELIMITERS.intersection(name):
        raise InvalidValue(
            f"the name of the {of} holds one of the characters {' '.join(sorted(DELIMITERS))}, "
            "which separate elements in files to payers.",
            fix="Leave it out.",
        )
    return name


def entered_submitter_id(text: str) -> str:
    """Return a submitter id; raises ``InvalidValue`` unless it is 2 to 15 of A-Z and 0-9."""
    if not _SUBMITTER_ID.fullmatch(text):
        raise InvalidValue(
            f"{text[:20]!r} is not a submitter id: it must be 2 to 15 of the characters A-Z and 0-9.",
            fix="Enter it as the clearinghouse or payer assigned it.",
        )
    return text


def entered_phone(text: str) -> str:
    """Return ten digits; raises ``InvalidValue`` for anything but digits and the usual separators."""
    digits = re.sub(r"[ ().-]", "", text)
    if not _PHONE.fullmatch(digits):
        raise InvalidValue(
            f"{text[:20]!r} is not a telephone number: it must have ten digits.", fix="Write 614-555-0100."
        )
    return digits


def entered_username(text: str) -> str:
    """Return a username; raises ``InvalidValue`` unless it is 2 to 40 of a-z, 0-9, dot, dash, underscore."""
    name = text.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise InvalidValue(
            f"{text[:20]!r} is not a username: it must be 2 to 40 of the characters a-z, 0-9 and . - _.",
            fix="Write it like maria.lopez.",
        )
    return name
