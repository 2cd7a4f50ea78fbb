"""Does the month add up? The ledger against the payers' own files, claim by claim, and a digest of it all.

The files are read from segments here, apart from the code that read and posted them.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
from django.db.models import Count, Q, Sum

from cleanclaim.primitives import ZERO, Money, money
from cleanclaim.web.accounting.models import Posting
from cleanclaim.web.claims.models import Claim, SubmittedClaim
from cleanclaim.web.demo.thirty_days import Month
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.mailbox import prepared_mailbox
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.x12 import Segment, read_transactions

_CASH = ("cash_clearing", "patient_cash", "unapplied", "provider_adjustment")


class Files(msgspec.Struct):
    """What stands in the files: claims that payers received, and what their 835s say; dollars."""

    received: Counter[tuple[str, str]]
    """How often a claim (CLM01) came to a payer (NM109 of 2010BB) as a new one."""
    paid: dict[str, Money]
    """Sum of CLP04 by claim."""
    answered: set[tuple[str, str]]
    """Claim and payer (REF 2U) of every decision."""
    statuses: Counter[str]
    payments: Money = ZERO
    provider_level: Money = ZERO
    plb: Counter[str] = msgspec.field(default_factory=Counter)
    advices: int = 0


class Reckoning(msgspec.Struct, frozen=True):
    """``wrong``: every equation that does not hold, in words; figures by name; a digest of the state."""

    wrong: tuple[str, ...]
    figures: dict[str, str]
    digest: str


def files_of(month: Month) -> Files:
    """Read all claims that payers took in and all 835s that they handed out."""
    box = prepared_mailbox(month.row.id)
    found = Files(Counter(), defaultdict(lambda: ZERO), set(), Counter())
    for path in sorted((box / "received").glob("*.837")):
        for number, payer in _claims(path):
            found.received[number, payer] += 1
    for path in sorted((box / "outbox").glob("*835*")):
        for transaction in read_transactions(path.read_bytes()):
            found.advices += 1
            _add(found, transaction.segments)
    return found


def _claims(path: Path) -> Iterator[tuple[str, str]]:
    for transaction in read_transactions(path.read_bytes()):
        payer = ""
        before_claim = True
        for segment in transaction.segments:
            if segment.id == "HL":
                before_claim = True
            elif segment.id == "NM1" and segment.get(1) == "PR" and before_claim:
                payer = segment.get(9)
            elif segment.id == "CLM":
                before_claim = False
                if segment.component(5, 3) == "1":
                    yield segment.get(1), payer


def _add(found: Files, segments: tuple[Segment, ...]) -> None:
    payer = ""
    for segment in segments:
        match segment.id:
            case "BPR":
                found.payments += money(segment.get(2))
            case "REF" if segment.get(1) == "2U":
                payer = segment.get(2)
            case "CLP":
                found.paid[segment.get(1)] += money(segment.get(4))
                found.answered.add((segment.get(1), payer))
                found.statuses[segment.get(2)] += 1
            case "PLB":
                for at in range(3, 14, 2):
                    if segment.get(at):
                        found.provider_level += money(segment.get(at + 1))
                        found.plb[segment.component(at, 1)] += 1


def reckon(month: Month) -> Reckoning:
    """Hold the ledger against the files. Call it when a day's morning is done."""
    files = files_of(month)
    with tenant(month.row.id):
        wrong = [*_money(files), *_claims_kept(month, files), *_denials()]
        return Reckoning(tuple(wrong), _figures(files), digest())


def _sums() -> dict[str, Money]:
    rows = Posting.objects.values("account").annotate(debit=Sum("debit"), credit=Sum("credit"))
    return {row["account"]: row["debit"] - row["credit"] for row in rows.order_by("account")}


def _money(files: Files) -> Iterator[str]:
    """Every cent: payments, provider adjustments, charges, and claim by claim."""
    sums: defaultdict[str, Money] = defaultdict(lambda: ZERO, _sums())
    posted = Remittance.objects.filter(state=Remittance.State.POSTED).aggregate(s=Sum("payment"))["s"] or ZERO
    claims_paid = sum(files.paid.values(), ZERO)
    for what, one, other in (
        ("the ledger's entries balance", sum(sums.values(), ZERO), ZERO),
        ("835s: claims paid less provider adjustments", claims_paid - files.provider_level, files.payments),
        ("payments posted", posted, files.payments),
        ("cash in the ledger", sums["cash_clearing"], files.payments),
        ("provider adjustments in the ledger", sums["provider_adjustment"], files.provider_level),
        ("nothing unapplied", sums["unapplied"], ZERO),
    ):
        if one != other:
            yield f"{what}: {one}, not {other}"
    released = Claim.objects.filter(versions__submissions__isnull=False).distinct()
    charged = sum((claim.charge for claim in released), ZERO)
    if charged > -sums["revenue"]:
        yield f"charges in the ledger: {-sums['revenue']}, sent were {charged}"
    rows = (
        Posting.objects.exclude(claim="")
        .exclude(account__in=_CASH)
        .values("claim")
        .annotate(debit=Sum("debit"), credit=Sum("credit"))
        .order_by("claim")
    )
    by_claim = {row["claim"]: row["credit"] - row["debit"] for row in rows}
    # Charge less what is written off and still owed: what was paid. The files say how much that was.
    for number in sorted({*by_claim, *files.paid}):
        if by_claim.get(number, ZERO) != files.paid.get(number, ZERO):
            yield (
                f"claim {number}: {by_claim.get(number, ZERO)} paid in the ledger, "
                f"{files.paid.get(number, ZERO)} in the 835s"
            )


