"""A visit billed as the physician's own, though somebody else saw the patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.compliance.levels import LEVELS
from cleanclaim.edits.context import DOCUMENTS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.edits.visits.new_patient_seen_before import NEW_PATIENT
from cleanclaim.primitives import CARC, Citation

_NEVER = ("19", "21", "22", "23", "24", "31", "51", "61")
"""Places in which the practice's staff is not incident to: hospitals, skilled nursing in a covered stay."""
_SHARED = ("FS", "GC", "GE", "Q5", "Q6", "80", "82", "AS")
"""Modifiers that say that somebody else had a part."""


class SeenBySomebodyElse(Edit):
    """A visit billed as the physician's own, though somebody else saw the patient.

    ## Why it matters
    The service of another practitioner is the physician's only as incident to a course of treatment
    that the physician has begun, with the physician in the suite. A new patient, and a patient in a
    hospital, cannot be that: the practitioner bills under the own number, mostly for less.
    """

    id = "CPL005"
    name = "seen-by-somebody-else"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = having(DOCUMENTS)
    severity = Severity.REVIEW
    sources = (
        Citation(
            "Medicare Benefit Policy Manual, chapter 15, section 60.1", "as in ../shared/reference/manuals"
        ),
        Citation(
            "Medicare Benefit Policy Manual, chapter 15, section 60.2", "as in ../shared/reference/manuals"
        ),
    )
    predicts = (CARC("B20"),)
    fix = (
        "Bill it under the number of who saw the patient, unless the physician's own part is "
        "documented (incident to, or a split visit with FS in a facility)."
    )
    examples = (
        Example(
            "the author is the rendering provider",
            "set rendering.npi 1999999984",
            context=("document author_npi=1999999984",),
        ),
        Example(
            "a new patient seen by somebody else",
            "payer medicare; lines 99203 $180 @1",
            finds=("rendering",),
            context=("document author_npi=1999999984",),
        ),
        Example(
            "an established one, the physician in the suite",
            "payer medicare; lines 99213 $125 @1",
            context=("document author_npi=1999999984 physician_present=true",),
        ),
        Example(
            "an established one, and the document does not say",
            "payer medicare; lines 99213 $125 @1",
            finds=("rendering",),
            context=("document author_npi=1999999984",),
        ),
        Example(
            "in a hospital",
            "payer medicare; place 22; lines 99213 $125 @1",
            finds=("rendering",),
            context=("document author_npi=1999999984 physician_present=true",),
        ),
        Example(
            "in a hospital, as a split visit",
            "payer medicare; place 22; lines 99213-FS $125 @1",
            context=("document author_npi=1999999984 physician_present=true",),
        ),
        Example(
            "a resident's note with the teaching physician's part",
            "payer medicare; place 22; lines 99213-GC $125 @1",
            context=("document author_npi=1999999984 physician_present=true",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for one in rules.context.documents_of(claim):
            if not one.author_npi:
                continue
            for line in facts_of(claim).lines:
                if line.code not in LEVELS or not line.rendering or line.has(*_SHARED):
                    continue
                if line.rendering in (one.author_npi, line.group) or (
                    one.on is not None and one.on != line.day
                ):
                    continue
                why = _why_not(line, present=one.physician_present)
                if why:
                    message = (
                        f"NPI {one.author_npi} saw the patient, {line.rendering} bills {line.code}: {why}."
                    )
                    yield self.finding(claim, "rendering", message, codes=(line.code,))
                    return


def _why_not(line: LineFacts, *, present: bool | None) -> str:
    """Return why the service is not incident to; empty when it may be."""
    if line.code in NEW_PATIENT:
        return "a new patient's visit begins a course of treatment"
    if line.place in _NEVER:
        return f"in place {line.place} nothing is incident to"
    return "" if present else "nothing says that the physician was in the suite"
