"""An add-on code without a code to which it adds."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADD_ON, AddOnEdit, Known, NotCovered
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import lines_beside, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

CONTRACTOR_DEFINES = "CCCCC"
LISTED, CONTRACTORS, SOME_LISTED = 1, 2, 3


class AddOnWithoutPrimary(Edit):
    """An add-on code without a code to which it adds, on the same day and by the same provider.

    ## Why it matters
    An add-on code describes a service done beside another one; alone it is not paid.
    """

    id = "PRC002"
    name = "add-on-without-primary"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional", "institutional")),
    )
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section R", "revision 1/1/2026"),
    )
    predicts = (CARC("107"), CARC("B15"))
    fix = "Bill it with its primary procedure, on one claim; if that was not done, take the line off."
    examples = (
        Example(
            "with its primary code",
            "payer medicare; lines 11042 $200 @1 | 11045 $90 @1",
            tables=("ADD_ON 11045 primary=11042 edit_type=1 effective_from=2013-01-01",),
        ),
        Example(
            "alone",
            "payer medicare; lines 11045 $90 @1",
            finds=("lines[0].code",),
            tables=("ADD_ON 11045 primary=11042 edit_type=1 effective_from=2013-01-01",),
        ),
        Example(
            "the primary code is on another day",
            "payer medicare; lines 11042 $200 @1 | 11045 $90 @1 on 2025-11-19",
            finds=("lines[1].code",),
            tables=("ADD_ON 11045 primary=11042 edit_type=1 effective_from=2013-01-01",),
        ),
        Example(
            "the primary code is on an earlier claim",
            "payer medicare; lines 11045 $90 @1",
            history=("payer medicare; lines 11042 $200 @1; set patient_control_number OTHER1",),
            tables=("ADD_ON 11045 primary=11042 edit_type=1 effective_from=2013-01-01",),
        ),
        Example(
            "a critical care add-on, of which only some primary codes are listed",
            "payer medicare; lines 99292 $90 @1 | 99213 $125 @1",
            finds=("lines[0].code",),
            tables=("ADD_ON 99292 primary=99291 edit_type=3 effective_from=2013-01-01",),
        ),
        Example(
            "the edit had ended",
            "payer medicare; lines 11045 $90 @1",
            tables=(
                "ADD_ON 11045 primary=11042 edit_type=1 effective_from=2013-01-01 effective_to=2024-12-31",
            ),
        ),
        Example(
            "add-on codes are not loaded for the day",
            "payer medicare; dos 2001-03-04; lines 11045 $90 @1",
            not_checked=("ADD_ON",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each add-on line without a primary code of the day."""
        facts = facts_of(claim)
        for line in facts.lines:
            if not line.code or line.day is None:
                continue
            answer = rules.store.find(ADD_ON, line.code, line.day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, line.path, answer)
            elif isinstance(answer, Known):
                found = self._judged(claim, rules, line, answer)
                if found is not None:
                    yield found

    def _judged(
        self, claim: Claim, rules: Rules, line: LineFacts, answer: Known[tuple[AddOnEdit, ...]]
    ) -> Finding | None:
        primaries = {row.primary for row in answer.value}
        kind = min(row.edit_type for row in answer.value)
        of_the_day = [one for one in facts_of(claim).lines if one.day == line.day and one.index != line.index]
        before = [one for one in lines_beside(claim, rules) if one.day == line.day]
        beside = {one.code for one in (*of_the_day, *before) if one.code and same_provider(one, line)}
        if primaries & beside:
            return None
        listed = sorted(primaries - {CONTRACTOR_DEFINES})
        if kind == CONTRACTORS:
            if beside:
                return None  # the contractor says which of them it adds to
            message = f"{line.code} is an add-on code, and nothing else was done on {line.day}."
        else:
            shown = ", ".join(listed[:6]) + (" and others" if len(listed) > 6 else "")
            message = (
                f"{line.code} is an add-on code, but none of its primary codes ({shown}) is on {line.day}."
            )
        return self.finding(
            claim,
            f"{line.path}.code",
            message,
            codes=(line.code, *listed[:6]),
            release=answer.release.label,
            severity=None if kind == LISTED or not beside else Severity.REVIEW,
        )
