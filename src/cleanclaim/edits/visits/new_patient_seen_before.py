"""A new patient's visit for somebody who was seen within three years."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import lines_beside, same_provider
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_OFFICE = frozenset(("99202", "99203", "99204", "99205"))
_EYE = frozenset(("92002", "92004"))
_HOME = frozenset(("99341", "99342", "99344", "99345"))
_PREVENTIVE = frozenset(("99381", "99382", "99383", "99384", "99385", "99386", "99387"))
NEW_PATIENT = _OFFICE | _EYE | _HOME | _PREVENTIVE


class NewPatientSeenBefore(Edit):
    """A new patient's visit for somebody who was seen within three years.

    ## Why it matters
    A patient seen by the same provider, or by the same specialty of the group, within three
    years is an established one: the visit is denied.
    """

    id = "EVM001"
    name = "new-patient-seen-before"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("history")
    severity = Severity.DENY
    sources = (reason_code("B16"),)
    predicts = (CARC("B16"),)
    fix = "Report the established patient's visit of the level that the record supports."
    examples = (
        Example(
            "not seen before",
            "lines 99203 $180 @1",
            history=("dos 2022-10-02; lines 99213 $125 @1; set patient_control_number OTHER1",),
        ),
        Example(
            "seen a year ago",
            "lines 99203 $180 @1",
            finds=("lines[0].code",),
            history=("dos 2024-10-02; lines 99213 $125 @1; set patient_control_number OTHER1",),
        ),
        Example(
            "a test a year ago is no visit",
            "lines 99203 $180 @1",
            history=("dos 2024-10-02; lines 36415 $12 @1; set patient_control_number OTHER1",),
        ),
        Example(
            "an established patient",
            "lines 99213 $125 @1",
            history=("dos 2024-10-02; lines 99213 $125 @1; set patient_control_number OTHER1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code not in NEW_PATIENT or line.day is None:
                continue
            for before in lines_beside(claim, rules):
                if before.day is None or not is_visit(before.code) or not same_provider(before, line):
                    continue
                if (
                    line.day.replace(year=line.day.year - 3, day=min(line.day.day, 28))
                    < before.day
                    < line.day
                ):
                    message = (
                        f"{line.code} is for a new patient, who was seen on {before.day} ({before.code})."
                    )
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break
