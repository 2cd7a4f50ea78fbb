"""Therapy beyond the year's threshold without KX."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import earlier_claims
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.parameters import NotKnown
from cleanclaim.primitives import CARC, Citation

_THRESHOLDS = {
    "GP": "federal.therapy.threshold.physical_and_speech",
    "GN": "federal.therapy.threshold.physical_and_speech",
    "GO": "federal.therapy.threshold.occupational",
}


class ThresholdPassedWithoutConfirmation(Edit):
    """Therapy beyond the year's threshold without KX.

    ## Why it matters
    Above the threshold Medicare denies therapy without KX, and the therapist bears it. What counts are
    the expenses that Medicare allows, which a claim does not tell: the charges are more, so this is
    only a hint to look the amount up.
    """

    id = "THR012"
    name = "threshold-passed-without-confirmation"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("97*", "92*")
    severity = Severity.INFORM
    sources = (
        Citation(
            "Medicare Benefit Policy Manual, chapter 15, section 220.2", "as in ../shared/reference/manuals"
        ),
        Citation(
            "NGS Medicare: KX Modifier on Outpatient Therapy Claims, Calendar Year 2024", "ngsmedicare.com"
        ),
    )
    predicts = (CARC("119"),)
    fix = (
        "Look up the patient's expenses of the year; above the threshold add KX if the record shows the need."
    )
    examples = (
        Example(
            "below the threshold",
            "payer medicare; lines 97110-GP x2 $80 @1",
            history=(
                ("payer medicare; dos 2025-03-03; lines 97110-GP x4 $2000 @1; set patient_control_number A1"),
            ),
        ),
        Example(
            "the charges pass it",
            "payer medicare; lines 97110-GP x2 $80 @1",
            finds=("lines[0].modifiers",),
            history=(
                ("payer medicare; dos 2025-03-03; lines 97110-GP x4 $2400 @1; set patient_control_number A1"),
            ),
        ),
        Example(
            "confirmed",
            "payer medicare; lines 97110-GP-KX x2 $80 @1",
            history=(
                ("payer medicare; dos 2025-03-03; lines 97110-GP x4 $2400 @1; set patient_control_number A1"),
            ),
        ),
        Example(
            "another discipline's expenses",
            "payer medicare; lines 97110-GO x2 $80 @1",
            history=(
                ("payer medicare; dos 2025-03-03; lines 97110-GP x4 $2400 @1; set patient_control_number A1"),
            ),
        ),
        Example(
            "speech and physical therapy count together",
            "payer medicare; lines 92507-GN x1 $80 @1",
            finds=("lines[0].modifiers",),
            history=(
                ("payer medicare; dos 2025-03-03; lines 97110-GP x4 $2400 @1; set patient_control_number A1"),
            ),
        ),
        Example(
            "last year's expenses",
            "payer medicare; lines 97110-GP x2 $80 @1",
            history=(
                ("payer medicare; dos 2024-12-30; lines 97110-GP x4 $2400 @1; set patient_control_number A1"),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        before: dict[tuple[str, int], Decimal] = {}
        said: set[str] = set()
        lines = [line for line in facts_of(claim).lines if _threshold_of(line) and line.day is not None]
        if not lines:
            return
        for earlier in earlier_claims(claim, rules):
            for index, each in enumerate(earlier.lines):
                one = LineFacts(earlier, index, each)
                path = _threshold_of(one)
                if path and one.day is not None and each.charge is not None:
                    key = (path, one.day.year)
                    before[key] = before.get(key, Decimal(0)) + each.charge
        for line in lines:
            path, charge = _threshold_of(line), line.line.charge
            if line.day is None or charge is None:
                continue
            limit = rules.parameters.at(path, line.day)
            if isinstance(limit, NotKnown):
                yield self.not_checked(claim, line.path, "the therapy threshold of the year", limit.reason)
                continue
            key = (path, line.day.year)
            before[key] = before.get(key, Decimal(0)) + charge
            if before[key] > Decimal(str(limit)) and not line.has("KX") and path not in said:
                said.add(path)
                total = f"{before[key]:,.2f} charged in {line.day.year}"
                message = (
                    f"{line.code} without KX: {total}, and the threshold is {limit} of allowed expenses."
                )
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))


def _threshold_of(line: LineFacts) -> str:
    """Return the path of the threshold to which a line counts; empty when it is no therapy."""
    return next((_THRESHOLDS[one] for one in line.modifiers if one in _THRESHOLDS), "")
