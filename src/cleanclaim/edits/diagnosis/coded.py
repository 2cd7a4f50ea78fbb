"""The ICD-10-CM codes of a claim and the day on which each must be valid."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from cleanclaim.claim import Claim, Diagnosis
from cleanclaim.codesets import Answer, CodeSpan, ICD10CMEntry, Known, NotCovered, Unknown, codes_named
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding
from cleanclaim.primitives import undotted

_WITH_SEVENTH = 7
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


def answers(claim: Claim, rules: Rules, day: date) -> tuple[tuple[str, Diagnosis, Answer[ICD10CMEntry]], ...]:
    """Return (path, diagnosis, what the release in force says of it) of all formed codes."""
    return facts_of(claim).kept("ICD10CM", rules, lambda: tuple(_answers(claim, rules, day)))


def _answers(claim: Claim, rules: Rules, day: date) -> Iterator[tuple[str, Diagnosis, Answer[ICD10CMEntry]]]:
    for path, diagnosis in formed_diagnoses(claim):
        answer = rules.store.icd10cm(diagnosis.code, day)
        if isinstance(answer, NotCovered):
            answer = _shown_by_longer_ones(rules, undotted(diagnosis.code), day) or answer
        yield path, diagnosis, answer


def _shown_by_longer_ones(rules: Rules, code: str, day: date) -> Known[ICD10CMEntry] | None:
    """Return a code that a partial release lacks as one that is not billable, where it has longer ones.

    They prove that it is divided further; when each of them is the code, filled with X to six
    characters, and one more, that it lacks its 7th character.
    """
    longer = rules.store.icd10cm_beginning_with(code, day)
    if isinstance(longer, NotCovered) or not longer.value:
        return None
    seventh: tuple[tuple[str, str], ...] = ()
    if all(_is_with_seventh(code, one) for one in longer.value):
        seventh = tuple((one[-1], "") for one in longer.value)
    entry = ICD10CMEntry(code, "", False, (), "", "", seventh_characters=seventh)
    return Known(entry, longer.release)


def _is_with_seventh(code: str, longer: str) -> bool:
    return len(longer) == _WITH_SEVENTH and longer.startswith(code.ljust(_WITH_SEVENTH - 1, "X"))


def known_entries(
    edit: Edit, claim: Claim, rules: Rules
) -> Sequence[tuple[str, Known[ICD10CMEntry]] | Finding]:
    """Return (path, entry) of every code that the release in force knows.

    Where nothing loaded can answer for a code, a "not checked" finding stands instead of it.
    """
    day = judged_on(claim)
    if day is None:
        return [edit.not_checked(claim, "diagnoses", "date of service", NO_DAY)] if claim.diagnoses else ()
    known, all_are = facts_of(claim).kept("known ICD10CM", rules, lambda: _known(claim, rules, day))
    if all_are:
        return known
    return [
        edit.not_checked(claim, path, answer) if isinstance(answer, NotCovered) else (path, answer)
        for path, _, answer in answers(claim, rules, day)
        if not isinstance(answer, Unknown)
    ]


def _known(claim: Claim, rules: Rules, day: date) -> tuple[tuple[tuple[str, Known[ICD10CMEntry]], ...], bool]:
    """Return the codes that are known, and whether nothing was said of the others but that they are not."""
    asked = answers(claim, rules, day)
    known = tuple((path, answer) for path, _, answer in asked if isinstance(answer, Known))
    return known, not any(isinstance(answer, NotCovered) for _, _, answer in asked)


def lacks_only_seventh(rules: Rules, entry: ICD10CMEntry, day: date) -> bool:
    """Return whether a code needs nothing but its 7th character (with placeholders between)."""
    if entry.billable or not entry.seventh_characters:
        return False
    children = rules.store.icd10cm_children(entry.code, day)
    if not isinstance(children, Known):
        return True  # a partial release lacks it: the longer codes have shown it
    return all(_is_with_seventh(entry.code, child) for child in children.value)
