"""Asks the loaded NPPES extracts for a provider."""

from datetime import date

from cleanclaim.codesets.answers import Answer, Known
from cleanclaim.codesets.providers import NPPES, Provider
from cleanclaim.codesets.store import Store


def provider(store: Store, npi: str, on: date) -> Answer[Provider]:
    """Return what NPPES says of an NPI: the latest weekly update that has it, else the whole extract.

    ``Unknown``: a whole extract is in force on the day and has no such NPI. A weekly update alone
    cannot say that: ``NotCovered``.
    """
    answer = store.find_in_any(NPPES, npi, on)
    return Known(answer.value[0], answer.release) if isinstance(answer, Known) else answer
