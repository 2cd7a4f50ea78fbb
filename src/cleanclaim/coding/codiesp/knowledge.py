"""What the mention profile knows from the training part of CodiEsp: phrases, codes, documents."""

import gzip
import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Protocol

import msgspec

from cleanclaim.coding.codiesp.phrases import CodeCount, Key, Phrase, shortened
from cleanclaim.coding.note import Note
from cleanclaim.coding.text import STOP_WORDS
from cleanclaim.coding.trees import BoostedTrees
from cleanclaim.coding.values import System

SYSTEMS: tuple[System, ...] = ("ICD10CM", "ICD10PCS")
NEIGHBOURS = 25
"""How many of the most similar training documents vote."""


class Known(msgspec.Struct, frozen=True):
    """What is known of a phrase: training documents that hold it, and its codes."""

    documents: int
    codes: Mapping[str, CodeCount]


class Knowledge(Protocol):
    """What the features ask for. Training leaves documents out here; see ``benchmarks/train_codiesp.py``."""

    def known(self, key: Key) -> Known | None:
        """Return what is known of a phrase."""

    def documents_with(self, code: str) -> int:
        """Return how many training documents have a code."""

    def votes(self, vector: Mapping[str, float]) -> Mapping[str, float]:
        """Return for each code the share of the similar documents that have it, weighted by similarity."""

    def weight(self, word: str) -> float:
        """Return how much a shortened word tells: the logarithm of its rarity."""


class TrainingDocument(msgspec.Struct, frozen=True, array_like=True):
    """A training document as a bag of its most telling words (unit length), with its codes."""

    words: dict[str, float]
    codes: tuple[str, ...]


class Trained(msgspec.Struct, frozen=True):
    """The trained data as it lies in the file. ``thresholds`` and ``models`` are by code system."""

    attribution: str
    phrases: tuple[Phrase, ...]
    word_documents: dict[str, int]
    documents: tuple[TrainingDocument, ...]
    models: dict[str, BoostedTrees]
    thresholds: dict[str, float]


class Corpus:
    """The knowledge of the whole training part."""

    def __init__(self, trained: Trained) -> None:
        self._phrases = {frozenset(one.words): Known(one.documents, one.codes) for one in trained.phrases}
        self._documents = trained.documents
        self._word_documents = trained.word_documents
        self._with_code = Counter(code for one in trained.documents for code in one.codes)

    def known(self, key: Key) -> Known | None:
        """Return what is known of a phrase."""
        return self._phrases.get(key)

    def documents_with(self, code: str) -> int:
        """Return how many training documents have a code."""
        return self._with_code[code]

    def votes(self, vector: Mapping[str, float]) -> Mapping[str, float]:
        """Return the votes of the most similar documents."""
        return votes_of(vector, self._documents)

    def weight(self, word: str) -> float:
        """Return how much a word tells."""
        return rarity(self._word_documents.get(word, 0), len(self._documents))


def rarity(documents: int, of: int) -> float:
    """Return the weight of a word that so many of the documents hold."""
    return math.log((of + 1) / (documents + 0.5))


def vector_of(note: Note, knowledge: Knowledge) -> dict[str, float]:
    """Return the note as a bag of weighted words of unit length."""
    counts = Counter(
        shortened(token.folded)
        for sentence in note.sentences
        for token in sentence.tokens
        if token.folded and token.folded not in STOP_WORDS and not token.folded.isdigit()
    )
    weighted = {word: (1 + math.log(number)) * knowledge.weight(word) for word, number in counts.items()}
    length = math.sqrt(sum(value * value for value in weighted.values())) or 1.0
    return {word: value / length for word, value in weighted.items()}


def votes_of(vector: Mapping[str, float], documents: tuple[TrainingDocument, ...]) -> dict[str, float]:
    """Return for each code the similarity-weighted share of the nearest documents that have it."""
    get = vector.get
    near = sorted(
        (
            (sum(value * get(word, 0.0) for word, value in document.words.items()), number)
            for number, document in enumerate(documents)
        ),
        reverse=True,
    )[:NEIGHBOURS]
    whole = sum(similarity for similarity, _ in near) or 1.0
    votes: dict[str, float] = {}
    for similarity, number in near:
        for code in documents[number].codes:
            votes[code] = votes.get(code, 0.0) + similarity / whole
    return votes


@cache
def trained() -> Trained:
    """Return the trained data of the package (CodiEsp, CC BY 4.0; see ``data/README.md``)."""
    raw = resources.files("cleanclaim.coding.codiesp").joinpath("data/trained.json.gz").read_bytes()
    return msgspec.json.decode(gzip.decompress(raw), type=Trained)
