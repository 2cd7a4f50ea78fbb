"""G2211 beside a visit with modifier 25."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import GIVEN, is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

OFFICE_VISITS = frozenset(("99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"))
_PREVENTIVE = (
    "G0402",
    "G0438",
    "G0439",
    "G0444",
    "G0442",
    "G0443",
    "G0446",
    "G0447",
    "G0101",
    "Q0091",
    "G0463",
)
"""Beginnings of Medicare's preventive services (unverified as a list)."""


class ComplexityWithProcedureVisit(Edit):
    """G2211 beside a visit with modifier 25.

    ## Why it matters
    Medicare does not pay the complexity of a visit when the visit stands beside a procedure
    (25), unless that is a preventive service, a vaccination or its administration.
    """

    id = "EVM005"
    name = "complexity-with-procedure-visit"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("G2211")
    explained_by = ("PRC002",)
    severity = Severity.DENY
    sources = (
        reason_code("97"),
        Citation("CMS, Physician Fee Schedule final rule 2025, G2211 and modifier 25", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Take G2211 off, or 25 if there was no procedure."
    examples = (
        Example("a visit alone", "payer medicare; lines 99214 $180 @1 | G2211 $20 @1"),
        Example(
            "beside a procedure",
            "payer medicare; lines 99214-25 $180 @1 | G2211 $20 @1 | 20610-RT $180 @1",
            finds=("lines[1].code",),
        ),
        Example(
            "beside a vaccination",
            "payer medicare; lines 99214-25 $180 @1 | G2211 $20 @1 | 90686 $30 @1 | G0008 $25 @1",
        ),
        Example(
            "beside an annual wellness visit",
            "payer medicare; lines 99214-25 $180 @1 | G2211 $20 @1 | G0439 $150 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            if line.code != "G2211" or line.day is None:
                continue
            of_day = facts.by_day.get(line.day, ())
            visits = [one for one in of_day if one.code in OFFICE_VISITS]
            others = [one.code for one in of_day if one.code not in OFFICE_VISITS and one.code != "G2211"]
            allowed = [
                code for code in others if code in GIVEN or is_vaccine(code) or code.startswith(_PREVENTIVE)
            ]
            if any(one.has("25") for one in visits) and len(allowed) < len(others):
                beside = next(code for code in others if code not in allowed)
                message = f"G2211 beside a visit with 25 and {beside}."
                yield self.finding(claim, f"{line.path}.code", message, codes=("G2211",))
            elif not visits:
                yield self.finding(
                    claim, f"{line.path}.code", "G2211 stands without an office visit.", codes=("G2211",)
                )
