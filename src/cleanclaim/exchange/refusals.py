"""What an 837 has no place for: refused by name before anything is written."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from cleanclaim.claim import Claim, Coverage, DentalLine, Drug, InstitutionalDetails, ServiceLine
from cleanclaim.exchange.forms import COVERAGE_LOOPS, DENTAL, INSTITUTIONAL, Form, form_of
from cleanclaim.exchange.institutional import DIAGNOSES_OF_A_ROLE, ROLES
from cleanclaim.exchange.left_out import refused
from cleanclaim.exchange.sendable import refuse_unsendable
from cleanclaim.exchange.tidy import tidy_segment
from cleanclaim.primitives import InvalidValue

_SPLIT = "Split it into several claims."
_NUMBERED = ("principal", "other")
_CODES = 24
"""Codes of one kind that an institutional claim has room for: two HI segments of twelve."""


def refuse_inexpressible(claim: Claim, where: str) -> None:
    """Raise ``InvalidValue``, naming the field, for content that the guide of the claim's type cannot carry.

    Wrong values (an NPI that fails its check, a missing date) are not refused: they can be sent
    as they are, and are for edits and validation to judge.
    """
    refuse_unsendable(claim, where)
    form = form_of(claim, where)
    _fields_of_other_forms(claim, form, where)
    _claim(claim, form, where)
    if claim.institutional is not None:
        _institutional(claim.institutional, f"{where}.institutional")
    for index, coverage in enumerate(claim.coverages):
        _coverage(claim, coverage, index, f"{where}.coverages[{index}]")
    for index, line in enumerate(claim.lines):
        _line(line, form, f"{where}.lines[{index}]")


def _fields_of_other_forms(claim: Claim, form: Form, where: str) -> None:
    """Refuse what only another form carries, by the table that the documentation shows."""
    for pattern, reason in refused(form).items():
        steps = pattern.rstrip("*").rstrip(".").split(".")
        if steps == ["claim_type"] or steps[:2] == ["coverages", "billed"]:
            continue  # the form follows from the type; the billed coverage has its own rule below
        for path, value, default in _at(claim, steps, where, claim.billed_coverage):
            if value != default:
                if isinstance(default, msgspec.Struct):
                    fields = default.__struct_fields__
                    differs = next(f for f in fields if getattr(value, f) != getattr(default, f))
                    path = f"{path}.{differs}"
                _refuse(path, f"the {form.name} has no place for it: {reason}", "Take it out.")


def _at(value: Any, steps: Sequence[str], path: str, billed: int) -> Iterator[tuple[str, Any, Any]]:
    """Yield path, value and default of the field that the steps lead to, through all items on the way."""
    step, rest = steps[0], steps[1:]
    found, path = getattr(value, step), f"{path}.{step}"
    if not rest:
        kind: type[msgspec.Struct] = type(value)
        yield path, found, _default(kind, step)
    elif isinstance(found, tuple):
        others = rest[0] == "other"
        for index, item in enumerate(found):
            if not (others and index == billed):
                yield from _at(item, rest[1:] if others else rest, f"{path}[{index}]", billed)
    elif found is not None:
        yield from _at(found, rest, path, billed)


@cache
def _default(kind: type[msgspec.Struct], name: str) -> Any:
    """Return what a field is when nobody has set it."""
    return next(field.default for field in msgspec.structs.fields(kind) if field.name == name)


def _claim(claim: Claim, form: Form, where: str) -> None:
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
    _at_most(claim.lines, form.lines, f"{where}.lines", _SPLIT)
    _diagnoses(claim, form, where)
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
    _kept(claim.other_segments, form.claim_loops, form, where)


def _diagnoses(claim: Claim, form: Form, where: str) -> None:
    institutional = form is INSTITUTIONAL
    if institutional:
        for role, limit in DIAGNOSES_OF_A_ROLE.items():
            _at_most([dx for dx in claim.diagnoses if dx.role == role], limit, f"{where}.diagnoses", _SPLIT)
    else:
        _at_most(claim.diagnoses, form.diagnoses, f"{where}.diagnoses", _SPLIT)
    for index, dx in enumerate(claim.diagnoses):
        place = f"{where}.diagnoses[{index}]"
        if dx.role not in (ROLES if institutional else _NUMBERED):
            message = f"the {form.name} has no diagnosis of role {dx.role!r}."
            _refuse(f"{place}.role", message, "Send it as other.")
        if dx.system not in ("ICD10CM", "ICD9CM"):
            _refuse(f"{place}.system", f"{dx.system!r} is not ICD10CM or ICD9CM.", "Name the code system.")
        if not dx.code:
            _refuse(f"{place}.code", "the diagnosis has no code.", "Enter it, or take the diagnosis out.")


def _institutional(details: InstitutionalDetails, where: str) -> None:
    _at_most(details.procedures, 1 + _CODES, f"{where}.procedures", "Keep those that matter.")
    for field in ("occurrences", "occurrence_spans", "values", "conditions", "treatment_codes"):
        _at_most(getattr(details, field), _CODES, f"{where}.{field}", "Keep those that matter.")
    if details.admission_hour and details.admission_date is None:
        _refuse(f"{where}.admission_hour", "there is an hour but no day of admission.", "Enter the day.")


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
    _kept(coverage.other_segments, COVERAGE_LOOPS, form_of(claim), where)


def _line(line: ServiceLine, form: Form, where: str) -> None:
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
    if form is DENTAL and line.dental is not None:
        _dental(line.dental, f"{where}.dental")
    _kept(line.other_segments, form.line_loops, form, where)


def _dental(details: DentalLine, where: str) -> None:
    _at_most(details.teeth, 32, f"{where}.teeth", "Use more lines.")
    _at_most(details.oral_cavity, 5, f"{where}.oral_cavity", "Use more lines.")
    for index, tooth in enumerate(details.teeth):
        _at_most(tooth.surfaces, 5, f"{where}.teeth[{index}].surfaces", "Name each surface once.")


def _ambulance(ambulance: Any, where: str) -> None:
    if ambulance is not None:
        _at_most(ambulance.conditions, 15, f"{where}.conditions", "Keep those that matter.")


def _adjustments(adjustments: Sequence[Any], where: str) -> None:
    counts: dict[str, int] = {}
    for adjustment in adjustments:
        counts[adjustment.group_code] = counts.get(adjustment.group_code, 0) + 1
    if sum(-(-count // 6) for count in counts.values()) > 5:
        _refuse(where, "these adjustments need more than five CAS segments.", "Add up those that are alike.")


def _kept(segments: Sequence[Any], loops: Sequence[str], form: Form, where: str) -> None:
    orders = form.orders
    for index, segment in enumerate(segments):
        place = f"{where}.other_segments[{index}]"
        if segment.loop not in loops:
            _refuse(place, f"{segment.loop!r} is no loop in which this is written.", "Correct the loop.")
        if not segment.elements or not isinstance(segment.elements[0], str):
            _refuse(place, "the segment does not begin with its id.", "Correct or remove it.")
        if segment.loop not in orders and len(tidy_segment(segment).elements) == 1:
            _refuse(place, "the segment says nothing.", "Remove it, and what followed it in its loop.")


def _at_most(items: Sequence[Any], limit: int, where: str, fix: str) -> None:
    if len(items) > limit:
        _refuse(where, f"there are {len(items)}; an 837 has room for {limit}.", fix)


def _refuse(where: str, message: str, fix: str) -> None:
    raise InvalidValue(message, where=where, fix=fix)
