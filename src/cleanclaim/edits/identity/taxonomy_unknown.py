"""A taxonomy code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import TAXONOMY, NotCovered, Unknown
from cleanclaim.edits.authorities import OTHER_CODE_SETS_IN_FORCE
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_CHARACTERS = 10


class TaxonomyUnknown(Edit):
    """A taxonomy code that does not exist.

    ## Why it matters
    Payers find the provider's contract by NPI and taxonomy: front ends return a code that
    nobody has.
    """

    id = "IDN016"
    name = "taxonomy-unknown"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REJECT
    sources = (OTHER_CODE_SETS_IN_FORCE,)
    predicts = (CARC("16"),)
    fix = "Use the taxonomy code under which the provider is enrolled."
    examples = (
        Example("a code", "set billing_provider.taxonomy 207Q00000X", tables=("TAXONOMY 207Q00000X",)),
        Example(
            "no such code",
            "set billing_provider.taxonomy 207Q99999X",
            finds=("billing_provider.taxonomy",),
            tables=("TAXONOMY 207Q00000X",),
        ),
        Example(
            "not a code at all",
            "set billing_provider.taxonomy FAMILY",
            finds=("billing_provider.taxonomy",),
            tables=("TAXONOMY 207Q00000X",),
        ),
        Example(
            "not loaded",
            'set billing_provider.taxonomy 207Q00000X; set rendering.taxonomy ""',
            not_checked=("TAXONOMY",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        for path, sent in named_providers(claim):
            code = sent.taxonomy.strip().upper()
            if not code:
                continue
            if not (len(code) == _CHARACTERS and code.isalnum()):
                message = f"{sent.taxonomy} is no taxonomy code: ten letters or digits."
                yield self.finding(claim, f"{path}.taxonomy", message)
            elif day is not None:
                answer = rules.store.find(TAXONOMY, code, day)
                if isinstance(answer, NotCovered):
                    yield self.not_checked(claim, path, answer)
                    continue
                if isinstance(answer, Unknown):
                    message = f"There is no taxonomy code {code}."
                    yield self.finding(claim, f"{path}.taxonomy", message, release=answer.release.label)
