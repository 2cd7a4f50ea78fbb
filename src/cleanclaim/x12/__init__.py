"""The wire format: tokeniser, guides as data, reader, writer, validator, acknowledgements.

Knows nothing of claims or code sets; what it needs to know of codes is handed in.
"""

from cleanclaim.x12.acknowledgement import acknowledge, acknowledgement_parts
from cleanclaim.x12.claim_acknowledgement import acknowledge_claims, claim_acknowledgement_parts
from cleanclaim.x12.codes import NOTHING_LOADED, CodeAnswer, CodeLookup
from cleanclaim.x12.problems import Acknowledges, Severity, X12Problem
from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.sources import Source
from cleanclaim.x12.streaming import (
    ClaimLoop,
    LevelLoop,
    LineLoop,
    PaymentLoop,
    ProviderAdjustment,
    ServiceLoop,
    StreamedLoop,
    stream,
)
from cleanclaim.x12.tokens import read_rows
from cleanclaim.x12.transactions import (
    Group,
    Interchange,
    Transaction,
    read_parts,
    read_segments,
    read_transactions,
)
from cleanclaim.x12.validation import find_problems, validate
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
    "NOTHING_LOADED",
    "Acknowledges",
    "ClaimLoop",
    "CodeAnswer",
    "CodeLookup",
    "Delimiters",
    "Envelope",
    "Group",
    "Interchange",
    "LevelLoop",
    "LineLoop",
    "PaymentLoop",
    "ProviderAdjustment",
    "Row",
    "Segment",
    "ServiceLoop",
    "Severity",
    "Source",
    "StreamedLoop",
    "Transaction",
    "TransactionBody",
    "X12Problem",
    "acknowledge",
    "acknowledge_claims",
    "acknowledgement_parts",
    "claim_acknowledgement_parts",
    "composite",
    "find_problems",
    "read_parts",
    "read_rows",
    "read_segments",
    "read_transactions",
    "repeated",
    "row_of",
    "stream",
    "validate",
    "write_interchange",
]
