"""Which of our claims a claim payment answers: by number, else candidates for a person to confirm.

Pure: the caller hands in the claims that may come into question. Nothing but an exact number with
no contradiction is taken without a person; a score orders candidates, it never decides.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.posting.line_matching import KnownLine, known_lines
from cleanclaim.primitives import DateRange, Money, show_money
from cleanclaim.remittance import ClaimPayment

LEAST_SCORE = 40
"""Points below which a claim is no candidate."""


class KnownClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One of our claims, as far as matching asks. ``key`` is the caller's own and comes back.

    ``payer_numbers`` are the numbers that payers gave it (REF F8, earlier CLP07); ``charge`` in dollars.
    """

    key: str
    patient_control_number: str
    charge: Money
    payer_numbers: tuple[str, ...] = ()
    last_name: str = ""
    first_name: str = ""
    member_ids: tuple[str, ...] = ()
    rendering_npi: str = ""
    dates: DateRange | None = None
    lines: tuple[KnownLine, ...] = ()


class MatchedBy(StrEnum):
    """How a claim payment found its claim."""

    CONTROL_NUMBER = "control_number"
    PAYER_NUMBER = "payer_number"
    NOTHING = "nothing"  # a person chooses among the candidates, if there are any


class Candidate(msgspec.Struct, frozen=True):
    """A claim that may be meant: its points (0 to 100), what speaks for it and what against."""

    claim: KnownClaim
    score: int
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


class Match(msgspec.Struct, frozen=True):
    """What was found. ``claim`` is set only where a number decides; ``candidates`` are best first."""

    by: MatchedBy
    claim: KnownClaim | None
    candidates: tuple[Candidate, ...]


def known_claim(claim: Claim, *, key: str = "") -> KnownClaim:
    """Return what matching asks of a claim; ``key`` defaults to its patient control number."""
    patient = claim.patient.name
    return KnownClaim(
        key=key or claim.patient_control_number,
        patient_control_number=claim.patient_control_number,
        charge=claim.charge,
        payer_numbers=tuple(
            each.payer_claim_control_number for each in claim.coverages if each.payer_claim_control_number
        ),
        last_name=patient.last,
        first_name=patient.first,
        member_ids=tuple(each.member_id for each in claim.coverages if each.member_id),
        rendering_npi=claim.rendering.npi if claim.rendering else "",
        dates=claim.service_dates,
        lines=known_lines(claim),
    )


def match_claim(payment: ClaimPayment, claims: Iterable[KnownClaim]) -> Match:
    """Return the claim that a payment answers, or candidates for a person, best first.

    The patient control number decides when exactly one claim has it and neither the patient nor the
    whole content contradicts; then the payer's own number likewise. Otherwise all claims with at least
    ``LEAST_SCORE`` points are candidates, each with its reasons and doubts.
    """
    known = list(claims)
    number = payment.patient_control_number
    by_number = [each for each in known if number and each.patient_control_number == number]
    if len(by_number) == 1 and not _contradicts(payment, by_number[0]):
        return Match(MatchedBy.CONTROL_NUMBER, by_number[0], ())
    theirs = payment.payer_claim_control_number
    by_payer = [each for each in known if theirs and theirs in each.payer_numbers]
    if not by_number and len(by_payer) == 1 and not _contradicts(payment, by_payer[0]):
        return Match(MatchedBy.PAYER_NUMBER, by_payer[0], ())
    return Match(MatchedBy.NOTHING, None, candidates(payment, known))


def candidates(payment: ClaimPayment, claims: Iterable[KnownClaim]) -> tuple[Candidate, ...]:
    """Return the claims that a payment may answer, best first; equal ones by their key."""
    found = (_candidate(payment, claim) for claim in claims)
    kept = [each for each in found if each.score >= LEAST_SCORE]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.claim.key)))


def _contradicts(payment: ClaimPayment, claim: KnownClaim) -> bool:
    """Return whether a number fits and nothing else does: another patient, other money and other codes."""
    differing = [
        _same_name(payment.patient_last_name, claim.last_name) is False,
        abs(payment.charge) != claim.charge,
        bool(_codes(payment)) and bool(claim.lines) and not _shared_codes(payment, claim),
    ]
    return differing[0] and (differing[1] or differing[2])


