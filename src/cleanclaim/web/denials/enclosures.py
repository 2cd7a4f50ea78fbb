"""What a packet about a denial encloses: the claim, the answer, the words of the record, the proof."""

from cleanclaim.exchange.paper import fill, write_pdf
from cleanclaim.primitives import InvalidValue, dotted, show_money
from cleanclaim.remittance import classify_claim, plain_reason
from cleanclaim.web.claims.models import SubmittedClaim
from cleanclaim.web.claims.outline import outline_of
from cleanclaim.web.denials.denied import as_answered
from cleanclaim.web.denials.filing_proof import proof_of_filing
from cleanclaim.web.denials.models import DenialCase, Variance
from cleanclaim.web.denials.packet_pdf import Lines, Pages, Part, Rows, Words
from cleanclaim.web.denials.screens import evidence_of


def enclosures_of(case: DenialCase, *, whole_note: bool = False) -> list[Part]:
    """Return the parts behind the letter about a denial; what there is not is left out.

    The record goes in excerpts, the words on which accepted codes rest: the minimum necessary.
    ``whole_note`` adds the note as it was received, where the payer asks for it.
    """
    parts: list[Part] = [*_claim(case), _remittance(case)]
    evidence = evidence_of(case)
    if evidence:
        parts.append(
            Rows(
                "Excerpts of the record",
                ("Code", "Words of the record"),
                tuple((dotted(each["code"]), each["text"]) for each in evidence),
            )
        )
    if whole_note and case.claim.encounter is not None:
        document = case.claim.encounter.documents.order_by("-version").first()
        if document is not None:
            parts.append(Words("The note", document.text()))
    proof = proof_of_filing(case.claim)
    if proof:
        parts.append(
            Rows(
                "Proof of timely filing",
                ("Day", "What happened"),
                tuple((str(day), what) for day, what in proof),
                above="From the acknowledgements (999, 277CA) that we received for this claim.",
            )
        )
    return parts


def enclosures_of_dispute(variances: list[Variance]) -> list[Part]:
    """Return the parts behind a letter that disputes amounts: every line with its reckoning."""
    rows = tuple(
        (
            each.claim.patient_control_number,
            str(each.claim.date_of_service or ""),
            ", ".join(str(number) for number in each.lines),
            show_money(each.expected),
            show_money(each.allowed),
            show_money(each.missing),
            each.reason,
        )
        for each in variances
    )
    heads = ("Claim", "Service", "Lines", "Agreed", "Allowed", "Missing", "What the remittance shows")
    return [
        Rows("The lines", heads, rows),
        Rows(
            "How the agreed amounts are reckoned",
            ("Claim", "Lines", "Steps"),
            tuple(
                (
                    each.claim.patient_control_number,
                    ", ".join(str(number) for number in each.lines),
                    " ".join(each.derivation) or each.basis,
                )
                for each in variances
            ),
        ),
    ]


def _claim(case: DenialCase) -> list[Part]:
    value = as_answered(case.version.value(), case.payer_id)
    parts: list[Part] = []
    try:
        parts.append(Pages("The claim", write_pdf([fill(value)])))
    except InvalidValue:  # what the form cannot hold is shown as a table
        rows = tuple(
            (
                str(number),
                "-".join((line.code or line.revenue_code, *line.modifiers)),
                str(line.units or ""),
                show_money(line.charge) if line.charge is not None else "",
            )
            for number, line in enumerate(value.lines, start=1)
        )
        parts.append(Rows("The claim", ("Line", "Service", "Units", "Charge"), rows))
    sent = SubmittedClaim.objects.filter(version=case.version).select_related("submission").first()
    if sent is not None:
        number = case.claim.patient_control_number
        raw = outline_of(sent.submission.content(), number).raw
        above = f"The claim's segments in the file {sent.submission.file_name}."
        parts.append(Lines("The claim as it was sent (837)", tuple(raw.splitlines()), above))
    return parts


def _remittance(case: DenialCase) -> Part:
    row = case.remittance
    payment = next((each for each in row.value().claims if each.position == case.payment.position), None)
    rows = []
    for found in classify_claim(payment).adjustments if payment is not None else ():
        where = "claim" if found.line is None else f"line {found.line}"
        words = plain_reason(found.adjustment.carc) or ""
        rows.append((where, found.code, ", ".join(found.remarks), words, show_money(found.adjustment.amount)))
    said = (
        f"{row.payer_name or row.payer_id}, trace number {row.trace_number}, paid on {row.paid_on}. Claim "
        f"{case.claim.patient_control_number}: {show_money(case.payment.charge)} charged, "
        f"{show_money(case.payment.paid)} paid."
    )
    return Rows(
        "Excerpt of the remittance", ("Where", "Code", "Remarks", "In words", "Amount"), tuple(rows), said
    )
