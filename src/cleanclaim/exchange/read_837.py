"""A file of claims → ``Claim`` values, whatever kind of 837 it holds."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.exchange.read_837p import read_837p
from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12 import Transaction, read_transactions

_PROFESSIONAL = "005010X222"
_NOT_READ = {
    "005010X223": "an institutional claim (837I)",
    "005010X224": "a dental claim (837D)",
    "005010X291": "a professional predetermination",
    "005010X292": "an institutional predetermination",
    "005010X298": "post-adjudicated professional claims data",
    "005010X299": "post-adjudicated institutional claims data",
    "005010X300": "post-adjudicated dental claims data",
}


def read_837(data: bytes, *, where: str = "") -> tuple[Claim, ...]:
    """Return every claim of a file, over all its interchanges and transactions, in order.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 837, and
    ``UnsupportedVersion``, naming the guide, for kinds of 837 that are not read.
    """
    return tuple(iter_837(data, where=where))


def iter_837(data: bytes, *, where: str = "") -> Iterator[Claim]:
    """Yield the claims one after the other; errors as :func:`read_837`."""
    others: list[str] = []
    seen = False
    for transaction in read_transactions(data, where=where):
        if transaction.set_id != "837":
            others.append(transaction.set_id)
            continue
        seen = True
        _check_guide(transaction, where)
        yield from read_837p(transaction)
    if not seen:
        held = ", ".join(sorted(set(others))) or "no transaction"
        raise UnreadableFile(f"this holds no claims (837) but {held}.", where=where, fix="Name an 837 file.")


def _check_guide(transaction: Transaction, where: str) -> None:
    version = transaction.version
    if version.startswith(_PROFESSIONAL):
        return
    kind = next(
        (text for prefix, text in _NOT_READ.items() if version.startswith(prefix)), "no guide known here"
    )
    raise UnsupportedVersion(
        f"transaction {transaction.control_number} is {version or 'without a guide'}, {kind}; "
        "only professional claims (005010X222A1) are read yet.",
        where=where,
    )
