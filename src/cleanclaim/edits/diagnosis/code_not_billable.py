"""A diagnosis code that must be carried to more characters."""

from collections.abc import Iterable, Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE, coding_guideline, reason_code
from cleanclaim.edits.diagnosis.coded import judged_on, known_entries, lacks_only_seventh
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class CodeNotBillable(Edit):
    """A diagnosis code that must be carried to more characters.

    ## Why it matters
    A code that is divided further is invalid by itself: the claim is returned or denied.
    """

    id = "DXC003"
    name = "code-not-billable"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (coding_guideline("I.B.2"), CODE_SETS_IN_FORCE, reason_code("146"))
    predicts = (CARC("146"),)
    fix = "Choose the code with all its characters; read the record or ask the provider for the detail."
    examples = (
        Example("a category that is not divided further", "dx I10"),
        Example("a category that is", "dx E11", finds=("diagnoses[0].code",)),
        Example("a subcategory that is", "dx E11.9, E11.32", finds=("diagnoses[1].code",)),
        Example("only the 7th character lacks: another edit", "dx S52.501"),
        Example("a date before what is loaded", "dx E11; dos 2024-03-04", not_checked=("ICD10CM",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each code under which there are codes of its own."""
        day = judged_on(claim)
        for found in known_entries(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            path, known = found
            entry = known.value
            if entry.billable or day is None or lacks_only_seventh(rules, entry, day):
                continue
            message = f"{dotted(entry.code)} is divided further and is not valid by itself."
            children = rules.store.icd10cm_children(entry.code, day)
            changes = only(path, _leaves(rules, children.value, day)) if isinstance(children, Known) else ()
            yield self.finding(
                claim, path, message, codes=(entry.code,), release=known.release.label, changes=changes
            )


def _leaves(rules: Rules, codes: Iterable[str], day: date) -> Iterator[str]:
    """Yield what a category is divided into: the codes that are billable, and others once for each."""
    for code in codes:
        answer = rules.store.icd10cm(code, day)
        if isinstance(answer, Known):
            yield code
            if not answer.value.billable:
                yield f"{code} is divided too"  # so that there is not one possibility
