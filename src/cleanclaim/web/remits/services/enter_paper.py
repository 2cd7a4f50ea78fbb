"""Somebody types a paper remittance: header and picture, claims, and at zero difference the posting."""

import hashlib
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from django.db.models import Max

from cleanclaim.primitives import InvalidValue, Money, StateError, encode_document, show_money
from cleanclaim.remittance import ClaimPayment as EnginePayment, Remittance as EngineRemittance, balance
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import ReceivedFile
from cleanclaim.web.patients.models import Payer
from cleanclaim.web.remits.models import Remittance, RemittanceEvent
from cleanclaim.web.remits.paper import differences, picture_ending
from cleanclaim.web.remits.services.close_remittance import write_event
from cleanclaim.web.remits.services.post_remittance import post_remittance
from cleanclaim.web.vault import seal

KIND = "paper"
"""``ReceivedFile.kind`` of a picture of paper."""


def start_paper(
    *,
    payer: Payer,
    trace_number: str,
    payment: Money,
    paid_on: date,
    picture: bytes,
    kept_at: str,
    actor: Actor,
    at: datetime,
) -> Remittance:
    """Begin a draft with the check's header and the picture of the paper, or where the paper is kept.

    Raises ``InvalidValue`` for a header that cannot be, and without picture and place.
    """
    trace = " ".join(trace_number.split())[:50]
    if not trace or not trace.isprintable():
        raise InvalidValue("a check has a number.", where="Check or trace number")
    if payment < 0:
        raise InvalidValue("a check is not of less than nothing.", where="Amount")
    if paid_on > at.date():
        raise InvalidValue("that day is ahead.", where="Day of the check")
    file = _keep(picture, kept_at, actor, at)
    value = EngineRemittance(
        position=1,
        payment=payment,
        payment_method="CHK" if payment else "NON",
        trace_number=trace,
        paid_on=paid_on,
        payer_name=payer.name,
        payer_id=payer.payer_id,
    )
    row = Remittance.objects.create(
        file=file,
        position=(file.remittances.aggregate(last=Max("position"))["last"] or 0) + 1,
        payer_id=payer.payer_id,
        payer_name=payer.name[:80],
        trace_number=trace,
        payment=payment,
        paid_on=paid_on,
        document=encode_document(value).decode(),
        state=Remittance.State.DRAFT,
        source=Remittance.Source.PAPER,
        entered_by=actor.name[:80],
        entered_by_user=actor.user_id,
    )
    record(actor=actor, action="remittance.begun", subject=row, at=at, details={"source": "paper"})
    return row


def put_claim(*, remittance_id: UUID, payment: EnginePayment, actor: Actor, at: datetime) -> Remittance:
    """Add a typed claim payment to a draft; it has to add up. Raises ``InvalidValue`` when it does not."""
    found = differences(payment)
    if found:
        places = "; ".join(
            f"{each.where}: {show_money(each.found)} typed, {show_money(each.expected)} adds up"
            for each in found
        )
        raise InvalidValue(f"the claim does not add up ({places}).", fix="Compare it with the paper.")
    row, value = _draft(remittance_id)
    claims = (*value.claims, msgspec.structs.replace(payment, position=len(value.claims) + 1))
    return _save(row, msgspec.structs.replace(value, claims=claims), actor, at)


def remove_claim(*, remittance_id: UUID, position: int, actor: Actor, at: datetime) -> Remittance:
    """Take a typed claim payment out of a draft again."""
    row, value = _draft(remittance_id)
    left = [each for each in value.claims if each.position != position]
    claims = tuple(msgspec.structs.replace(each, position=n) for n, each in enumerate(left, start=1))
    return _save(row, msgspec.structs.replace(value, claims=claims), actor, at)


def confirm_paper(*, remittance_id: UUID, actor: Actor, at: datetime, is_another: bool = False) -> Remittance:
    """Post a draft that adds up, through the same door as an 835.

    Raises ``InvalidValue`` while the check is not the sum of its claims, and for a number and amount
    that came already, unless ``is_another`` says that it is another check.
    """
    row, value = _draft(remittance_id)
    if not value.claims:
        raise InvalidValue("no claim is typed yet.", fix="Type what the paper says about each claim.")
    out = balance(value)
    if out:
        raise InvalidValue(
            f"the check is {show_money(value.payment)}, its claims are {show_money(value.claims_paid)}.",
            fix="Find the claim or the cent that is missing.",
        )
    twins = Remittance.objects.filter(trace_number=row.trace_number, payment=row.payment).exclude(pk=row.pk)
    if not is_another and twins.exclude(state=Remittance.State.DRAFT).exists():
        raise InvalidValue(
            "a remittance with this number and amount is here already.",
            where="Check or trace number",
            fix="Look at it; say that this is another check if it is.",
        )
    row.state = Remittance.State.RECEIVED
    row.save(update_fields=["state"])
    write_event(row, RemittanceEvent.What.CONFIRMED, "", actor, at)
    post_remittance(remittance_id=row.pk, at=at)
    row.refresh_from_db()
    return row


def discard_paper(*, remittance_id: UUID, actor: Actor, at: datetime) -> None:
    """Throw a draft away; nothing was posted, the picture stays."""
    row, _ = _draft(remittance_id)
    record(actor=actor, action="remittance.discarded", subject=row, at=at)
    row.delete()


def _draft(remittance_id: UUID) -> tuple[Remittance, EngineRemittance]:
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance_id)
    if row.state != Remittance.State.DRAFT:
        raise StateError("it is no draft: what is posted is not typed anew.", fix="Take it back instead.")
    return row, row.value()


def _save(row: Remittance, value: EngineRemittance, actor: Actor, at: datetime) -> Remittance:
    row.document = encode_document(value).decode()
    row.save(update_fields=["document"])
    record(actor=actor, action="remittance.typed", subject=row, at=at, details={"claims": len(value.claims)})
    return row


def _keep(picture: bytes, kept_at: str, actor: Actor, at: datetime) -> ReceivedFile:
    """Keep the picture encrypted, once; without one, a note of where the paper is."""
    place = " ".join(kept_at.split())[:200]
    if picture:
        content, name = picture, f"paper.{picture_ending(picture)}"
    elif place:
        content, name = f"No picture ({uuid4()}). The paper is kept at: {place}".encode(), "paper.txt"
    else:
        raise InvalidValue(
            "neither a picture nor a place was given.",
            where="Picture",
            fix="Upload the scan, or say where the paper is kept.",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    known = ReceivedFile.objects.filter(sha256=sha256).first()
    if known is not None:
        if known.kind != KIND:
            raise InvalidValue("that file came as something else already.", where="Picture")
        return known
    file = ReceivedFile.objects.create(
        file_name=name, sha256=sha256, kind=KIND, sealed_content=seal(content), received_at=at
    )
    record(actor=actor, action="file.received", subject=file, at=at, details={"kind": KIND})
    return file
