"""The words with which a letter begins: a template filled from claim, answer, record and dates.

What only a person can say stands as ``[To fill: …]``; a letter with such a place is not sent.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from cleanclaim.claim import Address, Claim as EngineClaim, Name
from cleanclaim.primitives import dotted, show_money
from cleanclaim.remittance import Cause

TO_FILL = "[To fill:"


class LetterFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter about a denial is made of. Dates are days; ``policy`` cites the rules relied on."""

    today: date
    kind: str
    level_name: str
    practice: str
    npi: str
    payer: str
    claim: EngineClaim
    payers_number: str
    decided_on: date
    trace: str
    line: int | None
    code: str
    said: str
    remarks: Sequence[str]
    amount: str
    cause: Cause
    due: date | None
    due_sources: Sequence[str]
    policy: Sequence[str]
    evidence: Sequence[tuple[str, str]]
    proof: Sequence[tuple[date, str]]


_WHY: dict[Cause, str] = {
    Cause.AUTHORIZATION: (
        "The service was authorized, or the circumstances did not allow to ask beforehand. "
        "[To fill: the authorization's number and date, or why none could be asked for.]"
    ),
    Cause.BENEFIT_LIMIT: (
        "The record shows why this patient needs more than the limit. "
        "[To fill: which exception of the plan applies.]"
    ),
    Cause.BUNDLING: (
        "The service was separate and distinct from the one that it was counted into: another site, "
        "session, injury or problem, as the record shows. "
        "[To fill: what was separate, and which modifier says so.]"
    ),
    Cause.CODING: (
        "The codes say what the record documents. [To fill: which code was doubted, and the words for it.]"
    ),
    Cause.COORDINATION: (
        "No other insurance comes before this one for the day of service. [To fill: how that is known.]"
    ),
    Cause.DOCUMENTATION: "The parts of the record that were asked for are enclosed.",
    Cause.DUPLICATE: ("This is not a repetition: two services were given. [To fill: what tells them apart.]"),
    Cause.ELIGIBILITY: (
        "The patient was covered on the day of service. [To fill: the eligibility answer and its date.]"
    ),
    Cause.MEDICAL_NECESSITY: (
        "The service was reasonable and necessary for this patient: the excerpts of the record below show "
        "the findings that the policy asks for. [To fill: each criterion of the policy, and where it is met.]"
    ),
    Cause.MISSING_INFORMATION: "What was missing is given here. [To fill: the information.]",
    Cause.NON_COVERED: (
        "The plan covers the service. [To fill: the section of the plan or policy that says so.]"
    ),
    Cause.PAYMENT_RULES: (
        "The amount is not what was agreed. [To fill: the term of the contract and the amount by it.]"
    ),
    Cause.PROVIDER: (
        "The provider was enrolled and eligible on the day of service. [To fill: the enrolment and its date.]"
    ),
    Cause.TIMELY_FILING: (
        "The claim was filed in time. The acknowledgements listed below and enclosed show when it was "
        "received."
    ),
}
_OTHER = "[To fill: why the decision is wrong.]"

_ASKS = {
    "appeal": "We ask for a {level} of your decision and for payment of the service.",
    "reopening": "We ask you to reopen your decision: it rests on a clerical error.",
    "records": "You asked for records. They are enclosed; please decide the service with them.",
    "dispute": "We dispute the amount of your decision.",
}


def first_text(facts: LetterFacts) -> str:
    """Return the letter as it begins; paragraphs are parted by empty lines."""
    level = facts.level_name or "appeal"
    parts = [
        f"{facts.today:%B} {facts.today.day}, {facts.today.year}",
        _payer(facts),
        _about(facts, level),
        "To whom it may concern:",
        f"{_ASKS[facts.kind].format(level=level.lower())} On {_day(facts.decided_on)} you refused "
        f"{facts.amount} with {facts.code}: {facts.said}"
        + (f" (remarks {', '.join(facts.remarks)})." if facts.remarks else "."),
    ]
    if facts.kind != "records":
        parts.append(_WHY.get(facts.cause, _OTHER))
    parts += _authority(facts)
    if facts.evidence:
        parts.append("The record says:")
        parts += [f"{code}: “{words}”" for code, words in facts.evidence]
    elif facts.kind == "appeal":
        parts.append(f"{TO_FILL} the words of the record that answer the reason.]")
    if facts.proof:
        parts.append("The claim was sent and received:")
        parts += [f"{_day(day)}: {what}" for day, what in facts.proof]
    elif facts.cause is Cause.TIMELY_FILING:
        parts.append(f"{TO_FILL} the proof of timely filing.]")
    parts += [
        "Please send your decision in writing to the address above.",
        f"Sincerely,\n\n\n{facts.practice}\nNPI {facts.npi}",
    ]
    return "\n\n".join(parts)


def _payer(facts: LetterFacts) -> str:
    address = facts.claim.coverage.payer.address
    lines = [facts.payer, *(_address(address) if address else [f"{TO_FILL} the address for appeals.]"])]
    return "\n".join(lines)


def _address(address: Address) -> list[str]:
    town = f"{address.city}, {address.state} {address.zip_code}".strip(", ")
    return [line for line in (address.line1, address.line2, town) if line]


def _about(facts: LetterFacts, level: str) -> str:
    claim = facts.claim
    dates = claim.service_dates
    rows = [
        f"Re: {level}" if facts.kind == "appeal" else f"Re: {facts.kind}",
        f"Claim {claim.patient_control_number}"
        + (f", your number {facts.payers_number}" if facts.payers_number else ""),
        f"Patient {_name(claim.patient.name)}, member number {claim.coverage.member_id or 'not given'}",
    ]
    if dates is not None:
        rows.append(
            f"Service of {_day(dates.start)}" + (f" to {_day(dates.end)}" if dates.end != dates.start else "")
        )
    if facts.line is not None and 0 < facts.line <= len(claim.lines):
        line = claim.lines[facts.line - 1]
        code = "-".join((line.code or line.revenue_code, *line.modifiers))
        charge = f", {show_money(line.charge)} charged" if line.charge is not None else ""
        rows.append(f"Line {facts.line}: {code}{charge}")
    rows.append(f"Diagnoses {', '.join(dotted(dx.code) for dx in claim.numbered_diagnoses)}")
    rows.append(f"Remittance {facts.trace} of {_day(facts.decided_on)}")
    return "\n".join(rows)


def _authority(facts: LetterFacts) -> list[str]:
    parts = []
    if facts.due is not None:
        by = f" ({'; '.join(facts.due_sources)})" if facts.due_sources else ""
        parts.append(f"This request is in time: its last day is {_day(facts.due)}{by}.")
    if facts.policy:
        parts.append(f"We rely on: {'; '.join(facts.policy)}.")
    elif facts.kind == "appeal":
        parts.append(f"{TO_FILL} the policy, or the section of the contract, that is relied on.]")
    return parts


def _name(name: Name) -> str:
    return " ".join(part for part in (name.first, name.middle, name.last, name.suffix) if part)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
