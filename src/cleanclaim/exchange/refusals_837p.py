"""What an 837P has no place for: refused by name before anything is written."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.claim import Claim, Coverage, Drug, ServiceLine
from cleanclaim.exchange.wire import CLAIM_LOOPS, COVERAGE_LOOPS, LINE_LOOPS
from cleanclaim.primitives import InvalidValue

_SPLIT = "Split it into several claims."
_ROLES = ("principal", "other")


def refuse_inexpressible(claim: Claim, where: str) -> None:
    """Raise ``InvalidValue``, naming the field, for content that a professional claim cannot carry.

    Wrong values (an NPI that fails its check, a missing date) are not refused: they can be sent
    as they are, and are for edits and validation to judge.
    """
    for path, value in leaves(claim, where):
        if isinstance(value, Decimal) and not value.is_finite():
            _refuse(path, f"{value} is not a number that can be sent.", "Enter the number.")
        if isinstance(value, str) and any(not " " <= character <= "~" for character in value):
            _refuse(
                path,
                "the text contains a character outside X12's basic and extended sets.",
                "Write it with plain letters (A-Z, a-z), digits and ASCII punctuation.",
            )
    _claim(claim, where)
    for index, coverage in enumerate(claim.coverages):
        _coverage(claim, coverage, index, f"{where}.coverages[{index}]")
    for index, line in enumerate(claim.lines):
        _line(line, f"{where}.lines[{index}]")


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield everything within a value that has no parts, with the path to it."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from leaves(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def _claim(claim: Claim, where: str) -> None:
    if claim.claim_type != "professional":
        _refuse(
            f"{where}.claim_type",
            f"a claim of type {claim.claim_type!r} is not an 837P.",
            "Write it with its own transaction.",
        )
    if claim.institutional is not None:
        _refuse(f"{where}.institutional", "the 837P carries no institutional details.", "Take them out.")
    if claim.dental is not None:
        _refuse(f"{where}.dental", "the 837P carries no dental details.", "Take them out.")
    if claim.coverages and not 0 <= claim.billed_coverage < len(claim.coverages):
        _refuse(f"{where}.billed_coverage", f"there is no coverage {claim.billed_coverage}.", "Name one.")
    if not claim.coverages and claim.billed_coverage:
        _refuse(f"{where}.billed_coverage", "the claim has no coverages.", "Add the coverage.")
    provider = claim.billing_provider
    if provider.tax_id and provider.tax_id_kind not in ("EI", "SY"):
        _refuse(
            f"{where}.billing_provider.tax_id_kind",
            f"{provider.tax_id_kind!r} is no kind of taxpayer number.",
            "Use EI or SY.",
        )
    _at_most(claim.coverages, 11, f"{where}.coverages", "Name the payers that are concerned.")
    _at_most(claim.lines, 50, f"{where}.lines", _SPLIT)
    _at_most(claim.diagnoses, 12, f"{where}.diagnoses", _SPLIT)
    for index, dx in enumerate(claim.diagnoses):
        place = f"{where}.diagnoses[{index}]"
        if dx.role not in _ROLES:
            _refuse(f"{place}.role", f"the 837P has no diagnosis of role {dx.role!r}.", "Send it as other.")
        if dx.poa:
            _refuse(f"{place}.poa", "the 837P carries no present-on-admission indicator.", "Take it out.")
        if dx.system not in ("ICD10CM", "ICD9CM"):
            _refuse(f"{place}.system", f"{dx.system!r} is not ICD10CM or ICD9CM.", "Name the code system.")
        if not dx.code:
            _refuse(f"{place}.code", "the diagnosis has no code.", "Enter it, or take the diagnosis out.")
    if claim.accident is not None:
        _at_most(claim.accident.causes, 2, f"{where}.accident.causes", "Name the two that matter.")
    _ambulance(claim.ambulance, f"{where}.ambulance")
    if claim.coverage.relationship == "18" and any(
        s.loop in ("2000C", "2010CA") for s in claim.other_segments
    ):
        _refuse(
            f"{where}.other_segments",
            "segments of the patient's loop are kept, but the patient is the subscriber.",
            "Take them out.",
        )
    _kept(claim.other_segments, CLAIM_LOOPS, where)


def _coverage(claim: Claim, coverage: Coverage, index: int, where: str) -> None:
    billed = index == claim.billed_coverage
    if billed and coverage.relationship == "18" and coverage.subscriber not in (None, claim.patient):
        _refuse(
            f"{where}.subscriber",
            "the patient is the subscriber (18), but the coverage names another person.",
            "Correct the relationship or take the subscriber out.",
        )
    if not billed and not coverage.sequence and not coverage.relationship:
        _refuse(
            f"{where}.sequence",
            "the coverage has no place in the order of payers.",
            "Enter P, S, T, A to H or U.",
        )
    prior = coverage.prior_payment
    if prior is not None and not billed:
        _at_most(prior.remarks, 5, f"{where}.prior_payment.remarks", "Keep the five that matter.")
        _adjustments(prior.adjustments, f"{where}.prior_payment.adjustments")
    if billed and any(s.loop in COVERAGE_LOOPS for s in coverage.other_segments):
        _refuse(
            f"{where}.other_segments",
            "segments of loop 2320 belong to coverages other than the one that is billed.",
            "Take them out.",
        )
    _kept(coverage.other_segments, COVERAGE_LOOPS, where)


def _line(line: ServiceLine, where: str) -> None:
    for field in ("revenue_code", "noncovered", "dental"):
        if getattr(line, field):
            _refuse(f"{where}.{field}", "the 837P has no place for it.", "Take it out.")
    for field in ("operating", "assistant"):
        if getattr(line.providers, field) is not None:
            _refuse(f"{where}.providers.{field}", "the 837P has no such provider.", "Take it out.")
    drug = line.drug
    if drug is not None and not drug.qualifier and drug != Drug(qualifier=""):
        _refuse(f"{where}.drug.qualifier", "the drug's number has no qualifier.", "Use N4 for an NDC.")
    _at_most(line.modifiers, 4, f"{where}.modifiers", "Use modifier 99 as the payer asks for it.")
    _at_most(line.pointers, 4, f"{where}.pointers", "Point at the four that matter most.")
    _at_most(line.adjudications, 15, f"{where}.adjudications", "Keep those that the payer needs.")
    for index, adjudication in enumerate(line.adjudications):
        place = f"{where}.adjudications[{index}]"
        _at_most(adjudication.modifiers, 4, f"{place}.modifiers", "Keep the first four.")
        _adjustments(adjudication.adjustments, f"{place}.adjustments")
    _ambulance(line.ambulance, f"{where}.ambulance")
    _kept(line.other_segments, LINE_LOOPS, where)


def _ambulance(ambulance: Any, where: str) -> None:
    if ambulance is None:
        return
    if ambulance.transport_code:
        _refuse(f"{where}.transport_code", "version 005010 does not use it (CR103).", "Take it out.")
    _at_most(ambulance.conditions, 15, f"{where}.conditions", "Keep those that matter.")


def _adjustments(adjustments: Sequence[Any], where: str) -> None:
    counts: dict[str, int] = {}
    for adjustment in adjustments:
        counts[adjustment.group_code] = counts.get(adjustment.group_code, 0) + 1
    if sum(-(-count // 6) for count in counts.values()) > 5:
        _refuse(where, "these adjustments need more than five CAS segments.", "Add up those that are alike.")


def _kept(segments: Sequence[Any], loops: Sequence[str], where: str) -> None:
    for index, segment in enumerate(segments):
        place = f"{where}.other_segments[{index}]"
        if segment.loop not in loops:
            _refuse(place, f"{segment.loop!r} is no loop in which this is written.", "Correct the loop.")
        if not segment.elements or not isinstance(segment.elements[0], str):
            _refuse(place, "the segment does not begin with its id.", "Correct or remove it.")


def _at_most(items: Sequence[Any], limit: int, where: str, fix: str) -> None:
    if len(items) > limit:
        _refuse(where, f"there are {len(items)}; an 837P has room for {limit}.", fix)


def _refuse(where: str, message: str, fix: str) -> None:
    raise InvalidValue(message, where=where, fix=fix)
