"""Two anesthesia codes of one session."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import is_anesthesia
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BESIDE = frozenset(("01953", "01968", "01969", "01996"))


class TwoProceduresOfASession(Edit):
    """Two anesthesia codes of one session.

    ## Why it matters
    One anesthetic is one code, that of the highest value, with the time of all: the other is
    denied.
    """

    id = "ANE004"
    name = "two-procedures-of-a-session"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("00*", "01*")
    severity = Severity.DENY
    sources = (
        reason_code("97"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12, section 50", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Report the code with the highest base value, and the whole time."
    examples = (
        Example("one", "lines 00810-AA unit MJ x45 $400 @1"),
        Example(
            "two",
            "lines 00810-AA unit MJ x45 $400 @1 | 00790-AA unit MJ x60 $500 @1",
            finds=("lines[1].code",),
        ),
        Example("an add-on", "lines 01967-AA unit MJ x45 $400 @1 | 01968-AA unit MJ x30 $300 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            coded = [one for one in lines if is_anesthesia(one.code) and one.code not in _BESIDE]
            for at, line in enumerate(coded):
                first = next(
                    (one for one in coded[:at] if one.code != line.code and same_provider(one, line)), None
                )
                if first is not None and not line.has("59", "XE", "78", "79"):
                    message = f"{first.code} and {line.code} on {line.day} by the same provider."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(first.code, line.code))
