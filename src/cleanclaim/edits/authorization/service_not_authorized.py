"""A service that wants a prior authorization, without its number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.authorization.answered import billed_path, number_on, on_file
from cleanclaim.edits.context import AUTHORIZATIONS, is_named
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceNotAuthorized(Edit):
    """A service that wants a prior authorization, without its number.

    ## Why it matters
    The payer denies the service for want of the authorization, and the patient may not be billed for
    it. Where one was given, only its number is missing.
    """

    id = "AUT005"
    name = "service-not-authorized"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.DENY
    sources = (reason_code("197"),)
    predicts = (CARC("197"),)
    fix = "Enter the number of the authorization; without one, ask the payer before sending."
    examples = (
        Example("nothing on file for it", "", context=("authorization number=A1 codes=97110",)),
        Example(
            "one is on file, but its number is not on the claim",
            "lines 97110 x2 $80 @1",
            finds=("coverages[0].prior_authorization",),
            context=("authorization number=A1 codes=97110",),
        ),
        Example(
            "its number is on the claim",
            "lines 97110 x2 $80 @1; set coverages[0].prior_authorization A1",
            context=("authorization number=A1 codes=97110",),
        ),
        Example(
            "one of last year",
            "lines 97110 x2 $80 @1",
            context=("authorization number=A1 codes=97110 end=2024-12-31",),
        ),
        Example(
            "the plan asks for one",
            "lines 70551 $900 @1",
            finds=("coverages[0].prior_authorization",),
            context=(
                "authorization none",
                "eligibility authorization_codes=7055*",
            ),
        ),
        Example(
            "the plan asks for one of another service",
            "lines 70450 $900 @1",
            context=(
                "authorization none",
                "eligibility authorization_codes=7055*",
            ),
        ),
        Example("nobody has looked", "", not_checked=("authorizations",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if rules.context.authorizations is None:
            reason = "whether services want a prior authorization, and whether it holds"
            yield self.not_checked(claim, "", AUTHORIZATIONS, reason)
            return
        wanted = next(
            (one.authorization_codes for one in reversed(rules.context.eligibility_of(claim.coverage))), ()
        )
        given = [one for one in on_file(claim, rules) if one.status == "approved" and one.codes]
        for line in facts_of(claim).lines:
            if not line.code or line.day is None or number_on(claim, line)[1]:
                continue
            held = [one for one in given if one.holds_for(line.code) and one.holds_on(line.day)]
            if not held and not is_named(line.code, wanted):
                continue
            path = billed_path(claim, "prior_authorization")
            numbers = tuple(dict.fromkeys(one.number for one in held))
            message = f"{line.code} wants a prior authorization; the claim has none."
            if numbers:
                message = f"{line.code} was authorized ({', '.join(numbers)}), but the claim does not say so."
            changes = (Change(path, numbers[0]),) if len(numbers) == 1 else ()
            yield self.finding(claim, path, message, codes=(line.code,), changes=changes)
            return
