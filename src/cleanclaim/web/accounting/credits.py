"""Credit balances: money that came and is owed to nobody's account here, until somebody decides."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Min, Sum

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO
from cleanclaim.web.access import Access
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import Posting
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.access import patients_for
from cleanclaim.web.patients.selectors import payers_billed

MOST = 200
"""Rows of each list, the largest credit first."""

_MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)
_BALANCE = Sum(F("debit") - F("credit"), output_field=_MONEY)


def credits_on_claims(access: Access) -> list[dict[str, Any]]:
    """Return claims on which a payer or the patient has paid more than was owed, the most first."""
    rows = (
        Posting.objects.filter(account__in=[AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT])
        .values("account", "claim", "payer", "patient")
        .annotate(balance=_BALANCE, since=Min("entry__on"))
        .filter(balance__lt=0)
        .order_by("balance", "claim")[:MOST]
    )
    found = list(rows)
    claims = {
        claim.patient_control_number: claim
        for claim in claims_for(access, Permission.SEE_MONEY)
        .filter(patient_control_number__in=[row["claim"] for row in found])
        .select_related("patient")
    }
    payers = payers_billed()
    return [
        {
            "claim": claims[row["claim"]],
            "who": payers.get(row["payer"], row["payer"])
            if row["account"] == AccountKind.RECEIVABLE_PAYER
            else "the patient",
            "credit": -row["balance"],
            "since": row["since"],
        }
        for row in found
        if row["claim"] in claims
    ]


def credits_of_patients(access: Access) -> list[dict[str, Any]]:
    """Return patients who have paid what is applied to no claim."""
    rows = (
        Posting.objects.filter(account=AccountKind.UNAPPLIED)
        .exclude(patient="")
        .values("patient")
        .annotate(balance=_BALANCE, since=Min("entry__on"))
        .filter(balance__lt=0)
        .order_by("balance")[:MOST]
    )
    found = {row["patient"]: row for row in rows}
    mine = patients_for(access, Permission.SEE_MONEY).filter(number__in=list(found))
    return sorted(
        (
            {
                "patient": patient,
                "credit": -found[patient.number]["balance"],
                "since": found[patient.number]["since"],
            }
            for patient in mine
        ),
        key=lambda row: -row["credit"],
    )


def credits_of_payers(access: Access) -> list[dict[str, Any]]:
    """Return payers whose money is applied to no claim; the organization's, so for who sees all of it."""
    if not access.may_everywhere(Permission.SEE_MONEY):
        return []
    rows = (
        Posting.objects.filter(account=AccountKind.UNAPPLIED, patient="")
        .values("payer")
        .annotate(balance=_BALANCE)
        .filter(balance__lt=0)
        .order_by("balance")[:MOST]
    )
    payers = payers_billed()
    return [
        {"payer": row["payer"], "name": payers.get(row["payer"], row["payer"]), "credit": -row["balance"]}
        for row in rows
    ]


def debtors_of(claim: Claim) -> Sequence[dict[str, Any]]:
    """Return who owes, or has a credit, on a claim: each payer of it in order, then the patient."""
    owed, number = Owed([claim.patient_control_number]), claim.patient_control_number
    rows: list[dict[str, Any]] = []
    for coverage in claim.value().coverages:
        key = coverage.payer.payer_id
        if all(row["key"] != key for row in rows):
            rows.append({"key": key, "name": coverage.payer.name, "owes": owed.by_payer(number, key)})
    rows.append({"key": "patient", "name": "the patient", "owes": owed.by_patient(number)})
    return rows


def total(rows: Sequence[dict[str, Any]]) -> Decimal:
    """Return the sum of the credits of rows, in dollars."""
    return sum((row["credit"] for row in rows), ZERO)
