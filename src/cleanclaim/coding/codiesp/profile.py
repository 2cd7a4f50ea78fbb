"""Suggestions under the mention profile: candidates, ranked by the trained model, cut at its threshold."""

from functools import lru_cache

from cleanclaim.coding.codiesp.features import FEATURES, Candidate, Rules, candidates_of
from cleanclaim.coding.codiesp.knowledge import SYSTEMS, Corpus, trained
from cleanclaim.coding.codiesp.matching import Match
from cleanclaim.coding.codiesp.phrases import Inventory, Key, key_of_words
from cleanclaim.coding.codiesp.sides import Sides
from cleanclaim.coding.codiesp.terms import index_phrases, lexicon_phrases
from cleanclaim.coding.lexicon import Lexicon, release_names
from cleanclaim.coding.note import Note, take_apart
from cleanclaim.coding.values import (
    CodingContext,
    CodingResult,
    Document,
    Evidence,
    NotCoded,
    Role,
    Suggestion,
    System,
)

_LEAST = 0.01
"""Less probable candidates are not shown."""
_MOST_EVIDENCE = 3
_MOST_EVIDENCE_WORDS = 12
_ACCEPT_AT = 0.85


def suggest_mentions(document: Document, context: CodingContext, lexicon: Lexicon) -> CodingResult:
    """Return every ICD-10-CM and ICD-10-PCS code that a text seems to mention, by probability.

    Codes need not be billable, and negated findings count, as in the benchmark. Deterministic.
    """
    note = take_apart(document)
    data = trained()
    found: list[tuple[bool, float, System, Candidate]] = []
    for system in SYSTEMS:
        model, threshold = data.models[system], data.thresholds[system]
        if model.features != FEATURES:
            raise ValueError("the model was trained with other features: run benchmarks/train_codiesp.py")
        for candidate in candidates(note, lexicon, system):
            probability = model.probability(candidate.row)
            if probability >= _LEAST:
                found.append((probability >= threshold, probability, system, candidate))
    found.sort(key=lambda one: (not one[0], -one[1], one[3].code))
    suggestions = []
    first_taken = False
    for rank, (selected, probability, system, candidate) in enumerate(found, 1):
        role: Role = "secondary"
        if system == "ICD10PCS":
            role = "procedure"
        elif selected and not first_taken:
            role, first_taken = "first", True
        suggestions.append(
            Suggestion(
                code=candidate.code,
                system=system,
                role=role,
                rank=rank,
                confidence=round(probability, 4),
                selected=selected,
                decision="accept" if selected and probability >= _ACCEPT_AT else "review",
                evidence=_evidence(candidate, note),
                why=(
                    f"mention profile: annotators of CodiEsp marked such words with {candidate.code}"
                    if candidate.row[0]
                    else "mention profile: a term of the lexicon, tabular list or index",
                ),
            )
        )
    return CodingResult(
        id=document.id,
        date_of_service=context.date_of_service,
        setting=context.setting,
        suggestions=tuple(suggestions),
        queries=(),
        not_coded=() if suggestions else (NotCoded("", "no known phrase was found"),),
        releases=release_names(lexicon),
    )


def candidates(note: Note, lexicon: Lexicon, system: str) -> list[Candidate]:
    """Return the candidates of a note for one code system."""
    corpus, inventory, sides = _knowledge(lexicon)

    def title_of(code: str) -> Key:
        entry = lexicon.entry(code)
        return key_of_words(entry.title.split()) if entry else frozenset()

    return candidates_of(
        note, inventory, corpus, Rules(lambda code: system_of(code) == system, title_of, sides)
    )


def system_of(code: str) -> System:
    """Return the code system of a code as the corpus writes it: procedures have no dot, 4 or 7 characters."""
    return "ICD10CM" if "." in code or len(code) == 3 else "ICD10PCS"


@lru_cache(maxsize=2)
def _knowledge(lexicon: Lexicon) -> tuple[Corpus, Inventory, Sides]:
    data = trained()
    index = index_phrases(lexicon.index, lexicon) if lexicon.index else {}
    phrases = (frozenset(one.words) for one in data.phrases)
    return Corpus(data), Inventory(phrases, lexicon_phrases(lexicon), index), Sides(lexicon)


def _evidence(candidate: Candidate, note: Note) -> tuple[Evidence, ...]:
    pieces: list[Evidence] = []
    for match in candidate.matches:
        for piece in _slices(match, note):
            if piece not in pieces and len(pieces) < _MOST_EVIDENCE:
                pieces.append(piece)
    return tuple(pieces)


def _slices(match: Match, note: Note) -> list[Evidence]:
    """Return a match as one slice, or word by word when its words lie far apart."""
    tokens = note.sentences[match.sentence].tokens
    if match.words[-1] - match.words[0] < _MOST_EVIDENCE_WORDS:
        return [note.evidence(tokens[match.words[0]].start, tokens[match.words[-1]].end)]
    return [note.evidence(tokens[index].start, tokens[index].end) for index in match.words]
