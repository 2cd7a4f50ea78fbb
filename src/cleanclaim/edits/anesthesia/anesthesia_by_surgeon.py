"""Anesthesia by who did the surgery."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import is_anesthesia
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BLOCKS = ("623", "624", "644", "645", "365", "366", "933")
"""Beginnings of codes of blocks and lines, which who gives the anesthesia also does."""


def _is_surgery(code: str) -> bool:
    return code.isdigit() and "10004" <= code <= "69990" and not code.startswith(_BLOCKS)


class AnesthesiaBySurgeon(Edit):
    """Anesthesia by who did the surgery.

    ## Why it matters
    The surgeon's own anesthesia is part of the surgery: Medicare does not pay it.
    """

    id = "ANE005"
    name = "anesthesia-by-surgeon"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("00*", "01*")
    explained_by = ("PTP001", "PTP002")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section G", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Take the anesthesia off, or name who gave it."
    examples = (
        Example(
            "by somebody else",
            (
                "lines 47562 $900 @1 | 00790-AA unit MJ x60 $500 @1; set "
                "lines[1].providers.rendering.npi 1234567893"
            ),
        ),
        Example(
            "by the surgeon",
            "payer medicare; lines 47562 $900 @1 | 00790-AA unit MJ x60 $500 @1",
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            surgery = [line for line in lines if _is_surgery(line.code)]
            for line in lines:
                if is_anesthesia(line.code) and any(one.rendering == line.rendering for one in surgery):
                    message = f"{line.code} by the provider of {surgery[0].code}."
                    yield self.finding(
                        claim, f"{line.path}.code", message, codes=(line.code, surgery[0].code)
                    )
