"""A service for which its authorization was not given."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import named
from cleanclaim.edits.context import AUTHORIZATIONS
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceOutsideAuthorization(Edit):
    """A service for which its authorization was not given.

    ## Why it matters
    An authorization names services: the payer denies others that are billed under it.
    """

    id = "AUT008"
    name = "service-outside-authorization"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(AUTHORIZATIONS)
    severity = Severity.DENY
    sources = (reason_code("15"),)
    predicts = (CARC("15"),)
    fix = "Have the authorization changed to the service that was done, or name the right one."
    examples = (
        Example(
            "a service of it",
            "lines 97110 x2 $80 @1; set coverages[0].prior_authorization A1",
            context=("authorization number=A1 codes=97110,97140",),
        ),
        Example(
            "the claim's number beside an authorized and another service",
            "lines 97110 x2 $80 @1 | 99213 $125 @1; set coverages[0].prior_authorization A1",
            context=("authorization number=A1 codes=97110",),
        ),
        Example(
            "none of the services",
            "lines 97530 x2 $80 @1; set coverages[0].prior_authorization A1",
            finds=("lines[0].code",),
            context=("authorization number=A1 codes=97110,97140",),
        ),
        Example(
            "the line's own number",
            "lines 97530 x2 $80 @1; set lines[0].prior_authorization A1",
            finds=("lines[0].code",),
            context=("authorization number=A1 codes=97110",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        found = list(named(claim, rules))
        used = {answer.number for line, _, answer in found if answer.holds_for(line.code)}
        for line, path, answer in found:
            if not line.code or answer.holds_for(line.code):
                continue
            # The claim's number need not be of all its lines: it is wrong when no line is of it.
            if path.startswith("lines") or answer.number not in used:
                message = f"Authorization {answer.number} is for {', '.join(answer.codes)}, not {line.code}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
