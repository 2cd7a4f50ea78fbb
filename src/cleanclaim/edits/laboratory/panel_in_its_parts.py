"""The tests of a panel billed one by one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_PANELS = {
    "80051": frozenset(("82374", "82435", "84132", "84295")),
    "80061": frozenset(("82465", "83718", "84478")),
    "80074": frozenset(("86705", "86709", "86803", "87340")),
    "80048": frozenset(("82310", "82374", "82435", "82565", "82947", "84132", "84295", "84520")),
    "80076": frozenset(("82040", "82247", "82248", "84075", "84155", "84460", "84450")),
}
"""Panels and the numbers of their tests (from general knowledge; unverified)."""


class PanelInItsParts(Edit):
    """The tests of a panel billed one by one.

    ## Why it matters
    All tests of a panel are billed by the panel's code: apart they are bundled or asked back.
    """

    id = "LAB006"
    name = "panel-in-its-parts"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("8*")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section N", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Report the panel."
    examples = (
        Example("two of the three", "payer medicare; lines 82465 $10 @1 | 83718 $12 @1; set clia 05D1234567"),
        Example(
            "all three",
            "payer medicare; lines 82465 $10 @1 | 83718 $12 @1 | 84478 $11 @1; set clia 05D1234567",
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            codes = {line.code: line for line in lines}
            for panel, parts in _PANELS.items():
                if parts <= codes.keys() and panel not in codes:
                    message = f"{', '.join(sorted(parts))} of one day are the panel {panel}."
                    yield self.finding(
                        claim, f"{codes[min(parts)].path}.code", message, codes=(panel, *sorted(parts))
                    )
