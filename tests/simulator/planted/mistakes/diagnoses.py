"""Mistakes in diagnoses."""

from collections.abc import Callable

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.x12 import composite
from tests.simulator.planted.planting import Catalogue, Writer, where

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("visit", "999 HI")
def diagnoses_are_reversed(writer: Writer) -> None:
    """The first is an ABF, the principal one comes last."""
    writer.spoils("_diagnosis_rows", lambda rows, *_: [(row[0], *reversed(row[1:])) for row in rows])


@mistake("screening", "835 CO-11")
def diagnoses_are_sorted(writer: Writer) -> None:
    """Codes in order of the alphabet, qualifiers right, pointers as before: the wrong reason."""

    def ordered(claim: Claim) -> Claim:
        codes = sorted((dx.code for dx in claim.diagnoses), reverse=True)
        pairs = zip(claim.diagnoses, codes, strict=True)
        return _replace(claim, diagnoses=tuple(_replace(dx, code=code) for dx, code in pairs))

    writer.feeds("_diagnosis_rows", ordered)


def _two(element: str) -> tuple[str, str]:
    qualifier, _, code = element.partition(":")
    return qualifier, code


def _diagnoses(writer: Writer, change: Callable[[int, str, str], tuple[str, str]]) -> None:
    """Spoil each diagnosis: ``change(position, qualifier, code)`` gives its new components."""
    writer.spoils(
        "_diagnosis_rows",
        where(
            "HI",
            lambda row: (
                "HI",
                *(composite(*change(n, *_two(element))) for n, element in enumerate(row[1:])),
            ),
        ),
    )


@mistake("visit", "999 HI02-1")
def every_diagnosis_is_the_principal_one(writer: Writer) -> None:
    """ABK throughout."""
    _diagnoses(writer, lambda n, _, code: ("ABK", code))


@mistake("visit", "277CA A7:254")
def diagnoses_have_the_qualifiers_of_icd_9(writer: Writer) -> None:
    """BK and BF for ICD-10-CM codes."""
    _diagnoses(writer, lambda n, qualifier, code: (qualifier[1:], code))


@mistake("visit", "277CA A7:255")
def diagnoses_keep_their_dots(writer: Writer) -> None:
    """E11.9."""
    _diagnoses(writer, lambda n, q, code: (q, f"{code[:3]}.{code[3:]}" if code[3:] else code))


@mistake("car accident", "277CA A7:254")
def diagnoses_are_cut_to_five_characters(writer: Writer) -> None:
    """A column of ICD-9's width: S134X."""
    _diagnoses(writer, lambda n, qualifier, code: (qualifier, code[:5]))


@mistake("visit", "277CA A7:477")
def only_four_diagnoses_are_written(writer: Writer) -> None:
    """As on the old paper form; a line points at the fifth."""
    writer.spoils("_diagnosis_rows", lambda rows, *_: [row[:5] for row in rows])


@mistake("visit", "999 HI")
def every_diagnosis_has_a_segment_of_its_own(writer: Writer) -> None:
    """HI repeats where the guide has it once."""
    writer.spoils(
        "_diagnosis_rows", lambda rows, *_: [("HI", element) for row in rows for element in row[1:]]
    )


@mistake("visit", "277CA A8:255")
def principal_diagnosis_is_repeated(writer: Writer) -> None:
    """Once as ABK and once more in place of the second, as ABF."""
    _diagnoses(writer, lambda n, qualifier, code: (qualifier, "I10" if n == 1 else code))
