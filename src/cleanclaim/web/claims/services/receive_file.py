"""Take in a file that came back: keep it, read it, and let it move claims or become remittances."""

import hashlib
import os
import re
from datetime import datetime
from uuid import UUID

from cleanclaim.exchange import read_acknowledgements
from cleanclaim.exchange.transport import Transport
from cleanclaim.primitives import CleanclaimError, UnreadableFile
from cleanclaim.web.audit.record import MACHINE_RECEIVER, Actor, record
from cleanclaim.web.claims.models import IncomingFile, ReceivedFile
from cleanclaim.web.claims.services.apply_acknowledgement import apply_acknowledgement
from cleanclaim.web.remits.services.receive_remittances import receive_remittances
from cleanclaim.web.vault import seal
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.x12 import read_transactions

REMITTANCE = "835"
ACKNOWLEDGEMENT = "ack"
UNREADABLE = "unreadable"


def storable_name(name: str) -> str:
    """Return a file's name as text that can be stored: bytes that are not UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace("\x00", "\\x00")


def waiting_files(transport: Transport) -> list[str]:
    """Note every file that waits in the mailbox, and return the keys of those not taken in yet.

    Each kind of answer comes before those that follow it in the dialogue with a payer. A file
    that vanishes while we look is left for the next look.
    """
    found: list[tuple[int, str, str]] = []
    names = transport.waiting()
    noted = {
        (row.file_name, row.sha256): row
        for row in IncomingFile.objects.filter(file_name__in=[storable_name(name) for name in names])
    }
    for name in names:
        try:
            content = transport.fetch(name)
        except UnreadableFile:
            continue
        what = (storable_name(name), hashlib.sha256(content).hexdigest())
        row = noted.get(what)
        if row is None:
            row, _ = IncomingFile.objects.get_or_create(file_name=what[0], sha256=what[1])
        if row.file_id is None:
            found.append((place_in_dialogue(content), row.file_name, str(row.pk)))
    return [key for _, _, key in sorted(found)]


def take_in(*, key: UUID | str, transport: Transport, at: datetime) -> None:
    """Take in a file noted by :func:`waiting_files`; one that changed meanwhile is left for later."""
    row = IncomingFile.objects.select_for_update().get(pk=key)
    if row.file_id is not None:
        return
    name = next((name for name in transport.waiting() if storable_name(name) == row.file_name), None)
    content = b"" if name is None else transport.fetch(name)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        return
    row.file = receive_file(name=row.file_name, content=content, at=at)
    row.save(update_fields=["file"])


def place_in_dialogue(content: bytes) -> int:
    """Return when a file's kind comes in the dialogue with a payer: TA1, 999, 277CA, then 835."""
    found = re.search(rb"ST.(999|277|835)", content)
    return 0 if found is None else (b"999", b"277", b"835").index(found.group(1)) + 1


def receive_file(*, name: str, content: bytes, at: datetime, actor: Actor = MACHINE_RECEIVER) -> ReceivedFile:
    """Keep a file and act on it; the same content again changes nothing.

    A file that cannot be read is kept all the same and listed for a person.
    """
    name = storable_name(name)
    sha256 = hashlib.sha256(content).hexdigest()
    known = ReceivedFile.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    try:
        kind, reason = _kind(content, name), ""
        acknowledgements = read_acknowledgements(content, where=name) if kind == ACKNOWLEDGEMENT else ()
    except CleanclaimError as error:
        kind, reason, acknowledgements = UNREADABLE, str(error), ()
    file = ReceivedFile.objects.create(
        file_name=name, sha256=sha256, kind=kind, sealed_content=seal(content), received_at=at
    )
    record(actor=actor, action="file.received", subject=file, at=at, details={"kind": kind})
    if kind == REMITTANCE:
        try:
            receive_remittances(file=file)
        except CleanclaimError as error:
            reason = str(error)
    for acknowledgement in acknowledgements:
        apply_acknowledgement(acknowledgement=acknowledgement, file=file, at=at)
    if reason:
        open_item(
            key=f"file:{sha256}",
            kind=WorkItem.Kind.FILE,
            reason=f"The file {name} came back and cannot be used: {reason}",
            at=at,
        )
    return file


def _kind(content: bytes, name: str) -> str:
    """Return what a file holds; raises for what is not X12 or is cut short."""
    kinds = {transaction.set_id for transaction in read_transactions(content, where=name)}
    return REMITTANCE if REMITTANCE in kinds else ACKNOWLEDGEMENT
