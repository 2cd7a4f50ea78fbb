"""One row of everything about denials, for tests that go to every screen; nothing else is changed by them."""

from datetime import datetime
from decimal import Decimal

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.primitives import encode_document
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.denied import denials_of
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.make_packet import make_packet
from cleanclaim.web.denials.services.overpayments import identify_overpayment
from cleanclaim.web.denials.services.write_letter import begin_letter
from cleanclaim.web.engine import parameters
from cleanclaim.workflow.denials import facts_of
from tests.remittance.files import a_file, claim_rows
from tests.web.path.conftest import FRONT_DESK


def denial_ids(claim: Claim, at: datetime) -> dict[str, str]:
    """Make a case with a letter and its packet for a claim that was paid; in an open tenant."""
    row = claim.payments.select_related("remittance").get()
    rows = claim_rows(claim.patient_control_number, "15", "0", "CAS*CO*50*15")
    (remittance,) = read_835(a_file(*rows, payment="0"))
    value = claim.value()
    (denied,) = denials_of(remittance.claims[0], value)
    facts = facts_of(
        value, remittance.claims[0], decided_on=at.date(), today=at.date(), parameters=parameters()
    )
    case = DenialCase.objects.create(
        practice=claim.practice,
        claim=claim,
        version=claim.version(),
        remittance=row.remittance,
        payment=row,
        position=1,
        payer_id=claim.payer_id,
        line=1,
        billed_line=1,
        code="CO-50",
        amount=Decimal(15),
        cause="medical_necessity",
        reason="line 1: CO-50 not necessary (15.00)",
        document=encode_document(denied.found).decode(),
        facts=encode_document(facts).decode(),
        opened_at=at,
    )
    letter = begin_letter(case_id=case.pk, kind="appeal", actor=FRONT_DESK, at=at)
    packet = make_packet(letter_id=letter.pk, whole_note=False, actor=FRONT_DESK, at=at)
    overpayment = identify_overpayment(
        claim=claim,
        payer_id=claim.payer_id,
        amount=Decimal(1),
        why="A test.",
        received=at.date(),
        identified=at.date(),
        actor=FRONT_DESK,
        at=at,
    )
    return {
        "overpayment_id": str(overpayment.pk),
        "case_id": str(case.pk),
        "letter_id": str(letter.pk),
        "packet_id": str(packet.pk),
    }
