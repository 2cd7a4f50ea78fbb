"""One claim in words: what it says, where it stands, where its money is."""

from collections.abc import Iterator

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import dotted, show_money
from cleanclaim.web.accounting.selectors import balance, postings_of_claim
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.selectors import latest_findings
from cleanclaim.web.encounters.models import CodeAssignment


def claim_in_words(claim: Claim) -> Iterator[str]:
    """Yield the lines that tell a claim's story, from the words of the note to the postings."""
    value = claim.value()
    number = claim.patient_control_number
    yield f"Claim {number}, version {claim.current_version}: {claim.state}"
    yield f"  {value.coverage.payer.name} ({claim.payer_id}), service {claim.date_of_service}"
    if claim.payer_claim_control_number:
        yield f"  the payer's number: {claim.payer_claim_control_number}"
    yield "Diagnoses"
    words = _evidence(claim)
    for position, dx in enumerate(value.numbered_diagnoses, start=1):
        yield f"  {position:>2}  {dotted(dx.code):<9} {words.get(dx.code, '')}"
    yield "Lines"
    for position, line in enumerate(value.lines, start=1):
        code = "-".join((line.code or line.revenue_code, *line.modifiers))
        pointers = ",".join(str(p) for p in line.pointers) or "none"
        charge = show_money(line.charge) if line.charge is not None else "none"
        yield f"  {position:>2}  {code:<12} x{line.units or '?'}  {charge:>10}  for diagnosis {pointers}"
    findings = list(latest_findings(claim))
    yield f"Findings: {len(findings) or 'none'}"
    for finding in findings:
        yield f"  {finding.severity:<12} {finding.edit:<8} {finding.message}"
    yield "Timeline"
    for event in claim.events.order_by("position"):
        who = f"{event.actor_kind} {event.actor_name}"
        yield f"  {event.at:%Y-%m-%d %H:%M}  {event.event:<24} {who:<24} {event.detail}"
    yield "Money"
    for posting in postings_of_claim(number):
        side = f"{show_money(posting.debit) if posting.debit else '':>10}"
        other = f"{show_money(posting.credit) if posting.credit else '':>10}"
        yield f"  {posting.entry.on}  {posting.account:<20} {side} {other}  {posting.reason}"
    payer = show_money(balance(AccountKind.RECEIVABLE_PAYER, claim=number))
    patient = show_money(balance(AccountKind.RECEIVABLE_PATIENT, claim=number))
    yield f"  still owed: by payers {payer}, by the patient {patient}"
    for item in claim.work_items.filter(closed_at=None).order_by("opened_at", "key"):
        yield f"To do: {item.reason}"


def _evidence(claim: Claim) -> dict[str, str]:
    if claim.encounter is None:
        return {}
    rows = claim.encounter.codes.filter(decision=CodeAssignment.Decision.ACCEPTED)
    return {row.code: "; ".join(f"“{span['text']}”" for span in row.evidence[:3]) for row in rows}
