"""For which reasons a payer denies a line, in the order of ``docs/algorithms/adjudication.md``."""

from collections.abc import Mapping
from datetime import date

import msgspec

from cleanclaim.codesets import Store
from cleanclaim.parameters import (
    MEMBER_ENDED_MARK,
    BenefitPlan,
    PayerTerms,
    last_filing_day,
    member_digits,
)
from cleanclaim.pricing import Contract
from cleanclaim.simulator.code_rules import Billed, CodeRules
from cleanclaim.simulator.memory import LineDecision, Memory
from cleanclaim.simulator.submitted import SubmittedClaim, SubmittedLine


class Terms(msgspec.Struct, frozen=True):
    """What a decision rests on besides the claim: the payer's terms, contract, settings, day, tables."""

    payer: PayerTerms
    contract: Contract
    settings: Mapping[str, str]
    received: date
    store: Store | None = None


class Denial(msgspec.Struct, frozen=True):
    """Why a line is denied: group code, CARC, remarks."""

    group: str
    carc: str
    remarks: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """One claim on the desk, with the member's plan, whose accumulators count, and the memory."""

    claim: SubmittedClaim
    terms: Terms
    plan: BenefitPlan
    member: str
    memory: Memory


def denial_of(case: Case, line: SubmittedLine, base: LineDecision) -> Denial | None:
    """Return the first reason for which the line is not paid at all."""
    claim, terms, plan = case.claim, case.terms, case.plan
    payer = terms.payer
    if base.fingerprint in case.memory.line_fingerprints:
        return Denial("CO", "18")
    if is_marked(claim, plan, MEMBER_ENDED_MARK) and base.first_day > plan.ended_on:
        return Denial("PR", "27")
    first_time = claim.frequency == "1" and claim.sequence == "P"
    if first_time and terms.received > last_filing_day(payer.filing, base.first_day):
        return Denial("CO", "29", ("N211",) if payer.kind == "medicare" else ())
    authorized = claim.loop.first("REF", "G1").get(2) or line.loop.first("REF", "G1").get(2)
    if line.code in payer.authorization_required and not authorized:
        return Denial("CO", "197")
    if line.code in payer.not_covered:
        return Denial("PR" if payer.kind == "commercial" else "CO", "96", ("N130",))
    wanted = payer.diagnosis_required.get(line.code, "").split()
    pointed = _pointed(claim, line)
    if wanted and claim.kind == "professional" and not any(c.startswith(tuple(wanted)) for c in pointed):
        return Denial("CO", "11")
    return _by_tables(case, line, base)


def _by_tables(case: Case, line: SubmittedLine, base: LineDecision) -> Denial | None:
    """Return the denial by Medicare's tables, as far as this payer goes by them and they are loaded."""
    claim, terms = case.claim, case.terms
    if claim.kind == "dental" or claim.inpatient or base.qualifier != "HC":
        return None
    billing = claim.billing.loop.party("85")
    rules = CodeRules(
        store=terms.store,
        used=terms.payer.code_edits,
        facility=claim.kind == "institutional",
        state=billing.first("N4").get(2),
    )
    billed = _billed(claim, line)
    rendering = claim.loop.party("82").head.get(9) or claim.billing_npi
    before = case.memory.services.get((case.member, base.first_day, rendering), [])
    if rules.not_necessary(billed):
        return Denial("CO", "50", ("N115",))
    if rules.too_many(billed, before):
        return Denial("CO", "151", ("N362",))
    others = [_billed(claim, other) for other in claim.lines if other is not line]
    others += [Billed(each.code, each.modifiers, each.units, each.first_day) for each in before]
    return Denial("CO", "236") if rules.bundled_into(billed, others) else None


def _billed(claim: SubmittedClaim, line: SubmittedLine) -> Billed:
    assert line.first_day is not None and line.units is not None  # noqa: PT018
    return Billed(line.code, line.modifiers, line.units, line.first_day, tuple(_pointed(claim, line)))


def _pointed(claim: SubmittedClaim, line: SubmittedLine) -> list[str]:
    """Return the diagnoses that justify a line: those pointed at, or all where there are no pointers."""
    codes = [code for _, code in claim.diagnoses]
    pointers = [int(pointer) for pointer in line.pointers if pointer.isdigit()]
    return [codes[pointer - 1] for pointer in pointers if 0 < pointer <= len(codes)] if pointers else codes


def is_marked(claim: SubmittedClaim, plan: BenefitPlan, mark: str) -> bool:
    """Whether the member's number says something about a demonstration member."""
    return member_digits(plan, claim.member_id).startswith(mark)
