"""Store the remittances of a received 835; posting them is the next step."""

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.posting import payer_of
from cleanclaim.primitives import encode_document
from cleanclaim.web.claims.models import ReceivedFile
from cleanclaim.web.remits.models import Remittance


def receive_remittances(*, file: ReceivedFile) -> list[Remittance]:
    """Store each 835 transaction of a file as a remittance that waits to be posted.

    Raises ``InputError`` when the file cannot be read; the caller decides what becomes of it.
    """
    return [
        Remittance.objects.create(
            file=file,
            position=value.position,
            payer_id=payer_of(value),
            payer_name=value.payer_name[:80],
            trace_number=value.trace_number[:60],
            payment=value.payment,
            paid_on=value.paid_on,
            document=encode_document(value).decode(),
        )
        for value in read_835(file.content(), where=file.file_name)
    ]
