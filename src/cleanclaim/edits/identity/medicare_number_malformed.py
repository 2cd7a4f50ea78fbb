"""A Medicare number that is none."""

import re
from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Change, Effective, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_LETTER = "[AC-HJKMNP-RT-Y]"
_IDENTIFIER = re.compile(
    rf"[1-9]{_LETTER}(?:{_LETTER}|[0-9])[0-9]{_LETTER}(?:{_LETTER}|[0-9])[0-9]{_LETTER}{{2}}[0-9]{{2}}"
)
"""Eleven characters: no S, L, O, I, B, Z; letters second, fifth, eighth and ninth (unverified)."""


class MedicareNumberMalformed(Edit):
    """A Medicare number that is none.

    ## Why it matters
    Since 2020 Medicare takes only the beneficiary identifier of eleven characters: others are
    returned.
    """

    id = "IDN019"
    name = "medicare-number-malformed"
    family = "identity"
    status = Stable(since="0.2")
    effective = Effective(date(2020, 1, 1))
    applies_to = Scope(payer_kinds=frozenset(("medicare",)))
    explained_by = ("IDN006",)
    severity = Severity.REJECT
    sources = (
        reason_code("31"),
        Citation("CMS, Understanding the Medicare Beneficiary Identifier Format", verified=False),
    )
    predicts = (CARC("31"),)
    fix = "Take the number from the patient's Medicare card."
    examples = (
        Example("a number", "payer medicare"),
        Example(
            "an old one",
            "payer medicare; set coverages[0].member_id 123456789A",
            finds=("coverages[0].member_id",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        number = coverage.member_id.strip().upper().replace("-", "")
        if coverage.filing_indicator in ("MA", "MB") and number and not _IDENTIFIER.fullmatch(number):
            path = f"coverages[{claim.billed_coverage}].member_id"
            message = "The member number has not the form of a Medicare beneficiary identifier."
            changes = rewritten(path, coverage.member_id, lambda text: bool(_IDENTIFIER.fullmatch(text)))
            # The identifier has no letters O and I: they are a nought and a one.
            digits = number.replace(" ", "").replace("O", "0").replace("I", "1")
            if not changes and _IDENTIFIER.fullmatch(digits):
                changes = (Change(path, digits),)
            yield self.finding(claim, path, message, changes=changes)
