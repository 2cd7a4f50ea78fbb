"""The ICD-10-CM codes of a claim and the day on which each must be valid."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cleanclaim.claim import Claim, Diagnosis
from cleanclaim.codesets import CodeSpan, ICD10CMEntry, Known, NotCovered, Unknown, codes_named
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding

NO_DAY = "the claim has no date of service"


@lru_cache(maxsize=8192)
def spans_of(note: str) -> tuple[CodeSpan, ...]:
    """Return the codes that a tabular note names; kept, because the same notes come again and again."""
    return codes_named(note)


def judged_on(claim: Claim) -> date | None:
    """Return the day whose code set counts; nothing when the claim has no days.

    Institutional: the Through date, which is the discharge of an inpatient. Otherwise the
    first day of service.
    """
    days = facts_of(claim).service_dates
    if days is None:
        return None
    return days.end if claim.claim_type == "institutional" else days.start


def formed_diagnoses(claim: Claim) -> tuple[tuple[str, Diagnosis], ...]:
    """Return (path of the code, diagnosis) of all that have the form of an ICD-10-CM code."""
    return facts_of(claim).formed_diagnoses


def first_listed(claim: Claim) -> tuple[str, Diagnosis] | None:
    """Return the path and diagnosis that stands first, or is principal; nothing when there is none."""
    for index, diagnosis in enumerate(claim.diagnoses):
        if diagnosis.role in ("principal", "other"):
            return f"diagnoses[{index}].code", diagnosis
    return None


def known_entries(
    edit: Edit, claim: Claim, rules: Rules
) -> Iterator[tuple[str, Known[ICD10CMEntry]] | Finding]:
    """Yield (path, entry) of every code that the release in force knows.

    Where nothing loaded can answer for a code, a "not checked" finding is yielded instead of it.
    """
    day = judged_on(claim)
    if day is None:
        if claim.diagnoses:
            yield edit.not_checked(claim, "diagnoses", "date of service", NO_DAY)
        return
    found = facts_of(claim).kept("ICD10CM", rules, lambda: tuple(_entries(claim, rules, day)))
    for path, answer in found:
        if isinstance(answer, NotCovered):
            yield edit.not_checked(claim, path, answer)
            continue
        yield path, answer


def _entries(claim: Claim, rules: Rules, day: date) -> Iterator[tuple[str, Known[ICD10CMEntry] | NotCovered]]:
    for path, diagnosis in formed_diagnoses(claim):
        answer = rules.store.icd10cm(diagnosis.code, day)
        if not isinstance(answer, Unknown):
            yield path, answer


def lacks_only_seventh(rules: Rules, entry: ICD10CMEntry, day: date) -> bool:
    """Return whether a code needs nothing but its 7th character (with placeholders between)."""
    if entry.billable or not entry.seventh_characters:
        return False
    children = rules.store.icd10cm_children(entry.code, day)
    base = entry.code.ljust(6, "X")
    return isinstance(children, Known) and all(
        len(child) == 7 and child.startswith(base) for child in children.value
    )