def _candidate(payment: ClaimPayment, claim: KnownClaim) -> Candidate:
    points = 0
    reasons: list[str] = []
    doubts: list[str] = []
    for gained, reason, doubt in (
        _by_number(payment, claim),
        _by_payer_number(payment, claim),
        _by_member(payment, claim),
        _by_name(payment, claim),
        _by_dates(payment, claim),
        _by_charge(payment, claim),
        _by_codes(payment, claim),
    ):
        points += gained
        if reason:
            reasons.append(reason)
        if doubt:
            doubts.append(doubt)
    return Candidate(claim, min(100, points), tuple(reasons), tuple(doubts))


_Said = tuple[int, str, str]


def _by_number(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    sent, ours = _plain(payment.patient_control_number), _plain(claim.patient_control_number)
    if not sent or not ours:
        return 0, "", ""
    if payment.patient_control_number == claim.patient_control_number:
        return 50, "the patient control number is the same", ""
    if sent == ours:
        return 40, "the control number is the same but for zeros, case and punctuation", ""
    if min(len(sent), len(ours)) >= 6 and (ours.startswith(sent) or sent.startswith(ours)):
        return 30, "one control number is the beginning of the other", ""
    return 0, "", ""


def _by_payer_number(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    if payment.payer_claim_control_number and payment.payer_claim_control_number in claim.payer_numbers:
        return 40, "the payer's own number is the same", ""
    return 0, "", ""


def _by_member(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    sent = _plain(payment.member_id)
    if not sent or not claim.member_ids:
        return 0, "", ""
    if sent in {_plain(each) for each in claim.member_ids}:
        return 20, "the member number is the same", ""
    return 0, "", "the member number is another"


def _by_name(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    last = _same_name(payment.patient_last_name, claim.last_name)
    first = _same_name(payment.patient_first_name, claim.first_name)
    if last and first:
        return 15, "the patient's name is the same", ""
    if _same_name(payment.patient_last_name, claim.first_name) and _same_name(
        payment.patient_first_name, claim.last_name
    ):
        return 12, "the patient's names are exchanged", ""
    if last:
        return 8, "the patient's last name is the same", "the first name is another" if first is False else ""
    return 0, "", "the patient's name is another" if last is False else ""


def _by_dates(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    sent = _dates(payment)
    if sent is None or claim.dates is None:
        return 0, "", ""
    if sent == claim.dates:
        return 20, "the days of service are the same", ""
    if sent.start <= claim.dates.end and claim.dates.start <= sent.end:
        return 10, "the days of service overlap", ""
    return 0, "", "the days of service are others"


def _by_charge(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    if abs(payment.charge) == claim.charge:
        return 20, "the charge is the same", ""
    if any(abs(payment.charge) == line.charge for line in claim.lines):
        return 8, "the charge is that of one line: the payer may have split the claim", ""
    return (
        0,
        "",
        f"the payer answers {show_money(abs(payment.charge))}, billed were {show_money(claim.charge)}",
    )


def _by_codes(payment: ClaimPayment, claim: KnownClaim) -> _Said:
    sent = _codes(payment)
    if not sent or not claim.lines:
        return 0, "", ""
    shared = _shared_codes(payment, claim)
    if not shared:
        return 0, "", "no procedure is the same"
    return 20 * len(shared) // len(sent), f"{len(shared)} of {len(sent)} procedures are the same", ""


def _codes(payment: ClaimPayment) -> frozenset[str]:
    return frozenset(
        line.submitted_code or line.code or line.revenue_code
        for line in payment.lines
        if line.submitted_code or line.code or line.revenue_code
    )


def _shared_codes(payment: ClaimPayment, claim: KnownClaim) -> frozenset[str]:
    ours = {code for line in claim.lines for code in (line.code, line.revenue_code) if code}
    return frozenset(_codes(payment) & ours)


def _dates(payment: ClaimPayment) -> DateRange | None:
    if payment.statement is not None:
        return payment.statement
    days: Sequence[DateRange] = [line.dates for line in payment.lines if line.dates is not None]
    if not days:
        return None
    return DateRange(min(each.start for each in days), max(each.end for each in days))


def _plain(number: str) -> str:
    return "".join(each for each in number.upper() if each.isalnum()).lstrip("0")


def _same_name(sent: str, ours: str) -> bool | None:
    """Return whether two names are one; nothing where either is missing."""
    one, other = _letters(sent), _letters(ours)
    if not one or not other:
        return None
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 4 and longer.startswith(shorter))


def _letters(name: str) -> str:
    return "".join(each for each in name.upper() if each.isalpha())
