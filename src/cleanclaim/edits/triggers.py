"""Which claims an edit can have anything to say about, so that the others never run it.

An edit names *triggers*; a claim has them or not; an edit without any runs on every claim of its
scope. A trigger is only a promise of silence: an edit must find nothing in a claim that has none
of its triggers. A test runs every edit both ways over the examples of all edits.
"""

from collections.abc import Mapping
from functools import lru_cache

from cleanclaim.claim import Claim, LineProviders
from cleanclaim.edits.context import AUTHORIZATIONS, DOCUMENTS, ELIGIBILITY, NO_CONTEXT, Context
from cleanclaim.edits.facts import ClaimFacts
from cleanclaim.edits.odd import has_odd_header, is_odd_line

_CODE = "code "
_MODIFIER = "modifier "
_DIAGNOSIS = "diagnosis "
_PLACE = "place "
_REVENUE = "revenue "
_BILL = "bill "
_HAS = "has "
_REMEMBERED = 16384
_NOBODY = LineProviders()

_BEGINNINGS = {_CODE: 4, _DIAGNOSIS: 4, _REVENUE: 3, _BILL: 2}
"""Kinds of triggers that may name the beginning of a code, and its most characters."""

FEATURES = (
    "accident",
    "ambulance",
    "attachment",
    AUTHORIZATIONS,
    DOCUMENTS,
    ELIGIBILITY,
    "clia",
    "death",
    "dental",
    "diagnosis",
    "drug",
    "history",
    "institutional",
    "modifier",
    "odd header",
    "odd line",
    "ordered",
    "other payer",
    "procedure code",
    "replacement",
    "several diagnoses",
    "several lines",
    "several payers",
)
"""Features that a claim has as a whole.

``history``: earlier claims are at hand, at least one (an empty history has nothing to say that none
has not), and so of the context. ``odd header`` and ``odd line``: something that nearly every claim and
line has is missing or rare (:mod:`cleanclaim.edits.odd`). ``ordered``: somebody referred, ordered or
supervised, or a line names providers of its own. ``replacement``: any frequency but original.
"""

Triggers = frozenset[str]


def codes(*patterns: str) -> Triggers:
    """Trigger on procedure, supply or dental codes: whole ones, or beginnings with an asterisk (``J*``)."""
    return _patterns(_CODE, patterns)


def modifiers(*values: str) -> Triggers:
    """Trigger on modifiers."""
    return frozenset(_MODIFIER + value for value in values)


def diagnoses(*patterns: str) -> Triggers:
    """Trigger on ICD-10-CM codes without dot, in any role: whole, or beginnings of up to 4 (``O*``)."""
    return _patterns(_DIAGNOSIS, patterns)


def places(*values: str) -> Triggers:
    """Trigger on places of service, the claim's or a line's."""
    return frozenset(_PLACE + value for value in values)


def revenue_codes(*patterns: str) -> Triggers:
    """Trigger on revenue codes: whole, or beginnings with an asterisk (``045*``)."""
    return _patterns(_REVENUE, patterns)


def bill_types(*patterns: str) -> Triggers:
    """Trigger on types of bill of three digits: whole, or beginnings with an asterisk (``11*``)."""
    return _patterns(_BILL, patterns)


def having(*features: str) -> Triggers:
    """Trigger on one of :data:`FEATURES`."""
    unknown = set(features) - set(FEATURES)
    if unknown:
        raise ValueError(f"not a feature of claims: {', '.join(sorted(unknown))}")
    return frozenset(_HAS + feature for feature in features)


def _patterns(kind: str, patterns: tuple[str, ...]) -> Triggers:
    longest = _BEGINNINGS[kind]
    for pattern in patterns:
        if pattern.endswith("*") and not 1 <= len(pattern) - 1 <= longest:
            raise ValueError(f"{kind}{pattern}: beginnings have one to {longest} characters")
    return frozenset(kind + pattern for pattern in patterns)


def triggers_of(
    claim: Claim, facts: ClaimFacts, *, with_history: bool, context: Context = NO_CONTEXT
) -> set[str]:
    """Return every trigger that a claim has."""
    whole = _whole_triggers(claim, facts, with_history=with_history, context=context)
    return {trigger for one in whole for trigger in _with_beginnings(one)}


