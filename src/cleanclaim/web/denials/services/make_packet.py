"""Make a letter's packet: the PDF that goes out, kept encrypted as it was made."""

import hashlib
from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import StateError
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.denials.enclosures import enclosures_of, enclosures_of_dispute
from cleanclaim.web.denials.models import Letter, Packet
from cleanclaim.web.denials.packet_pdf import Words, make_packet_pdf
from cleanclaim.web.denials.services.write_letter import locked_letter
from cleanclaim.web.vault import seal


def make_packet(*, letter_id: UUID | str, whole_note: bool, actor: Actor, at: datetime) -> Packet:
    """Make the packet of a letter's current words; packets made before stay.

    Raises ``StateError`` once the letter is out: what went out is what was made before.
    """
    letter = locked_letter(letter_id)
    if letter.state != Letter.State.DRAFT:
        raise StateError(f"the letter is {letter.state}: its packet stands.")
    version = letter.versions.get(number=letter.current_version)
    if letter.case is not None:
        behind = enclosures_of(letter.case, whole_note=whole_note)
        number = letter.case.claim.patient_control_number
    else:
        behind = enclosures_of_dispute(list(letter.variances.select_related("claim").order_by("pk")))
        number = letter.payer_id
    made = make_packet_pdf(
        [Words("Letter", version.text(), headed=False), *behind], foot=f"{letter.practice.name} · {number}"
    )
    packet = Packet.objects.create(
        letter=letter,
        number=letter.packets.count() + 1,
        version=version,
        sealed_content=seal(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        parts=[list(part) for part in made.parts],
        made_by=actor.name[:80],
        made_at=at,
    )
    record(
        actor=actor,
        action="packet.made",
        subject=packet,
        at=at,
        details={"parts": len(made.parts), "whole_note": whole_note},
    )
    return packet
