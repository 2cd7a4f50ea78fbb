"""Compare what payers allowed with what was agreed, when their answers are posted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Min, Sum

from cleanclaim.parameters import Deadline
from cleanclaim.posting import known_lines
from cleanclaim.pricing import NotPriced
from cleanclaim.primitives import CleanclaimError, show_money
from cleanclaim.remittance import ClaimPayment as EnginePayment
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.agreed import TOLERANCE, contracts_of, expected_of
from cleanclaim.web.denials.denied import as_answered
from cleanclaim.web.denials.models import Variance
from cleanclaim.web.engine import parameters
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow.underpayments import ClaimVariance, Verdict, compare, expected_lines

_STANDING = (Variance.State.OPEN, Variance.State.DISPUTED)
_DIFFERS = (Verdict.UNDERPAID, Verdict.OVERPAID)


def compare_payments(
    *,
    remittance: Remittance,
    payments: Sequence[EnginePayment],
    claims: Mapping[int, Claim],
    at: datetime,
) -> int:
    """Keep the lines of a posted remittance that were allowed otherwise than agreed; return how many.

    Nothing is compared without a contract with the payer. A contract file that cannot be read stops
    nothing: it becomes work with its reason. Again for the same claim payments it keeps nothing twice.
    """
    try:
        contracts = contracts_of(remittance.organization_id)
    except CleanclaimError as error:
        open_item(
            key="contracts:unreadable",
            kind=WorkItem.Kind.REVIEW,
            reason=f"The contracts cannot be read, so nothing is compared with them: {error}",
            remittance=remittance,
            at=at,
        )
        return 0
    if not contracts:
        return 0
    mine = {contract.payer_id for contract in contracts}
    rows = {row.position: row for row in remittance.payments.all()}
    kept = 0
    groups: set[tuple[str, str, str]] = set()
    for payment in payments:
        claim = claims.get(payment.position)
        if claim is None or payment.is_reversal:
            continue
        value = as_answered(claim.value(), remittance.payer_id)
        payer = value.coverage.payer.payer_id
        if payer not in mine:
            continue
        expected = expected_of(contracts, value)
        if isinstance(expected, NotPriced):
            continue
        found = compare(
            payment,
            known_lines(value),
            expected_lines(expected),
            payer=payer,
            contract=expected.price.contract,
            tolerance=TOLERANCE,
            parameters=parameters(),
            payer_id=payer,
            remitted_on=remittance.paid_on or at.date(),
        )
        row = rows[payment.position]
        groups |= _end_earlier(claim, row, found, at)
        groups |= _keep(claim, row, found, at)
        kept += sum(each.verdict in _DIFFERS for each in found.variances)
    for payer, contract, term in sorted(groups):
        list_group(payer_id=payer, contract=contract, term=term, remittance=remittance, at=at)
    return kept


def _keep(claim: Claim, row: ClaimPayment, found: ClaimVariance, at: datetime) -> set[tuple[str, str, str]]:
    groups = set()
    due = found.dispute_by.last_day if isinstance(found.dispute_by, Deadline) else None
    for each in found.variances:
        if each.verdict not in _DIFFERS or each.expected is None:
            continue
        Variance.objects.get_or_create(
            payment=row,
            first_line=each.lines[0],
            defaults={
                "practice_id": claim.practice_id,
                "claim": claim,
                "payer_id": found.payer,
                "contract": found.contract[:80],
                "term": each.term[:120],
                "basis": f"contract {found.contract}, term {each.term}"[:200],
                "lines": list(each.lines),
                "verdict": each.verdict.value,
                "expected": each.expected,
                "allowed": each.allowed,
                "difference": each.difference,
                "reason": each.reason[:200],
                "derivation": list(each.derivation),
                "due": due,
                "found_at": at,
            },
        )
        groups.add((found.payer, found.contract[:80], each.term[:120]))
    return groups


def _end_earlier(
    claim: Claim, row: ClaimPayment, found: ClaimVariance, at: datetime
) -> set[tuple[str, str, str]]:
    """End what stood of an earlier decision about the same lines: paid as agreed now, or found anew."""
    still = {each.lines[0] for each in found.variances if each.verdict in _DIFFERS}
    answered = {
        number
        for each in found.variances
        for number in each.lines
        if each.verdict is not Verdict.NOT_COMPARED
    }
    groups = set()
    earlier = Variance.objects.filter(claim=claim, state__in=_STANDING).exclude(payment=row)
    for each in earlier:
        if each.first_line not in answered:
            continue
        again = each.first_line in still
        each.state = Variance.State.ACCEPTED if again else Variance.State.RECOVERED
        each.outcome = "decided again, and found anew" if again else "decided again: as agreed now"
        each.closed_at = at
        each.save(update_fields=["state", "outcome", "closed_at"])
        groups.add((each.payer_id, each.contract, each.term))
    return groups


def list_group(
    *, payer_id: str, contract: str, term: str, remittance: Remittance | None, at: datetime
) -> None:
    """List what one term was paid short as one piece of work; close it when nothing of it stands open."""
    key = f"short:{payer_id}:{contract}:{term}"[:199] + ":"
    rows = Variance.objects.filter(
        payer_id=payer_id,
        contract=contract,
        term=term,
        verdict=Variance.Verdict.UNDERPAID,
        state=Variance.State.OPEN,
    )
    found = rows.aggregate(missing=Sum("difference"), due=Min("due"))
    if found["missing"] is None:
        close_items(prefix=key, at=at, outcome="nothing of it stands open")
        return
    missing = -Decimal(found["missing"])
    reason = (
        f"{payer_id} paid {show_money(missing)} less than {contract} agrees for {term or 'the default'}: "
        "dispute it under Denials, Paid short."
    )
    item = open_item(
        key=key,
        kind=WorkItem.Kind.REVIEW,
        reason=reason,
        amount=missing,
        due=found["due"],
        remittance=remittance,
        at=at,
    )
    item.amount, item.due, item.reason = missing, found["due"], reason
    item.save(update_fields=["amount", "due", "reason"])