class TriggerBits:
    """Numbers (bits of an integer) by trigger, joined over all triggers of a claim.

    What a whole code or modifier stands for, its beginnings included, is worked out once.
    """

    def __init__(self, by_trigger: Mapping[str, int]) -> None:
        self._by_trigger = dict(by_trigger)
        self._whole: dict[str, int] = {}

    def of(
        self, claim: Claim, facts: ClaimFacts, *, with_history: bool, context: Context = NO_CONTEXT
    ) -> int:
        """Return the bits of all of :func:`triggers_of`."""
        known = self._whole
        found = 0
        for trigger in _whole_triggers(claim, facts, with_history=with_history, context=context):
            bits = known.get(trigger)
            found |= self._bits(trigger) if bits is None else bits
        return found

    def _bits(self, trigger: str) -> int:
        bits = 0
        for one in _with_beginnings(trigger):
            bits |= self._by_trigger.get(one, 0)
        if len(self._whole) < _REMEMBERED:
            self._whole[trigger] = bits
        return bits


@lru_cache(maxsize=_REMEMBERED)
def _with_beginnings(trigger: str) -> tuple[str, ...]:
    """Return a trigger and those that name the beginnings of its code."""
    kind, _, value = trigger.partition(" ")
    longest = _BEGINNINGS.get(f"{kind} ", 0)
    return (trigger, *(f"{kind} {value[:length]}*" for length in range(1, longest + 1)))


def _whole_triggers(claim: Claim, facts: ClaimFacts, *, with_history: bool, context: Context) -> list[str]:
    """Return the triggers of a claim without those that are beginnings of codes."""
    found = [_CODE + code for code in facts.codes]
    found += [_DIAGNOSIS + code for code in facts.diagnoses]
    found += [_MODIFIER + modifier for modifier in facts.modifiers]
    places = {claim.place_of_service}
    for line in facts.lines:
        places.add(line.place)
        if line.line.revenue_code:
            found.append(_REVENUE + line.line.revenue_code)
    found += [_PLACE + place for place in places if place]
    if facts.bill_type:
        found.append(_BILL + facts.bill_type)
    found += [_HAS + feature for feature, present in _of_claim(claim, facts).items() if present]
    found += [_HAS + feature for feature in _of_lines(claim, facts)]
    if with_history:
        found.append(_HAS + "history")
    if context is not NO_CONTEXT:
        at_hand = {
            AUTHORIZATIONS: context.authorizations,
            ELIGIBILITY: context.eligibility,
            DOCUMENTS: context.documents,
        }
        found += [_HAS + name for name, values in at_hand.items() if values is not None]
    return found


def _of_claim(claim: Claim, facts: ClaimFacts) -> dict[str, bool]:
    coverages = claim.coverages
    return {
        "accident": claim.accident is not None,
        "ambulance": claim.ambulance is not None,
        "attachment": bool(claim.attachments),
        "clia": bool(claim.clia),
        "death": claim.patient.death_date is not None,
        "dental": claim.claim_type == "dental" or claim.dental is not None,
        "diagnosis": bool(claim.diagnoses),
        "institutional": claim.claim_type == "institutional" or claim.institutional is not None,
        "modifier": bool(facts.modifiers),
        "odd header": has_odd_header(claim),
        "ordered": claim.referring is not None or claim.supervising is not None,
        "other payer": any(coverage.prior_payment is not None for coverage in coverages),
        "procedure code": bool(facts.codes),
        "replacement": claim.claim_frequency_code not in ("", "1"),
        "several diagnoses": len(claim.diagnoses) > 1,
        "several lines": len(claim.lines) > 1,
        "several payers": len(coverages) > 1 or claim.billed_coverage > 0,
    }


def _of_lines(claim: Claim, facts: ClaimFacts) -> set[str]:
    found: set[str] = set()
    diagnoses = len(facts.numbered)
    for line in claim.lines:
        if line.ambulance is not None:
            found.add("ambulance")
        if line.attachments:
            found.add("attachment")
        if line.clia:
            found.add("clia")
        if line.drug is not None:
            found.add("drug")
        if line.adjudications:
            found.add("other payer")
        if line.providers != _NOBODY:
            found.add("ordered")
        if is_odd_line(line, diagnoses):
            found.add("odd line")
    return found
