"""A diagnosis code without the 7th character that its category wants."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE, coding_guideline, reason_code
from cleanclaim.edits.diagnosis.coded import judged_on, known_entries, lacks_only_seventh
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class SeventhCharacterMissing(Edit):
    """A diagnosis code without the 7th character that its category wants.

    ## Why it matters
    Without it the code is invalid: the claim is returned or denied.
    """

    id = "DXC004"
    name = "seventh-character-missing"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (coding_guideline("I.A.5"), CODE_SETS_IN_FORCE, reason_code("146"))
    predicts = (CARC("146"),)
    fix = "Add the 7th character for this encounter, with X in the places between."
    examples = (
        Example("an injury at its first treatment", "dx S52.501A"),
        Example("the 7th character is missing", "dx S52.501", finds=("diagnoses[0].code",)),
        Example("and with it the placeholders", "dx S01.81XA, W19", finds=("diagnoses[1].code",)),
        Example("a category that must be divided first: another edit", "dx S52"),
        Example("a date before what is loaded", "dx S52.501; dos 2024-03-04", not_checked=("ICD10CM",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each code that lacks nothing but its 7th character."""
        day = judged_on(claim)
        for found in known_entries(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            path, known = found
            entry = known.value
            if entry.billable or day is None or not lacks_only_seventh(rules, entry, day):
                continue
            allowed = ", ".join(character for character, _ in entry.seventh_characters)
            message = f"{dotted(entry.code)} lacks its 7th character ({allowed})."
            yield self.finding(claim, path, message, codes=(entry.code,), release=known.release.label)
