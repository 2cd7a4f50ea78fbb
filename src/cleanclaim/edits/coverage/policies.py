"""What Medicare's local articles say of the diagnoses of a line."""

from collections.abc import Iterator

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import CoverageArticle, Known, NotCovered, coverage_policies
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.primitives import Citation

DATABASE = Citation("Medicare Coverage Database, billing and coding articles", "as imported")
NECESSITY = Citation("Social Security Act, section 1862(a)(1)(A)", verified=False)
STATED = ("GA", "GZ", "GY", "GX")
"""Modifiers that say that a denial is expected, or that the service is excluded."""


class Judged(msgspec.Struct, frozen=True):
    """A line, one article that lists its code, and the release that it stands in."""

    line: LineFacts
    diagnoses: tuple[str, ...]
    article: CoverageArticle
    release: str


def judged_lines(claim: Claim, rules: Rules) -> tuple[Judged | tuple[LineFacts, NotCovered], ...]:
    """Return each line with each article in force for its place, and where nothing can say.

    The place is the state of the facility where the service was given, else of the billing
    provider: an article binds the contractor of that state.
    """
    return facts_of(claim).kept("coverage", rules, lambda: tuple(_judged(claim, rules)))


def _judged(claim: Claim, rules: Rules) -> Iterator[Judged | tuple[LineFacts, NotCovered]]:
    state = _state(claim)
    facts = facts_of(claim)
    said: set[str] = set()
    for line in facts.lines:
        if not line.code or line.day is None:
            continue
        answer = coverage_policies(rules.store, line.code, line.day, state=state or None)
        if isinstance(answer, NotCovered):
            if answer.reason not in said:
                said.add(answer.reason)
                yield line, answer
        elif isinstance(answer, Known):
            for article in answer.value.articles:
                yield Judged(line, facts.diagnoses_of(line), article, answer.release.label)
            if answer.value.unsure:
                later = ", ".join(answer.value.unsure)
                reason = f"the version at hand of {later} begins after {line.day}"
                yield line, NotCovered("COVERAGE_ARTICLE", line.day, reason)


def stated(line: LineFacts) -> bool:
    """Return whether the line says itself that a denial is expected."""
    return line.has(*STATED)


def _state(claim: Claim) -> str:
    for provider in (claim.facility, claim.billing_provider):
        if provider is not None and provider.address is not None and provider.address.state:
            return provider.address.state.strip().upper()
    return ""
