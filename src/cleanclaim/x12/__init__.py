"""The wire format: tokeniser, guides as data, reader, writer, validator, acknowledgements.

Knows nothing of claims or code sets; what it needs to know of codes is handed in.
"""

from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.transactions import (
    Group,
    Interchange,
    Transaction,
    read_segments,
    read_transactions,
)
from cleanclaim.x12.write import (
    Envelope,
    Row,
    TransactionBody,
    composite,
    repeated,
    row_of,
    write_interchange,
)

__all__ = [
    "Delimiters",
    "Envelope",
    "Group",
    "Interchange",
    "Row",
    "Segment",
    "Transaction",
    "TransactionBody",
    "composite",
    "read_segments",
    "read_transactions",
    "repeated",
    "row_of",
    "write_interchange",
]
