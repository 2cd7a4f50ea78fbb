"""Two codes of which one excludes the other."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ICD10CMEntry, Known
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses, known_entries, spans_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import dotted


class Excludes1Pair(Edit):
    """Two codes of which one excludes the other.

    ## Why it matters
    Conditions that exclude each other cannot both be present. The exception is two unrelated
    conditions, which only the record can show: hence a review.
    """

    id = "DXC009"
    name = "excludes1-pair"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (coding_guideline("I.A.12.a"),)
    fix = "Keep the one that fits; keep both only when the record shows that they are unrelated."
    examples = (
        Example("two codes that go together", "dx E11.9, I10"),
        Example("type 1 and type 2 diabetes", "dx E11.9, E10.9", finds=("diagnoses[1].code",)),
        Example("the order does not matter", "dx E10.9, E11.9", finds=("diagnoses[1].code",)),
        Example("a date before what is loaded", "dx E11.9, E10.9; dos 2024-03-04", not_checked=("ICD10CM",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each pair, at the later of the two codes."""
        # A symptom that brought the patient, or was suspected at admission, may be part of what was found.
        reported = {
            path
            for path, dx in formed_diagnoses(claim)
            if dx.role in ("principal", "other", "external_cause")
        }
        entries: list[tuple[str, Known[ICD10CMEntry]]] = []
        for found in known_entries(self, claim, rules):
            if isinstance(found, Finding):
                yield found
            elif found[0] in reported:
                entries.append(found)
        for position, (path, later) in enumerate(entries):
            for _, earlier in entries[:position]:
                one, two = earlier.value.code, later.value.code
                at = _excluding(earlier.value, later.value) or _excluding(later.value, earlier.value)
                if at is None or one == two:
                    continue
                message = f"{dotted(one)} and {dotted(two)} exclude each other (Excludes1 note at {at})."
                yield self.finding(claim, path, message, codes=(one, two), release=later.release.label)


def _excluding(entry: ICD10CMEntry, other: ICD10CMEntry) -> str | None:
    """Return where a note that applies to ``entry`` excludes ``other``; nothing when none does.

    A note over a block or chapter that holds both codes does not set them against each other.
    """
    shared = (other.code, *other.parents, other.block, f"chapter {other.chapter}")
    for note in entry.excludes1:
        if note.at not in shared and any(other.code in span for span in spans_of(note.text)):
            return note.at if note.at.startswith("chapter") else dotted(note.at)
    return None
