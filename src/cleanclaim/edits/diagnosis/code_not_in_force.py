"""A diagnosis code that the ICD-10-CM release in force does not have."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known, NotCovered, Unknown
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE, reason_code
from cleanclaim.edits.diagnosis.coded import NO_DAY, answers, judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, ICD10CM, dotted


class CodeNotInForce(Edit):
    """A diagnosis code that the ICD-10-CM release in force does not have.

    ## Why it matters
    The code set of the day of service binds the provider and the payer; a code outside it is
    returned by the front end or denied.
    """

    id = "DXC002"
    name = "code-not-in-force"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE, reason_code("146"))
    predicts = (CARC("146"),)
    fix = "Find the code that is valid on the date of service; it may have been split, replaced or mistyped."
    examples = (
        Example("a code of FY2026", "dx I10"),
        Example("a code that no release has", "dx I10, E11.7", finds=("diagnoses[1].code",)),
        Example("a 7th character that the category has not", "dx S52.501Z", finds=("diagnoses[0].code",)),
        Example("a date before what is loaded", "dx I10; dos 2024-03-04", not_checked=("ICD10CM",)),
        Example("no date of service", "without lines[0].dates", not_checked=("date of service",)),
        Example(
            "an older classification",
            "set diagnoses[0].code 4019; set diagnoses[0].system ICD9CM",
            not_checked=("other diagnosis code sets",),
        ),
        Example("a malformed code is another edit's business", "set diagnoses[0].code 1I0"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each code that a complete release in force does not know."""
        every_one_formed = len(facts_of(claim).formed_diagnoses) == len(claim.diagnoses)
        if not every_one_formed and any(diagnosis.system != "ICD10CM" for diagnosis in claim.diagnoses):
            reason = "only ICD-10-CM codes are judged"
            yield self.not_checked(claim, "diagnoses", "other diagnosis code sets", reason)
        day = judged_on(claim)
        if day is None:
            if claim.diagnoses:
                yield self.not_checked(claim, "diagnoses", "date of service", NO_DAY)
            return
        for path, diagnosis, answer in answers(claim, rules, day):
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Unknown):
                code = dotted(diagnosis.code)
                message = f"{code} is not an ICD-10-CM code on {day}."
                label = answer.release.label
                changes = only(path, _meant(rules, diagnosis.code, day))
                yield self.finding(
                    claim, path, message, codes=(diagnosis.code,), release=label, changes=changes
                )


def _meant(rules: Rules, code: str, day: date) -> Iterator[str]:
    """Yield the codes that a writing error makes of this one: placeholders left out, O for 0, I for 1."""
    sent = code.replace(".", "").strip().upper()
    spellings = {
        f"{sent[:length]}{'X' * (6 - length)}{sent[-1]}" for length in (len(sent) - 1,) if length < 6
    }
    spellings.add(f"{sent[:1]}{sent[1:].replace('O', '0').replace('I', '1')}")
    for one in sorted(spellings - {sent}):
        answer = rules.store.icd10cm(one, day) if ICD10CM.is_formed(one) else None
        if isinstance(answer, Known) and answer.value.billable:
            yield one
