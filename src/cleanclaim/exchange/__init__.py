"""Translators between the wire and our values: claims, acknowledgements, remittances."""

from cleanclaim.exchange.acknowledgements import (
    Acknowledgement,
    ClaimAcknowledgement,
    ClaimAnswer,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    Status,
    Verdict,
)
from cleanclaim.exchange.canonical import canonical
from cleanclaim.exchange.claim_837 import write_837, write_837p
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.exchange.read_837 import iter_837, read_837
from cleanclaim.exchange.read_acknowledgements import read_acknowledgements
from cleanclaim.exchange.refusals import refuse_inexpressible
from cleanclaim.exchange.submission import Submission

__all__ = [
    "Acknowledgement",
    "ClaimAcknowledgement",
    "ClaimAnswer",
    "FunctionalAcknowledgement",
    "InterchangeAcknowledgement",
    "Status",
    "Submission",
    "Verdict",
    "canonical",
    "in_plain_letters",
    "iter_837",
    "read_837",
    "read_acknowledgements",
    "refuse_inexpressible",
    "write_837",
    "write_837p",
]
