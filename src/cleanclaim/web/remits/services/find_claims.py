"""Which of our claims each claim payment of a remittance answers: by number, or left to a person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db.models import F

from cleanclaim.claim import Claim as EngineClaim, decode_claim
from cleanclaim.ledger import JournalEntry as EngineEntry
from cleanclaim.posting import ClaimAccount, KnownClaim, LineMatchedBy, known_claim, match_claim, match_lines
from cleanclaim.primitives import ZERO
from cleanclaim.remittance import ClaimPayment as EnginePayment
from cleanclaim.web.accounting.balances import Owed, booked_charges, entries_of_keys
from cleanclaim.web.accounting.selectors import entries_of_claims
from cleanclaim.web.claims.models import Claim, ClaimVersion
from cleanclaim.web.patients.models import Payer
from cleanclaim.workflow import ClaimState

BEFORE_THE_PAYER = (
    ClaimState.DRAFT,
    ClaimState.HELD,
    ClaimState.CLEAN,
    ClaimState.RELEASED,
    ClaimState.QUEUED,
)
"""No payer has the claim: a decision about it is somebody else's mistake, or of an earlier version."""


class OurClaim(msgspec.Struct, frozen=True):
    """One of our claims: its locked row, its current version, and what matching asks of it."""

    row: Claim
    value: EngineClaim
    known: KnownClaim

    @property
    def number(self) -> str:
        """The patient control number."""
        return self.row.patient_control_number


class Answer(msgspec.Struct, frozen=True):
    """What a claim payment answers. ``billed`` has the billed line by the paid line's position;
    ``changes`` the paid lines that a person should look at."""

    claim: OurClaim
    by: str
    billed: Mapping[int, int | None]
    changes: Sequence[Mapping[str, object]]


def our_claims(rows: Sequence[Claim]) -> list[OurClaim]:
    """Return claims with their current versions, in two queries."""
    documents = dict(
        ClaimVersion.objects.filter(
            claim__in=[row.pk for row in rows], number=F("claim__current_version")
        ).values_list("claim", "document")
    )
    found = []
    for row in rows:
        value = decode_claim(documents[row.pk])
        known = known_claim(value, key=str(row.pk))
        if row.payer_claim_control_number and row.payer_claim_control_number not in known.payer_numbers:
            numbers = (*known.payer_numbers, row.payer_claim_control_number)
            known = msgspec.structs.replace(known, payer_numbers=numbers)
        found.append(OurClaim(row, value, known))
    return found


def find_claims(payments: Sequence[EnginePayment], paying: str) -> dict[int, Answer]:
    """Return, by position, the claim that each payment certainly answers; the rows are locked.

    Certain is a number that one claim has, with a payer who may be the one that pays, and nothing that
    contradicts it. What is not certain is not in the result: a person decides.
    """
    numbers = {each.patient_control_number for each in payments if each.patient_control_number}
    rows = _locked("patient_control_number", numbers)
    taken = {row.patient_control_number for row in rows}
    theirs = {
        each.payer_claim_control_number for each in payments if each.patient_control_number not in taken
    } - {""}
    by_pk = {row.pk: row for row in (*rows, *_locked("payer_claim_control_number", theirs))}
    is_known = Payer.objects.filter(payer_id=paying).exists()
    by_number: dict[str, OurClaim] = {}
    by_theirs: defaultdict[str, list[OurClaim]] = defaultdict(list)
    with_payer = [row for row in by_pk.values() if row.state not in BEFORE_THE_PAYER or row.billed_coverage]
    for ours in our_claims(with_payer):  # one that waits to go to a later payer is with the ones before
        if may_pay(ours, paying, is_known=is_known):
            by_number[ours.number] = ours
            for number in ours.known.payer_numbers:
                by_theirs[number].append(ours)
    found: dict[int, Answer] = {}
    for payment in payments:
        first = by_number.get(payment.patient_control_number)
        asked = [first] if first else by_theirs.get(payment.payer_claim_control_number, [])
        match = match_claim(payment, [each.known for each in asked])
        if match.claim is not None:
            ours = next(each for each in asked if each.known is match.claim)
            found[payment.position] = answer(payment, ours, match.by.value)
    return found


def answer(payment: EnginePayment, ours: OurClaim, by: str) -> Answer:
    """Return that a payment answers a claim, with its lines."""
    matches = match_lines(payment, ours.known.lines)
    given = [each.billed for each in matches if each.billed is not None]
    changes = [
        {"paid": each.paid, "billed": each.billed, "by": each.by.value, "changed": list(each.changed)}
        for each in matches
        if each.changed
        or each.by not in (LineMatchedBy.CONTROL_NUMBER, LineMatchedBy.SAME)
        or given.count(each.billed or 0) > 1
    ]
    return Answer(ours, by, {each.paid: each.billed for each in matches}, changes)


def may_pay(ours: OurClaim, paying: str, *, is_known: bool) -> bool:
    """Return whether a claim's decision can be this payer's.

    A payer's id in an 835 often differs from the one on the 837. For an id that is nobody's and a
    claim with one coverage that is no doubt. Where it is another payer's, or there are several
    coverages, it is open whose money it is, and the claim payment stays unmatched.
    """
    payers = [coverage.payer.payer_id for coverage in ours.value.coverages]
    return paying in payers or (len(payers) <= 1 and not is_known)


def accounts_of(
    answers: Mapping[int, Answer], payments: Sequence[EnginePayment], keys: Sequence[str], paying: str
) -> dict[str, ClaimAccount]:
    """Return what posting needs to know of the claims answered, by their control numbers.

    Entries are loaded where they matter: for claims of which something is taken back, and under the
    keys of these payments.
    """
    claims = {each.claim.number: each.claim for each in answers.values()}
    owed, charges = Owed(claims), booked_charges(claims)
    posted: defaultdict[str, list[EngineEntry]] = defaultdict(list)
    reversed_claims = {
        answers[each.position].claim.number
        for each in payments
        if each.is_reversal and each.position in answers
    }
    for number, entries in entries_of_claims(sorted(reversed_claims)).items():
        posted[number].extend(entries)
    for entry in entries_of_keys(keys):
        for number in {posting.account.claim for posting in entry.postings} - reversed_claims:
            posted[number].append(entry)
    return {
        number: _account(ours, paying, owed, charges.get(number, ZERO), posted.get(number, ()))
        for number, ours in claims.items()
    }


def _account(
    ours: OurClaim, paying: str, owed: Owed, charge: Decimal, posted: Collection[EngineEntry]
) -> ClaimAccount:
    payers = [coverage.payer.payer_id for coverage in ours.value.coverages]
    position = payers.index(paying) if paying in payers else ours.value.billed_coverage
    payer = paying if paying in payers else ours.row.payer_id
    return ClaimAccount(
        patient_control_number=ours.number,
        payer=payer,
        patient=ours.row.patient.number,
        next_payer=next(iter(payers[position + 1 :]), ""),
        open_amount=owed.by_payer(ours.number, payer),
        charge=charge,
        posted=tuple(posted),
    )


def _locked(column: str, values: Collection[str]) -> list[Claim]:
    if not values:
        return []
    rows = Claim.objects.select_for_update(of=("self",)).filter(**{f"{column}__in": sorted(values)})
    return list(rows.select_related("patient").order_by("pk"))


def locked_claim(claim_id: UUID) -> OurClaim:
    """Return one claim with its version, locked."""
    (ours,) = our_claims(
        [Claim.objects.select_for_update(of=("self",)).select_related("patient").get(pk=claim_id)]
    )
    return ours
