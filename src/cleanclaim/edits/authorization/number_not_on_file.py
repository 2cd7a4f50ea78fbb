"""A prior authorization number that no answer of the payer has."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import number_on, on_file, plain
from cleanclaim.edits.context import AUTHORIZATIONS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NumberNotOnFile(Edit):
    """A prior authorization number that no answer of the payer has.

    ## Why it matters
    The payer denies a service whose authorization number it does not know: mostly digits were changed,
    or it is another patient's.
    """

    id = "AUT006"
    name = "number-not-on-file"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.REVIEW
    sources = (reason_code("15"),)
    predicts = (CARC("15"),)
    fix = "Compare the number with the payer's answer."
    examples = (
        Example(
            "the number on file",
            "set coverages[0].prior_authorization A1",
            context=("authorization number=A1",),
        ),
        Example(
            "written with a hyphen",
            "set coverages[0].prior_authorization A-1",
            context=("authorization number=A1",),
        ),
        Example(
            "another number",
            "set coverages[0].prior_authorization A7",
            finds=("coverages[0].prior_authorization",),
            context=("authorization number=A1",),
        ),
        Example(
            "nothing on file for the patient",
            "set coverages[0].prior_authorization A7",
            context=("authorization none",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        numbers = {plain(one.number): one.number for one in on_file(claim, rules)}
        if not numbers:
            return
        said: set[str] = set()
        for line in facts_of(claim).lines:
            path, number = number_on(claim, line)
            if number and plain(number) not in numbers and path not in said:
                said.add(path)
                message = f"Authorization {number} is not on file; on file: {', '.join(numbers.values())}."
                yield self.finding(claim, path, message)
