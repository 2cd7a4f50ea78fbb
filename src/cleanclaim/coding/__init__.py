"""From clinical text to proposed codes, with evidence, reasons and queries. Pure functions.

``suggest(document, context, lexicon)`` is the one door; ``build_lexicon(store, on)`` prepares
what it needs from the code set in force on a day. See ``docs/algorithms/coding.md``.
"""

from cleanclaim.coding.engine import suggest
from cleanclaim.coding.lexicon import Lexicon, build_lexicon
from cleanclaim.coding.values import (
    QUERY_TOPICS,
    SETTINGS,
    CodingContext,
    CodingResult,
    Document,
    Evidence,
    NotCoded,
    Proposal,
    Query,
    Suggestion,
)

__all__ = [
    "QUERY_TOPICS",
    "SETTINGS",
    "CodingContext",
    "CodingResult",
    "Document",
    "Evidence",
    "Lexicon",
    "NotCoded",
    "Proposal",
    "Query",
    "Suggestion",
    "build_lexicon",
    "suggest",
]
