"""What a provider has billed for all patients, as far as the claims at hand tell."""

from collections.abc import Mapping

from cleanclaim.claim import Claim
from cleanclaim.edits.facts import LineFacts
from cleanclaim.edits.rules import Rules

ENOUGH = 20
"""Claims of a provider from which on a pattern is told: fewer are chance, and nothing is said of them."""

Lines = tuple[LineFacts, ...]


def claims_of_provider(npi: str, rules: Rules) -> tuple[Lines, ...]:
    """Return the lines that a provider rendered, claim by claim, over all patients of the history.

    Voids are left out. A history that holds only one patient's claims gives few of them, and then
    an edit that asks for :data:`ENOUGH` stays silent.
    """
    if not npi or not rules.history:
        return ()
    return _profiles(rules.history).get(npi, ())


def _profiles(history: tuple[Claim, ...]) -> Mapping[str, tuple[Lines, ...]]:
    """Return the profiles of a history; those of the last one are kept, for claim follows claim."""
    global _last  # noqa: PLW0603 - one slot, replaced whole: another thread at worst works them out again
    kept = _last
    if kept is not None and kept[0] is history:
        return kept[1]
    found: dict[str, list[Lines]] = {}
    for claim in history:
        if claim.claim_frequency_code == "8":
            continue
        by_provider: dict[str, list[LineFacts]] = {}
        for index, line in enumerate(claim.lines):
            fact = LineFacts(claim, index, line)
            if fact.rendering:
                by_provider.setdefault(fact.rendering, []).append(fact)
        for npi, lines in by_provider.items():
            found.setdefault(npi, []).append(tuple(lines))
    made = {npi: tuple(claims) for npi, claims in found.items()}
    _last = (history, made)
    return made


_last: tuple[tuple[Claim, ...], Mapping[str, tuple[Lines, ...]]] | None = None
