"""A word or a filler where the number of an authorization or referral stands."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_FILLERS = (
    "NONE NA NO NOTREQUIRED NOTNEEDED PENDING PEND UNKNOWN UNK REQUESTED REQUIRED VERBAL ONFILE AUTH "
    "AUTHORIZED APPROVED TBD WAIVED SEENOTES YES XXX TEST"
)
_WORDS = frozenset(_FILLERS.split())


class NumberIsAWord(Edit):
    """A word or a filler where the number of an authorization or referral stands.

    ## Why it matters
    The payer looks the number up: NONE, PENDING, N/A or zeros are no number, and the front end or the
    payer refuses them. A claim without authorization leaves the field out.
    """

    id = "AUT013"
    name = "number-is-a-word"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (reason_code("15"),)
    predicts = (CARC("15"),)
    fix = "Enter the payer's number, or leave the field empty."
    examples = (
        Example(
            "a number",
            "set coverages[0].prior_authorization A123456",
        ),
        Example(
            "a number with letters only",
            "set coverages[0].prior_authorization QXZRTLM",
        ),
        Example(
            "a word",
            "set coverages[0].prior_authorization PENDING",
            finds=("coverages[0].prior_authorization",),
        ),
        Example(
            "zeros in a line's referral",
            "set lines[0].referral_number 000000",
            finds=("lines[0].referral_number",),
        ),
        Example(
            "a slash between letters",
            "set coverages[0].referral_number N/A",
            finds=("coverages[0].referral_number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coverage = claim.coverage
        numbers = [
            (f"coverages[{claim.billed_coverage}].prior_authorization", coverage.prior_authorization),
            (f"coverages[{claim.billed_coverage}].referral_number", coverage.referral_number),
        ]
        for at, line in enumerate(claim.lines):
            if line.prior_authorization:
                numbers.append((f"lines[{at}].prior_authorization", line.prior_authorization))
            if line.referral_number:
                numbers.append((f"lines[{at}].referral_number", line.referral_number))
        for path, number in numbers:
            if number and _is_filler(number):
                message = f"{number.strip()!r} is no number of an authorization or referral."
                yield self.finding(claim, path, message, changes=(Change(path, '""'),))


def _is_filler(number: str) -> bool:
    kept = "".join(letter for letter in number.upper() if letter.isalnum())
    return kept in _WORDS or not kept or (len(kept) > 2 and len(set(kept)) == 1)
