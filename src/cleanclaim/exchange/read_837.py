"""A file of claims → ``Claim`` values, whatever kind of 837 it holds."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.exchange.forms import DENTAL, INSTITUTIONAL, PROFESSIONAL, Form
from cleanclaim.exchange.loops import segments_of
from cleanclaim.exchange.read_claim import read_claims
from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12 import Segment, Source, Transaction, read_parts

_FORMS = {"005010X222": PROFESSIONAL, "005010X223": INSTITUTIONAL, "005010X224": DENTAL}
_NOT_READ = {
    "005010X291": "a professional predetermination",
    "005010X292": "an institutional predetermination",
    "005010X298": "post-adjudicated professional claims data",
    "005010X299": "post-adjudicated institutional claims data",
    "005010X300": "post-adjudicated dental claims data",
}


def read_837(source: Source, *, where: str = "") -> tuple[Claim, ...]:
    """Return every claim of a file, over all its interchanges and transactions, in order.

    ``source`` is the file's bytes, its path, or the file opened for reading bytes. Raises
    ``UnreadableFile`` for what is not X12, is cut short, or holds no 837, and
    ``UnsupportedVersion``, naming the guide, for kinds of 837 that are not read.
    """
    return tuple(iter_837(source, where=where))


def iter_837(source: Source, *, where: str = "") -> Iterator[Claim]:
    """Yield the claims one after the other, in flat memory whatever the size of file and transaction.

    Errors as :func:`read_837`, raised where they are met: the claims before them have been handed
    out by then. A patient level may name a subscriber far behind it (see ``claim_loops``).
    """
    others: set[str] = set()
    seen = False
    parts = read_parts(source, where=where)
    for part in parts:
        if isinstance(part, Segment):
            continue
        if part.set_id != "837":
            others.add(part.set_id)
            continue
        seen = True
        yield from read_claims(segments_of(parts), _form(part, where), where=where)
    if not seen:
        held = ", ".join(sorted(others)) or "no transaction"
        raise UnreadableFile(f"this holds no claims (837) but {held}.", where=where, fix="Name an 837 file.")


def _form(transaction: Transaction, where: str) -> Form:
    """Return the form of a transaction by its guide, whatever its errata; refuse other kinds by name."""
    version = transaction.version
    for prefix, form in _FORMS.items():
        if version.startswith(prefix):
            return form
    kind = next(
        (text for prefix, text in _NOT_READ.items() if version.startswith(prefix)), "no guide known here"
    )
    raise UnsupportedVersion(
        f"transaction {transaction.control_number} is {version or 'without a guide'}, {kind}; "
        "claims are read in 005010X222, 005010X223 and 005010X224.",
        where=where,
    )
