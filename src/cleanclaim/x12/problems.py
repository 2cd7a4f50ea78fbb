"""What is wrong with a file: a value with level, place, acknowledgement code, sentence and fix."""

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """``error`` makes the file refusable; a ``repair`` was tolerated while reading."""

    ERROR = "error"
    WARNING = "warning"
    REPAIR = "repair"


class Acknowledges(StrEnum):
    """The element of a TA1 or 999 that ``ack_code`` belongs to."""

    INTERCHANGE = "TA105"
    GROUP = "AK905"
    TRANSACTION = "IK502"
    SEGMENT = "IK304"
    ELEMENT = "IK403"
    NOTHING = ""


class X12Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One problem of a file.

    ``level`` is the WEDI SNIP type, 1 to 7. ``transaction`` is the kind (837P), ``control_number``
    its ST02; ``element`` is written NM109 or SV101-2; ``segment_number`` counts from 1 within
    the file, ``position`` from 1 (the ST) within the transaction, ``byte_offset`` is where the
    segment begins. ``value`` and ``claim_id`` are empty when redacted, as are sentences.
    """

    id: str
    level: int
    severity: Severity = Severity.ERROR
    file: str = ""
    transaction: str = ""
    control_number: str = ""
    loop: str = ""
    segment: str = ""
    element: str = ""
    segment_number: int = 0
    position: int = 0
    byte_offset: int = 0
    claim_id: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()
    message: str = ""
    fix: str = ""
    ack_code: str = ""
    acknowledges: Acknowledges = Acknowledges.NOTHING


class Flaw(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A problem of one segment before its place in the file is known.

    ``message`` is a whole sentence without the value, which is added when values may be shown;
    ``told`` is the sentence to use then, when there is a better one.
    """

    id: str
    level: int
    element: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()
    message: str = ""
    fix: str = ""
    ack_code: str = ""
    acknowledges: Acknowledges = Acknowledges.ELEMENT
    severity: Severity = Severity.ERROR
    told: str = ""
