"""Two modifiers on one line that cannot both be true."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_GROUPS = (
    ("26", "TC"),
    ("59", "XE"),
    ("59", "XP"),
    ("59", "XS"),
    ("59", "XU"),
    ("76", "77"),
    ("80", "81"),
    ("80", "82"),
    ("81", "82"),
    ("62", "66"),
    ("54", "55"),
    ("78", "79"),
    ("58", "79"),
    ("58", "78"),
    ("JW", "JZ"),
    ("GA", "GZ"),
    ("GA", "GY"),
    ("GX", "GZ"),
    ("GY", "GZ"),
    ("50", "LT"),
    ("50", "RT"),
    ("LT", "RT"),
    ("73", "74"),
    ("52", "53"),
    ("GN", "GO"),
    ("GN", "GP"),
    ("GO", "GP"),
    ("CO", "CQ"),
    ("93", "95"),
    ("93", "GT"),
    ("95", "GT"),
    ("PN", "PO"),
    ("NU", "RR"),
    ("NU", "UE"),
    ("RR", "UE"),
    ("QK", "QZ"),
    ("AA", "QK"),
    ("AA", "QZ"),
    ("QX", "QZ"),
    ("62", "80"),
    ("GX", "GA"),
    ("GX", "EY"),
    ("GX", "GL"),
    ("Q5", "Q6"),
    ("GC", "GE"),
    ("KH", "KI"),
    ("KH", "KJ"),
    ("KI", "KJ"),
    ("P1", "P2"),
    ("P1", "P3"),
    ("P2", "P3"),
    ("P2", "P4"),
    ("P3", "P4"),
)
EXCLUSIVE = _GROUPS
"""Pairs that contradict each other by what they mean (our reading; unverified as a list)."""


class ModifiersExcludeEachOther(Edit):
    """Two modifiers on one line that cannot both be true.

    ## Why it matters
    The payer cannot tell which one holds: the line is returned or denied.
    """

    id = "MOD018"
    name = "modifiers-exclude-each-other"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("modifier")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Keep the one that the record supports."
    examples = (
        Example("one of them", "lines 71046-26 $20 @1"),
        Example("both components", "lines 71046-26-TC $60 @1", finds=("lines[0].modifiers",)),
        Example("59 and the more exact one", "lines 20610-59-XS $180 @1", finds=("lines[0].modifiers",)),
        Example("wasted and nothing wasted", "lines J1030-JW-JZ $20 @1", finds=("lines[0].modifiers",)),
        Example(
            "expected to be denied, with and without a waiver",
            "payer medicare; lines 99213-GA-GZ $125 @1",
            finds=("lines[0].modifiers",),
        ),
        Example("both sides and one side", "lines 20610-50-RT $300 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if len(line.modifiers) < 2:
                continue
            there = set(line.modifiers)
            for one, other in EXCLUSIVE:
                if one in there and other in there and one != other:
                    message = f"Modifiers {one} and {other} on one line ({line.code}) exclude each other."
                    yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
