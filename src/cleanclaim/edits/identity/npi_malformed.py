"""A provider number that is not an NPI: not ten digits, or a wrong check digit."""

from collections.abc import Iterator
from functools import lru_cache

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import NPI_FORMAT, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import (
    HIPAA_PAYERS,
    OTHER_PAYERS,
    Change,
    Example,
    Finding,
    Scope,
    Severity,
    Stable,
)
from cleanclaim.primitives import CARC, NPI, InvalidValue


class NPIMalformed(Edit):
    """A provider number that is not an NPI: not ten digits, or a wrong check digit.

    ## Why it matters
    A number that fails its own check digit belongs to nobody: the payer's front end returns the claim.
    """

    id = "IDN002"
    name = "npi-malformed"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (NPI_FORMAT, reason_code("207"))
    predicts = (CARC("207"),)
    fix = "Compare the number with the NPI registry; most often two digits are swapped."
    examples = (
        Example("the check digit is right", "set billing_provider.npi 1234567893"),
        Example(
            "the check digit is wrong", "set billing_provider.npi 1234567890", finds=("billing_provider.npi",)
        ),
        Example("nine digits", "set rendering.npi 123456789", finds=("rendering.npi",)),
        Example("a missing number is another edit's business", "without rendering.npi"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each number that is given and cannot be an NPI."""
        for path, provider in named_providers(claim):
            if not provider.npi:
                continue
            fault = _fault(provider.npi)
            if fault:
                who = path.rpartition(".")[2].replace("_", " ").removesuffix(" provider").capitalize()
                message = f"{who} provider: {fault}"
                where = f"{path}.npi"
                yield self.finding(
                    claim, where, message, codes=(provider.npi,), changes=_bare(where, provider.npi)
                )


def _bare(where: str, npi: str) -> tuple[Change, ...]:
    """Return the number without blanks and dashes, where that makes it an NPI."""
    digits = npi.replace(" ", "").replace("-", "")
    return () if _fault(digits) else (Change(where, digits, safe=True),)


@lru_cache(maxsize=4096)
def _fault(npi: str) -> str:
    """Return why a number is no NPI, or nothing; kept, because a practice has few of them."""
    try:
        NPI.parse(npi)
    except InvalidValue as problem:
        return problem.message
    return ""
