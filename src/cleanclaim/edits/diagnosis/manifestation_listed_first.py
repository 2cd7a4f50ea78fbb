"""A manifestation code in the first place."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import MCE, Known
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed, judged_on, known_entries
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted

MANIFESTATIONS = 6
"""The section of the Medicare Code Editor that lists them."""


class ManifestationListedFirst(Edit):
    """A manifestation code in the first place.

    ## Why it matters
    What is "in diseases classified elsewhere" is never the reason for an encounter by itself;
    payers deny a claim that begins with it.
    """

    id = "DXC006"
    name = "manifestation-listed-first"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=HIPAA_PAYERS,
        claim_types=frozenset(("professional", "institutional")),
        review_for=OTHER_PAYERS,
    )
    severity = Severity.DENY
    sources = (coding_guideline("I.A.13"),)
    predicts = (CARC("16"),)
    fix = "List the underlying disease first and the manifestation after it."
    examples = (
        Example("the disease, then its manifestation", "dx G20.A1, F02.80"),
        Example("the manifestation first", "dx F02.80, G20.A1", finds=("diagnoses[0].code",)),
        Example(
            "on the Medicare Code Editor's list",
            "dx I10, E11.9",
            finds=("diagnoses[0].code",),
            tables=("MCE I10 section=6 name=Principal_Manifestation",),
        ),
        Example("a date before what is loaded", "dx F02.80; dos 2024-03-04", not_checked=("ICD10CM",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the code in the first place is a manifestation."""
        first = first_listed(claim)
        if first is None:
            return
        code, day = undotted(first[1].code), judged_on(claim)
        for found in known_entries(self, claim, rules):
            if isinstance(found, Finding):
                yield found
            elif found[0] == first[0] and found[1].value.is_manifestation:
                yield self._said(claim, first[0], code, found[1].release.label)
                return
        # The tabular list may be loaded without its notes: the Medicare Code Editor lists them too.
        listed = rules.store.find(MCE, code, day) if day is not None else None
        if isinstance(listed, Known) and any(row.section == MANIFESTATIONS for row in listed.value):
            yield self._said(claim, first[0], code, listed.release.label)

    def _said(self, claim: Claim, path: str, code: str, release: str) -> Finding:
        message = f"{dotted(code)} is a manifestation and cannot stand first."
        return self.finding(claim, path, message, codes=(code,), release=release)
