"""Which claims an edit can have anything to say about, so that the others never run it.

An edit names *triggers*; a claim has them or not; an edit without any runs on every claim of its
scope. A trigger is only a promise of silence: an edit must find nothing in a claim that has none
of its triggers. A test runs every edit both ways over the examples of all edits.
"""

from cleanclaim.claim import Claim
from cleanclaim.edits.context import AUTHORIZATIONS, DOCUMENTS, ELIGIBILITY, NO_CONTEXT, Context
from cleanclaim.edits.facts import ClaimFacts

_CODE = "code "
_MODIFIER = "modifier "
_DIAGNOSIS = "diagnosis "
_PLACE = "place "
_REVENUE = "revenue "
_BILL = "bill "
_HAS = "has "

FEATURES = (
    "accident",
    "ambulance",
    "attachment",
    AUTHORIZATIONS,
    DOCUMENTS,
    ELIGIBILITY,
    "dental",
    "diagnosis",
    "drug",
    "history",
    "institutional",
    "modifier",
    "other payer",
    "procedure code",
    "replacement",
    "several lines",
    "several payers",
)
"""Features that a claim has as a whole; ``history``: earlier claims are at hand, and so of the context."""

Triggers = frozenset[str]


def codes(*patterns: str) -> Triggers:
    """Trigger on procedure, supply or dental codes: whole ones, or beginnings with an asterisk (``J*``)."""
    return _patterns(_CODE, patterns, 4)


def modifiers(*values: str) -> Triggers:
    """Trigger on modifiers."""
    return frozenset(_MODIFIER + value for value in values)


def diagnoses(*patterns: str) -> Triggers:
    """Trigger on ICD-10-CM codes without dot, in any role: whole, or beginnings of up to 4 (``O*``)."""
    return _patterns(_DIAGNOSIS, patterns, 4)


def places(*values: str) -> Triggers:
    """Trigger on places of service, the claim's or a line's."""
    return frozenset(_PLACE + value for value in values)


def revenue_codes(*patterns: str) -> Triggers:
    """Trigger on revenue codes: whole, or beginnings with an asterisk (``045*``)."""
    return _patterns(_REVENUE, patterns, 3)


def bill_types(*patterns: str) -> Triggers:
    """Trigger on types of bill of three digits: whole, or beginnings with an asterisk (``11*``)."""
    return _patterns(_BILL, patterns, 2)


def having(*features: str) -> Triggers:
    """Trigger on one of :data:`FEATURES`."""
    unknown = set(features) - set(FEATURES)
    if unknown:
        raise ValueError(f"not a feature of claims: {', '.join(sorted(unknown))}")
    return frozenset(_HAS + feature for feature in features)


def _patterns(kind: str, patterns: tuple[str, ...], longest: int) -> Triggers:
    for pattern in patterns:
        if pattern.endswith("*") and not 1 <= len(pattern) - 1 <= longest:
            raise ValueError(f"{kind}{pattern}: beginnings have one to {longest} characters")
    return frozenset(kind + pattern for pattern in patterns)


def triggers_of(
    claim: Claim, facts: ClaimFacts, *, with_history: bool, context: Context = NO_CONTEXT
) -> set[str]:
    """Return every trigger that a claim has."""
    found: set[str] = set()
    for code in facts.codes:
        found.add(_CODE + code)
        found.update(_CODE + code[:length] + "*" for length in (1, 2, 3, 4))
    for code in set(facts.diagnoses):
        found.add(_DIAGNOSIS + code)
        found.update(_DIAGNOSIS + code[:length] + "*" for length in (1, 2, 3, 4))
    found.update(_MODIFIER + modifier for modifier in facts.modifiers)
    for line in facts.lines:
        if line.place:
            found.add(_PLACE + line.place)
        revenue = line.line.revenue_code
        if revenue:
            found.add(_REVENUE + revenue)
            found.update(_REVENUE + revenue[:length] + "*" for length in (1, 2, 3))
    if claim.place_of_service:
        found.add(_PLACE + claim.place_of_service)
    bill = facts.bill_type
    if bill:
        found.add(_BILL + bill)
        found.update(_BILL + bill[:length] + "*" for length in (1, 2))
    found.update(_HAS + feature for feature in _features(claim, facts, with_history=with_history))
    if context is not NO_CONTEXT:
        at_hand = {
            AUTHORIZATIONS: context.authorizations,
            ELIGIBILITY: context.eligibility,
            DOCUMENTS: context.documents,
        }
        found.update(_HAS + name for name, values in at_hand.items() if values is not None)
    return found


def _features(claim: Claim, facts: ClaimFacts, *, with_history: bool) -> list[str]:
    lines = claim.lines
    told = {
        "accident": claim.accident is not None,
        "ambulance": claim.ambulance is not None or any(line.ambulance is not None for line in lines),
        "attachment": bool(claim.attachments) or any(line.attachments for line in lines),
        "dental": claim.claim_type == "dental" or claim.dental is not None,
        "diagnosis": bool(claim.diagnoses),
        "drug": any(line.drug is not None for line in lines),
        "history": with_history,
        "institutional": claim.claim_type == "institutional" or claim.institutional is not None,
        "modifier": bool(facts.modifiers),
        "other payer": any(line.adjudications for line in lines)
        or any(coverage.prior_payment is not None for coverage in claim.coverages),
        "procedure code": bool(facts.codes),
        "replacement": claim.claim_frequency_code not in ("", "1"),
        "several lines": len(lines) > 1,
        "several payers": len(claim.coverages) > 1,
    }
    return [feature for feature, present in told.items() if present]
