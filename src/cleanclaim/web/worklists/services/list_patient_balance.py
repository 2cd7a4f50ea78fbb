"""What a patient owes on a claim is work as long as it is owed."""

from datetime import datetime

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import show_money
from cleanclaim.web.accounting.selectors import balance
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item


def list_patient_balance(*, claim: Claim, at: datetime) -> None:
    """List what the patient owes on a claim, with the amount of now; close it when nothing is owed."""
    key = f"patient:{claim.patient_control_number}:"
    owed = balance(AccountKind.RECEIVABLE_PATIENT, claim=claim.patient_control_number)
    if owed <= 0:
        close_items(prefix=key, at=at, outcome="the patient owes nothing")
        return
    reason = f"The patient owes {show_money(owed)} after the payer’s decision."
    item = open_item(
        key=key, kind=WorkItem.Kind.PATIENT_BALANCE, reason=reason, amount=owed, claim=claim, at=at
    )
    if item.amount != owed:
        item.amount, item.reason = owed, reason
        item.save(update_fields=["amount", "reason"])