def _claims_kept(month: Month, files: Files) -> Iterator[str]:
    """None lost, none billed twice: every visit has its claim, and every payer of it got it once."""
    visits = Encounter.objects.count()
    due = sum(len(month.arriving(index)) for index in range(month.days))
    if visits != due:
        yield f"{due} visits came in, {visits} are there"
    for row in Encounter.objects.annotate(n=Count("claims")).exclude(n=1).order_by("number"):
        yield f"visit {row.number} is {row.state} and has no claim"
    for (number, payer), times in sorted(files.received.items()):
        if times > 1:
            yield f"claim {number} went to {payer} {times} times"
    sent = Counter(SubmittedClaim.objects.values_list("version__claim__patient_control_number", flat=True))
    got = Counter(number for number, _ in files.received.elements())
    waiting = set(Claim.objects.filter(state="queued").values_list("patient_control_number", flat=True))
    for number in sorted({*sent, *got} - waiting):
        if sent[number] != got[number]:
            yield f"claim {number} was sent {sent[number]} times, payers have it {got[number]} times"
    open_claims = Claim.objects.exclude(state__in=("paid", "denied", "closed", "reversed"))
    listed = set(WorkItem.objects.filter(closed_at=None).values_list("claim", flat=True))
    on_the_way = ("sent", "received", "accepted", "released", "queued", "draft")
    for claim in open_claims.order_by("patient_control_number"):
        if claim.state not in on_the_way and claim.pk not in listed:
            yield f"claim {claim.patient_control_number} is {claim.state}, and nobody has it to do"


def unanswered(month: Month) -> list[str]:
    """Return the claims that a payer got and has not decided."""
    files = files_of(month)
    return [f"{number} by {payer}" for number, payer in sorted(set(files.received) - files.answered)]


def _denials() -> Iterator[str]:
    """Every denial that stands has a case with a deadline, or a case that has ended."""
    denied = ClaimPayment.objects.filter(denied=True, claim__isnull=False).exclude(status="22")
    alone = denied.filter(denials__isnull=True).exclude(
        claim__denials__events__event__in=("denied_again", "upheld")  # the case went on with the newer answer
    )
    for row in alone.select_related("claim").order_by("patient_control_number"):
        yield f"claim {row.patient_control_number}: a denial without a case"
    for case in DenialCase.objects.filter(due=None, closed_at=None).select_related("claim"):
        yield f"claim {case.claim.patient_control_number}: {case.code} has a case without a deadline"


def _figures(files: Files) -> dict[str, str]:
    sums = _sums()
    cases = DenialCase.objects.aggregate(all=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    return {
        "claims": str(Claim.objects.count()),
        "claims by state": json.dumps(
            dict(sorted(Counter(Claim.objects.values_list("state", flat=True)).items()))
        ),
        "claims sent (first and next payers)": str(sum(files.received.values())),
        "835s": str(files.advices),
        "claim payments by status": json.dumps(dict(sorted(files.statuses.items()))),
        "provider adjustments": json.dumps(dict(sorted(files.plb.items()))),
        "paid": str(files.payments),
        "denial cases": f"{cases['all']}, {cases['open']} open",
        **{f"ledger {kind}": str(amount) for kind, amount in sums.items()},
    }


def digest() -> str:
    """Return a digest of the open tenant's money and claims, by names that do not depend on the run.

    Traces, payers' numbers, moments and how claims were put into files are left out.
    """
    balances = (
        Posting.objects.values("account", "claim", "payer", "patient")
        .annotate(debit=Sum("debit"), credit=Sum("credit"))
        .order_by("account", "claim", "payer", "patient")
    )
    state = {
        "ledger": [
            [row["account"], row["claim"], row["payer"], row["patient"], str(row["debit"] - row["credit"])]
            for row in balances
            if row["debit"] != row["credit"]
        ],
        "claims": sorted(Claim.objects.values_list("patient_control_number", "state", "payer_id")),
        "sent": sorted(
            Counter(
                SubmittedClaim.objects.values_list("version__claim__patient_control_number", flat=True)
            ).items()
        ),
        "payments": sorted(
            [*map(str, row)]
            for row in ClaimPayment.objects.values_list(
                "patient_control_number",
                "remittance__payer_id",
                "status",
                "charge",
                "paid",
                "patient_responsibility",
                "remittance__paid_on",
            )
        ),
        "denials": sorted(
            [*map(str, row)]
            for row in DenialCase.objects.values_list(
                "claim__patient_control_number", "payer_id", "code", "billed_line", "amount", "state", "due"
            )
        ),
    }
    return hashlib.sha256(json.dumps(state, default=_plain).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(type(value).__name__)
