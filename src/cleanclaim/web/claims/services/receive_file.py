"""Take in a file that came back: keep it, read it, and let it move claims or become remittances."""

import hashlib
import re
from datetime import datetime

from cleanclaim.exchange import read_acknowledgements
from cleanclaim.primitives import CleanclaimError
from cleanclaim.web.audit.record import MACHINE_RECEIVER, record
from cleanclaim.web.claims.models import ReceivedFile
from cleanclaim.web.claims.services.apply_acknowledgement import apply_acknowledgement
from cleanclaim.web.remits.services.receive_remittances import receive_remittances
from cleanclaim.web.vault import seal
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.x12 import read_transactions

REMITTANCE = "835"
ACKNOWLEDGEMENT = "ack"
UNREADABLE = "unreadable"


def known_file_names() -> set[str]:
    """Return the names of the files that were taken in already."""
    return set(ReceivedFile.objects.values_list("file_name", flat=True))


def place_in_dialogue(content: bytes) -> int:
    """Return when a file's kind comes in the dialogue with a payer: TA1, 999, 277CA, then 835."""
    found = re.search(rb"ST.(999|277|835)", content)
    return 0 if found is None else (b"999", b"277", b"835").index(found.group(1)) + 1


def receive_file(*, name: str, content: bytes, at: datetime) -> ReceivedFile:
    """Keep a file and act on it; the same content again changes nothing.

    A file that cannot be read is kept all the same and listed for a person.
    """
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
        file_name=name[:200], sha256=sha256, kind=kind, sealed_content=seal(content), received_at=at
    )
    record(actor=MACHINE_RECEIVER, action="file.received", subject=file, at=at, details={"kind": kind})
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
