"""The one tree of errors for which the caller or the system is to blame.

A wrong claim is a ``Finding``, a wrong file an ``X12Problem``: both are values. What is
raised is one of these::

    CleanclaimError
    ├── InputError            what was handed in cannot be used (exit status 2)
    │   ├── UnreadableFile    missing, no permission, wrong encoding, not the format it claims
    │   ├── UnsupportedVersion  a format that is known and deliberately refused (X12 4010)
    │   ├── DecodeError       a document (JSON) that does not describe the value wanted
    │   └── InvalidValue      a single value (amount, date, NPI, code) that cannot be parsed
    ├── NotLoaded             reference data that the question needs are not loaded for that date
    ├── StateError            a move that the lifecycle table does not allow
    ├── LedgerError           an entry that does not balance, or would touch what was posted
    ├── AccessDenied          the actor may not do this, or the row belongs to somebody else
    └── ConfigurationError    settings, database or machine cannot serve (port taken, disk full)

Every message says what is wrong, where, with the value, and what to do. None carries
patient data: values that identify a person are left out by whoever raises.
"""

from typing import ClassVar


class CleanclaimError(Exception):
    """Base of all errors of this package; ``str(error)`` is one sentence, or two with the fix.

    ``code`` is stable and documented in ``docs/errors.md``; ``where`` names the file, line,
    field or row; ``fix`` is what the person should do.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        self.message = message
        self.where = where
        self.fix = fix
        super().__init__(message)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} {self.fix}" if self.fix else text


class InputError(CleanclaimError):
    """What was handed in cannot be used."""

    code = "input"


class UnreadableFile(InputError):
    """A file that is missing, unreadable, in the wrong encoding, or not of its format."""

    code = "unreadable-file"


class UnsupportedVersion(InputError):
    """A format or version that is known and refused by name."""

    code = "unsupported-version"


class DecodeError(InputError):
    """A JSON document that does not describe the value that is wanted."""

    code = "decode"


class InvalidValue(InputError):
    """A single value that cannot be parsed as what it should be."""

    code = "invalid-value"


class NotLoaded(CleanclaimError):
    """Reference data that the question needs are not loaded for the date asked about."""

    code = "not-loaded"


class StateError(CleanclaimError):
    """A move that the lifecycle table does not allow."""

    code = "state"


class LedgerError(CleanclaimError):
    """An entry that does not balance, or that would change what was posted."""

    code = "ledger"


class AccessDenied(CleanclaimError):
    """The actor may not do this, or the row belongs to another organization."""

    code = "access-denied"


class ConfigurationError(CleanclaimError):
    """Settings, database or machine cannot serve."""

    code = "configuration"
