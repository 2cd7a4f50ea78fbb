"""Claims on which a payer has paid more than it owes, as the ledger shows it."""

from typing import Any

from django.db.models import F, QuerySet, Sum

from cleanclaim.ledger import AccountKind
from cleanclaim.web.accounting.models import Posting
from cleanclaim.web.claims.models import Claim

MOST = 200


def claims_in_credit(claims: QuerySet[Claim]) -> list[dict[str, Any]]:
    """Return claims among these with a payer's credit: ``claim``, ``payer_id``, ``credit`` in dollars."""
    found = (
        Posting.objects.filter(account=AccountKind.RECEIVABLE_PAYER)
        .values("claim", "payer")
        .annotate(balance=Sum(F("debit") - F("credit")))
        .filter(balance__lt=0)
        .order_by("balance", "claim")[:MOST]
    )
    rows = list(found)
    known = {
        claim.patient_control_number: claim
        for claim in claims.filter(patient_control_number__in=[row["claim"] for row in rows]).select_related(
            "patient"
        )
    }
    return [
        {"claim": known[row["claim"]], "payer_id": row["payer"], "credit": -row["balance"]}
        for row in rows
        if row["claim"] in known
    ]
