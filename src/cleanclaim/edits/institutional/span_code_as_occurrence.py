"""An occurrence span code where an occurrence stands, or the other way round."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import OCCURRENCE, OCCURRENCE_SPAN, Known
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SpanCodeAsOccurrence(Edit):
    """An occurrence span code where an occurrence stands, or the other way round.

    ## Why it matters
    An occurrence has a day, a span has two: in the other's place the code means nothing.
    """

    id = "INS063"
    name = "span-code-as-occurrence"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Move the code, with both of its days for a span."
    examples = (
        Example(
            "an occurrence",
            "type institutional; occurrences 11 on 2025-11-15",
        ),
        Example(
            "a span's code with one day",
            "type institutional; occurrences 74 on 2025-11-15",
            finds=("institutional.occurrences[0].code",),
        ),
        Example(
            "an occurrence's code with two days",
            "type institutional; spans 11 on 2025-11-12..2025-11-14",
            finds=("institutional.occurrence_spans[0].code",),
        ),
        Example(
            "a span",
            "type institutional; spans 74 on 2025-11-12..2025-11-14",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, days = claim.institutional, facts_of(claim).service_dates
        if details is None or days is None:
            return
        places = (
            ("occurrences", OCCURRENCE, OCCURRENCE_SPAN, "an occurrence span code, as an occurrence"),
            ("occurrence_spans", OCCURRENCE_SPAN, OCCURRENCE, "an occurrence code, as a span"),
        )
        for name, own, others, what in places:
            for at, one in enumerate(getattr(details, name)):
                if isinstance(rules.store.find(own, one.code, days.end), Known):
                    continue
                answer = rules.store.find(others, one.code, days.end)
                if isinstance(answer, Known):
                    path = f"institutional.{name}[{at}].code"
                    message = f"{one.code} is {what}."
                    yield self.finding(claim, path, message, codes=(one.code,), release=answer.release.label)
