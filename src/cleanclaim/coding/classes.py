"""What kind of code a code is: symptoms integral to a disease, chronic conditions, never first."""

import re
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.codesets import ICD10CMEntry

# Conditions that "history of" does not end: the guideline for reporting them at each visit that
# deals with them is IV.I (chronic diseases).
_CHRONIC = re.compile(
    r"E0[0-7]|E08|E09|E1[013]|E66|E78|D57|D6[6-8]|B18|B20|F0[1-3]|F1\d[12]|F2|F3[1-3]|F4[01]|F9|G20|G25|G30|G35|G40|"
    r"G43|G47|G8[0-2]|H40|I10|I1[1-3]|I2[57]|I34|I35|I42|I48|I50|I73|J4[1457]|K21|K5[018]|K70|K7[346]|L20|L40|M0[56]|"
    r"M1[05679]|M32|M79\.?7|M797|M81|N18|N40|N80|Q|Z94|Z95|Z99"
)
# External causes of morbidity say how, not what (Official Guidelines I.C.20.a.6): never first.
_NEVER_FIRST = re.compile(
    r"[V-Y]|R65|T3[6-9]..[56]|T4...[56]|T50..[56]|Z79|Z8[0-7]|Z9[0-35-9]|Z68|Z16|B9[5-7]|Z72|Z77|Z3A|Z37|Z5[5-9]|Z6[0-6]|Z17|Z22|J1282"
)


class Integral(msgspec.Struct, frozen=True):
    """Symptoms that belong to a disease: by the beginnings of their codes."""

    disease: str
    symptoms: tuple[str, ...]
    note: str


@cache
def integral_symptoms() -> tuple[Integral, ...]:
    """Return the pairs of ``data/integral.tsv``."""
    text = resources.files("cleanclaim.coding").joinpath("data/integral.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return tuple(
        Integral(disease.replace(".", ""), tuple(symptoms.replace(".", "").split("|")), note)
        for disease, symptoms, note in rows
    )


def integral_to(symptom: str, diseases: tuple[str, ...]) -> str:
    """Return the disease of which a symptom is an integral part; nothing when there is none.

    Source: Official Guidelines I.B.5 (FY 2026).
    """
    for pair in integral_symptoms():
        if symptom.startswith(pair.symptoms):
            for disease in diseases:
                if disease.startswith(pair.disease) and disease != symptom:
                    return disease
    return ""


def is_chronic(code: str) -> bool:
    """Return whether "history of" such a condition is read as having it."""
    return _CHRONIC.match(code) is not None


def may_be_first(entry: ICD10CMEntry) -> bool:
    """Return whether a code may be first-listed: no manifestation, external cause or status code."""
    return not entry.is_manifestation and _NEVER_FIRST.match(entry.code) is None


def is_symptom(code: str) -> bool:
    """Return whether a code is a sign or symptom: chapter 18, or pain by its site."""
    return code.startswith(("R", "M255", "M545", "M542", "M546", "M796", "H571", "N644"))


def is_encounter(code: str) -> bool:
    """Return whether a code says why the patient came or how he lives (Z00 to Z76), not what he has."""
    return code.startswith(("Z0", "Z1", "Z2", "Z3", "Z4", "Z5", "Z6", "Z7"))


def excludes1_between(first: ICD10CMEntry, second: ICD10CMEntry) -> str:
    """Return the Excludes1 note that keeps two codes apart, with its place; nothing when none does.

    Source: Official Guidelines I.A.12.a; two unrelated conditions are the exception, which is
    why a person decides. Notes that narrow their codes in words are passed over.
    """
    for one, other in ((first, second), (second, first)):
        for note in one.excludes1:
            for span in note.spans:
                if other.code in span and not span.qualified and one.code not in span:
                    return f"Excludes1 at {note.at}: {note.text}"
    return ""
