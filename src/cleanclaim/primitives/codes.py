"""Typed codes: each knows its form. Whether a code exists on a day is asked of ``codesets``."""

import re
from typing import ClassVar, Self

import msgspec

from cleanclaim.primitives.errors import InvalidValue


class Code(msgspec.Struct, frozen=True, order=True):
    """A code in its stored form (upper case, no dot). Subclasses give system name and pattern."""

    value: str

    system: ClassVar[str] = ""
    form: ClassVar[str] = ""
    pattern: ClassVar[re.Pattern[str]] = re.compile(r".+")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code in its stored form; raises ``InvalidValue`` naming the form expected."""
        value = text.strip().upper().replace(".", "")
        if not cls.pattern.fullmatch(value):
            raise InvalidValue(f"{text!r} is not of the form of {cls.system}: {cls.form}.")
        return cls(value)

    @classmethod
    def is_formed(cls, text: str) -> bool:
        """Return whether the text has the form of such a code."""
        return cls.pattern.fullmatch(text.strip().upper().replace(".", "")) is not None

    def __str__(self) -> str:
        return self.value


class ICD10CM(Code, frozen=True, order=True):
    """An ICD-10-CM diagnosis code, stored without its dot (``E119``)."""

    system = "ICD10CM"
    form = "a letter, a digit (or A), a letter or digit, then up to four more"
    pattern = re.compile(r"[A-Z][0-9A][0-9A-Z]{1,5}")  # A comes second in QA0, new in FY2026

    @property
    def dotted(self) -> str:
        """The code as people read it: ``E11.9``."""
        return dotted(self.value)


class ICD10PCS(Code, frozen=True, order=True):
    """An ICD-10-PCS procedure code: seven characters, no I or O."""

    system = "ICD10PCS"
    form = "seven digits or letters other than I and O"
    pattern = re.compile(r"[0-9A-HJ-NP-Z]{7}")


class CPT(Code, frozen=True, order=True):
    """A CPT code number: five digits, or four and F, T, U or M."""

    system = "CPT"
    form = "five digits, or four digits and F, M, T or U"
    pattern = re.compile(r"[0-9]{4}[0-9FMTU]")


class HCPCS(Code, frozen=True, order=True):
    """A HCPCS Level II code: a letter A–V and four digits."""

    system = "HCPCS"
    form = "a letter from A to V and four digits"
    pattern = re.compile(r"[A-V][0-9]{4}")


class CDT(Code, frozen=True, order=True):
    """A CDT code number: D and four digits."""

    system = "CDT"
    form = "D and four digits"
    pattern = re.compile(r"D[0-9]{4}")


class Modifier(Code, frozen=True, order=True):
    """A two-character procedure modifier."""

    system = "modifier"
    form = "two letters or digits"
    pattern = re.compile(r"[0-9A-Z]{2}")


class RevenueCode(Code, frozen=True, order=True):
    """A four-digit revenue code."""

    system = "revenue code"
    form = "four digits"
    pattern = re.compile(r"[0-9]{4}")


class PlaceOfService(Code, frozen=True, order=True):
    """A two-digit place-of-service code."""

    system = "place of service"
    form = "two digits"
    pattern = re.compile(r"[0-9]{2}")


class Taxonomy(Code, frozen=True, order=True):
    """A provider taxonomy code: ten characters ending in X."""

    system = "provider taxonomy"
    form = "nine letters or digits and X"
    pattern = re.compile(r"[0-9A-Z]{9}X")


class CARC(Code, frozen=True, order=True):
    """A claim adjustment reason code."""

    system = "CARC"
    form = "one to three digits, or a letter and one or two digits"
    pattern = re.compile(r"[0-9]{1,3}|[A-Z][0-9]{1,2}")


class RARC(Code, frozen=True, order=True):
    """A remittance advice remark code."""

    system = "RARC"
    form = "M, MA or N and one to three digits"
    pattern = re.compile(r"(?:M|MA|N)[0-9]{1,3}")


def dotted(value: str) -> str:
    """Return an undotted ICD-10-CM code as people read it; already dotted ones unchanged."""
    if "." in value or len(value) <= 3:
        return value
    return f"{value[:3]}.{value[3:]}"


def undotted(value: str) -> str:
    """Return a code as it is stored and sent: upper case, without its dot."""
    return value.replace(".", "").upper()
