"""Appeals and reopenings as this payer takes them: a value comes in, a decision some days later.

What convinces it is invented, and plain: its own mistake is put right when it is told of it; a denial
for want of something falls when that is sent; what the contract or the plan says stays.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from cleanclaim.parameters import PayerTerms
from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.simulator.memory import DecidedClaim

_DAYS = {"reopening": 7, "reconsideration": 14, "appeal": 21}
"""Days to a decision by what is asked for; invented, far shorter than what the law allows payers."""
_TIME = {"medicare": 120, "medicaid": 90, "commercial": 180}
"""Days from the receipt of the claim within which it may be asked for; invented."""
CONVINCES: Mapping[str, str] = {
    "50": "records",
    "151": "records",
    "197": "authorization",
    "29": "proof_of_filing",
    "18": "records",
    "11": "records",
    "97": "records",
    "236": "records",
}
"""By reason of the denial: the evidence without which nothing changes, where there was no mistake."""


class Appeal(msgspec.Struct, frozen=True):
    """What a provider asks of a payer about a decided claim.

    ``claim_number`` is the payer's (CLP07); ``kind`` reopening, reconsideration or appeal;
    ``evidence`` names what is enclosed: records, authorization, proof_of_filing.
    """

    claim_number: str
    kind: str = "appeal"
    reason: str = ""
    evidence: tuple[str, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """Not taken (``refused`` says why), or decided on ``due``; ``upheld`` says why nothing changes."""

    due: date
    upheld: str = ""
    refused: str = ""


def judged(asked: Appeal, claim: DecidedClaim, terms: PayerTerms, received: date) -> Judgement:
    """Return when an appeal will be decided and how."""
    nobody = Judgement(received)
    if asked.kind not in _DAYS:
        return msgspec.structs.replace(nobody, refused=f"Nobody here decides a {asked.kind!r}.")
    if received > claim.received + timedelta(days=_TIME.get(terms.kind, 180)):
        return msgspec.structs.replace(nobody, refused="The time in which it could be asked for is over.")
    due = next_working_day(received + timedelta(days=_DAYS[asked.kind]))
    if claim.right:
        return Judgement(due)
    reasons = {carc for line in claim.lines if line.denied for _, carc, _ in line.adjustments}
    if not reasons:
        return Judgement(due, upheld="The claim was paid as the contract says.")
    wanted = {CONVINCES[reason] for reason in reasons if reason in CONVINCES}
    if not wanted or not claim.otherwise:
        return Judgement(due, upheld="The plan, or the contract, does not pay for it.")
    missing = sorted(wanted - set(asked.evidence))
    if missing:
        return Judgement(due, upheld=f"What it takes was not sent: {', '.join(missing).replace('_', ' ')}.")
    return Judgement(due)


def letter(claim: DecidedClaim, upheld: str, on: date) -> str:
    """Return the payer's letter, without the patient's name."""
    decision = (
        f"The decision stands. {upheld}" if upheld else "The decision is changed; a payment advice follows."
    )
    return (
        f"{on}\nYour claim {claim.control_number}, our number {claim.number}\n"
        f"{decision}\nThis payer is invented and so is this letter.\n"
    )
