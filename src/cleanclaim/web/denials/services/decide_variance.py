"""What a person decides about amounts that differ: dispute them by letter, or let them be."""

from collections.abc import Sequence
from datetime import datetime

from cleanclaim.primitives import ZERO, InvalidValue, show_money
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.denials.models import Letter, Variance
from cleanclaim.web.denials.services.compare_payments import list_group
from cleanclaim.web.denials.services.write_letter import begin_dispute
from cleanclaim.web.patients.selectors import payers_billed


def dispute(*, variances: Sequence[Variance], actor: Actor, at: datetime) -> Letter:
    """Begin one letter about amounts that one term of one contract was paid short.

    Raises ``InvalidValue`` unless all are open, paid short, and of one practice, payer, contract and term.
    """
    rows = list(
        Variance.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in variances])
        .select_related("claim", "practice")
        .order_by("claim__date_of_service", "pk")
    )
    if not rows:
        raise InvalidValue("nothing stands open there.", fix="Look at the list again.")
    groups = {(row.practice_id, row.payer_id, row.contract, row.term) for row in rows}
    if len(groups) > 1:
        raise InvalidValue("one letter disputes one term of one contract of one practice.")
    if any(row.state != Variance.State.OPEN or row.verdict != Variance.Verdict.UNDERPAID for row in rows):
        raise InvalidValue("only what was paid short and stands open is disputed.")
    first = rows[0]
    letter = begin_dispute(variances=rows, text=_text(rows, at), actor=actor, at=at)
    list_group(payer_id=first.payer_id, contract=first.contract, term=first.term, remittance=None, at=at)
    return letter


def accept(*, variances: Sequence[Variance], reason: str, actor: Actor, at: datetime) -> int:
    """Let amounts be as they are, with a reason; returns how many."""
    said = reason.strip()[:200]
    if not said:
        raise InvalidValue("letting it be needs a reason.", where="Reason", fix="Say why.")
    rows = list(
        Variance.objects.select_for_update(of=("self",)).filter(
            pk__in=[each.pk for each in variances], state=Variance.State.OPEN
        )
    )
    if not rows:
        raise InvalidValue("nothing stands open there.", fix="Look at the list again.")
    for row in rows:
        row.state, row.outcome, row.closed_at = Variance.State.ACCEPTED, said, at
        row.save(update_fields=["state", "outcome", "closed_at"])
        record(actor=actor, action="variance.accepted", subject=row, at=at)
    for payer, contract, term in {(row.payer_id, row.contract, row.term) for row in rows}:
        list_group(payer_id=payer, contract=contract, term=term, remittance=None, at=at)
    return len(rows)


def _text(rows: Sequence[Variance], at: datetime) -> str:
    first = rows[0]
    payer = payers_billed().get(first.payer_id, first.payer_id)
    today = at.date()
    expected = sum((row.expected for row in rows), ZERO)
    allowed = sum((row.allowed for row in rows), ZERO)
    missing = sum((row.missing for row in rows), ZERO)
    due = min((row.due for row in rows if row.due is not None), default=None)
    reasons = list(dict.fromkeys(row.reason for row in rows))
    claims = len({row.claim_id for row in rows})
    services = (
        f"{len(rows)} service{'s' if len(rows) > 1 else ''} of {claims} claim{'s' if claims > 1 else ''}"
    )
    about = f"Re: dispute of amounts\nContract {first.contract}, term {first.term or 'default'}\n{services}"
    said = (
        f"For these services our contract agrees {show_money(expected)}; you allowed {show_money(allowed)}, "
        f"which is {show_money(missing)} less. The enclosed list has each line, and how the agreed amount "
        "is reckoned."
    )
    parts = [
        f"{today:%B} {today.day}, {today.year}",
        f"{payer}\n[To fill: the address for disputes.]",
        about,
        "To whom it may concern:",
        said,
        f"What your remittances show: {'; '.join(reasons[:5])}.",
    ]
    if due is not None:
        parts.append(f"This dispute is in time: its last day is {due:%B} {due.day}, {due.year}.")
    parts += [
        f"We ask you to decide them anew and to pay {show_money(missing)}. Please answer in writing.",
        f"Sincerely,\n\n\n{first.practice.name}\nNPI {first.practice.npi}",
    ]
    return "\n\n".join(parts)
