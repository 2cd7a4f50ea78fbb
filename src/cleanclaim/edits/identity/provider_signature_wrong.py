"""A claim that does not say whether the provider's signature is on file."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_WORDS = {"YES": "Y", "NO": "N"}


class ProviderSignatureWrong(Edit):
    """A claim that does not say whether the provider's signature is on file.

    ## Why it matters
    The provider certifies the services by the signature: the front end returns a claim that
    says nothing of it.
    """

    id = "IDN027"
    name = "provider-signature-wrong"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (professional_guide("2300", "CLM06"),)
    predicts = (CARC("16"),)
    fix = "Enter Y, or N where there is none."
    examples = (
        Example("on file", ""),
        Example("nothing is said", 'set provider_signature ""', finds=("provider_signature",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        value = claim.provider_signature.strip().upper()
        if not value:
            yield self.finding(claim, "provider_signature", "The provider's signature is missing.")
        elif value not in ("Y", "N"):
            message = f"The provider's signature is {value!r}, which is none."
            changes = only(
                "provider_signature", (_WORDS[one] for one in (value,) if one in _WORDS), safe=True
            )
            yield self.finding(claim, "provider_signature", message, changes=changes)
