"""Translators between the wire and our values: claims, acknowledgements, remittances."""

from cleanclaim.exchange.acknowledgements import (
    Acknowledgement,
    ClaimAcknowledgement,
    ClaimAnswer,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    Verdict,
)
from cleanclaim.exchange.canonical import canonical
from cleanclaim.exchange.claim_837p import write_837p
from cleanclaim.exchange.read_837 import iter_837, read_837
from cleanclaim.exchange.read_acknowledgements import read_acknowledgements
from cleanclaim.exchange.submission import Submission

__all__ = [
    "Acknowledgement",
    "ClaimAcknowledgement",
    "ClaimAnswer",
    "FunctionalAcknowledgement",
    "InterchangeAcknowledgement",
    "Submission",
    "Verdict",
    "canonical",
    "iter_837",
    "read_837",
    "read_acknowledgements",
    "write_837p",
]
