"""Translators between the wire and our values: claims, acknowledgements, remittances."""

from cleanclaim.exchange.canonical import canonical
from cleanclaim.exchange.claim_837p import write_837p
from cleanclaim.exchange.read_837 import iter_837, read_837
from cleanclaim.exchange.submission import Submission

__all__ = ["Submission", "canonical", "iter_837", "read_837", "write_837p"]
