"""A code in the first place at which the tabular list says: code first something else."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ICD10CMEntry, Known
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed, formed_diagnoses, known_entries, spans_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import dotted


class CodeFirstNoteIgnored(Edit):
    """A code in the first place at which the tabular list says: code first something else.

    ## Why it matters
    The note is a sequencing rule; payers that check it deny, and quality measures count the
    first code.
    """

    id = "DXC007"
    name = "code-first-note-ignored"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=HIPAA_PAYERS,
        claim_types=frozenset(("professional", "institutional")),
        review_for=OTHER_PAYERS,
    )
    severity = Severity.REVIEW
    sources = (coding_guideline("I.A.13"),)
    fix = "List what the note names first, where the record has it."
    examples = (
        Example("kidney disease before its anemia", "dx N18.30, D63.1"),
        Example("the anemia first", "dx D63.1, N18.30", finds=("diagnoses[0].code",)),
        Example("a conditional note and no such condition", "dx N18.30"),
        Example(
            "a conditional note and the condition listed later",
            "dx N18.30, I12.9",
            finds=("diagnoses[0].code",),
        ),
        Example("the underlying disease is not on the claim", "dx D63.1", finds=("diagnoses[0].code",)),
        Example("human immunodeficiency virus disease outside of pregnancy", "dx B20"),
        Example("a manifestation first is the business of another edit", "dx F02.80, G20.A1"),
        Example("a date before what is loaded", "dx D63.1; dos 2024-03-04", not_checked=("ICD10CM",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the first code has such a note and the claim does not follow it."""
        first = first_listed(claim)
        if first is None:
            return
        for found in known_entries(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            path, known = found
            if path != first[0]:
                continue
            entry = known.value
            if not entry.is_manifestation:
                yield from self._judged(claim, path, known)

    def _judged(self, claim: Claim, path: str, known: Known[ICD10CMEntry]) -> Iterator[Finding]:
        entry = known.value
        if not entry.code_first:
            return
        notes = [note for note in entry.code_first if note.at == entry.code or note.at in entry.parents]
        later = [diagnosis.code for _, diagnosis in formed_diagnoses(claim) if diagnosis.code != entry.code]
        named = next(
            (code for code in later if any(code in span for n in notes for span in spans_of(n.text))), None
        )
        wanted = next((note for note in notes if _is_unconditional(note.text)), None)
        code = dotted(entry.code)
        if named is not None:
            message = f"{code} stands before {dotted(named)}, which the tabular list says to code first."
            codes: tuple[str, ...] = (entry.code, named)
        elif wanted is not None:
            at, text = dotted(wanted.at), wanted.text.rstrip(":")
            message = f"{code} stands first; at {at} the tabular list says to code first: {text}."
            codes = (entry.code,)
        else:
            return
        yield self.finding(claim, path, message, codes=codes, release=known.release.label)


def _is_unconditional(note: str) -> bool:
    """Return whether a note always wants another code, and not only where there is such a condition.

    Most notes name what goes first "if applicable", or a condition (a pregnancy, a
    complication) that the patient need not have; those of the form "underlying disease" do not.
    """
    text = note.lower()
    return text.startswith(("underlying", "the underlying")) and "if applicable" not in text
