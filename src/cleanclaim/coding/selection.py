"""Which candidates make the proposed code set, in which order, and how sure that is."""

import msgspec

from cleanclaim.codesets import ICD10CMEntry
from cleanclaim.coding.candidates import PLACES, Candidate
from cleanclaim.coding.classes import excludes1_between, integral_to, is_encounter, is_symptom, may_be_first
from cleanclaim.coding.combinations import combinations_among
from cleanclaim.coding.confidence import confidence_of, words_taken
from cleanclaim.coding.lexicon import Lexicon, shown
from cleanclaim.coding.mentions import Mention
from cleanclaim.coding.note import Note
from cleanclaim.coding.rules import RULES, Case, Draft
from cleanclaim.coding.sections import ASSESSMENT_KINDS
from cleanclaim.coding.values import CodingContext, Evidence, NotCoded, Query, Suggestion

_MOST_EVIDENCE = 3
_MOST_EVIDENCE_WORDS = 12


class Selected(msgspec.Struct, frozen=True):
    """The suggestions in rank order, and what was taken out again with the reason."""

    suggestions: tuple[Suggestion, ...]
    not_coded: tuple[NotCoded, ...]
    queries: tuple[Query, ...]


def select(
    candidates: tuple[Candidate, ...],
    note: Note,
    lexicon: Lexicon,
    context: CodingContext,
    opinions: tuple[Candidate, ...] = (),
) -> Selected:
    """Return suggestions: the proposed code set first, then what else was found.

    The proposed set is what the assessment names. When it names nothing (or there is none),
    the chief complaint stands in, or else the history, and each suggestion says so. ``opinions`` join it
    where they name a problem on words that nothing of ours takes; else they are only suggested.
    """
    remaining, not_coded = _without_integral(_without_vaguer(candidates, lexicon), note)
    chosen, fallback = _proposed(remaining, note)
    if opinions:
        known = {one.code for one in remaining}
        new = [one for one in opinions if one.code not in known]
        remaining.extend(new)
        taken_by_us = {place for one in chosen for place in words_taken([one])}
        chosen = [
            *chosen,
            *(one for one in new if one.place == "problem" and not words_taken([one]) & taken_by_us),
        ]
    draft = Draft(_in_place_order(chosen), Case(note, context, lexicon))
    for rule in RULES:
        rule.apply(draft)
    in_order = _first_that_may(draft.chosen, lexicon)
    not_coded.extend(draft.not_coded)
    proposed = {one.code for one in in_order}
    offered = [one for one in draft.offered if one.code not in proposed]
    others = sorted(
        (
            one
            for one in remaining
            if one not in chosen
            and one.code not in proposed
            and one.code not in {new.code for new in offered}
        ),
        key=lambda one: (PLACES.index(one.place), one.best.start),
    )
    left = [one for one in remaining if one not in chosen]
    combined = combinations_among([*in_order, *left], frozenset(proposed), note)
    suggestions: list[Suggestion] = []
    taken = words_taken(in_order)
    for rank, candidate in enumerate([*in_order, *offered, *others], 1):
        selected = rank <= len(in_order)
        why = list(candidate.why)
        if selected and fallback:
            why.append(fallback)
        conflicts = _conflicts(candidate, in_order, lexicon) if selected else ()
        conflicts += combined.get(candidate.code, ()) if selected else ()
        confidence = confidence_of(candidate, note, taken, selected=selected, fallback=bool(fallback))
        suggestions.append(
            Suggestion(
                code=shown(candidate.code),
                role="first" if rank == 1 and selected else "secondary",
                rank=rank,
                confidence=confidence,
                selected=selected,
                decision="accept"
                if selected and not conflicts and not candidate.ruled and confidence >= context.accept_at
                else "review",
                evidence=_evidence(candidate, note),
                why=(*why, *conflicts),
            )
        )
    return Selected(tuple(suggestions), tuple(not_coded), tuple(draft.queries))


def _proposed(candidates: list[Candidate], note: Note) -> tuple[list[Candidate], str]:
    named = [one for one in candidates if one.place == "problem"]
    judged = [one for one in candidates if one.place in ("assessment", "problem")]
    if named:
        added = [
            one
            for one in judged
            if one not in named and not is_symptom(one.code) and not is_encounter(one.code)
        ]
        return [*named, *added], ""
    if judged:
        return judged, ""
    detail = [one for one in candidates if one.place == "detail"]
    if detail:
        return detail, "the assessment names no problem: taken from its text"
    missing = "the assessment names nothing that was recognised"
    if not note.sections.have(ASSESSMENT_KINDS):
        missing = "the note has no assessment section"
    told = [one for one in candidates if one.place == "complaint"]
    if told:
        return told, f"{missing}: taken from the chief complaint"
    return [one for one in candidates if one.place == "history"], f"{missing}: taken from the history"


def _without_vaguer(candidates: tuple[Candidate, ...], lexicon: Lexicon) -> list[Candidate]:
    """Leave out unspecified codes beside a more exact one, said as firmly.

    More exact is one of the same category; or, for a symptom, one that its own Excludes1 note
    names ("Pain, unspecified" beside chest pain).
    """
    kept = []
    for candidate in candidates:
        entry = lexicon.entry(candidate.code)
        vague = entry is not None and (
            "unspecified" in entry.title.lower() or "without complication" in entry.title.lower()
        )
        better = [
            other
            for other in candidates
            if other is not candidate
            and PLACES.index(other.place) <= PLACES.index(candidate.place)
            and (_more_exact(other, candidate, lexicon) or _excluded_symptom(entry, other))
        ]
        if not (vague and better):
            kept.append(candidate)
    return kept


def _more_exact(other: Candidate, vague: Candidate, lexicon: Lexicon) -> bool:
    entry = lexicon.entry(other.code)
    return other.code[:3] == vague.code[:3] and entry is not None and "unspecified" not in entry.title.lower()


def _excluded_symptom(entry: ICD10CMEntry | None, other: Candidate) -> bool:
    """Return whether the entry of a symptom gives way, by its Excludes1 note, to another symptom."""
    if entry is None or not is_symptom(entry.code) or not is_symptom(other.code):
        return False
    return any(other.code in span for note in entry.excludes1 for span in note.spans)


def _without_integral(candidates: list[Candidate], note: Note) -> tuple[list[Candidate], list[NotCoded]]:
    # What an old injury left behind is coded beside it (I.B.10): a sequela makes nothing integral.
    diseases = tuple(
        one.code
        for one in candidates
        if one.place in ("problem", "assessment") and not (len(one.code) == 7 and one.code.endswith("S"))
    )
    kept: list[Candidate] = []
    left_out: list[NotCoded] = []
    for candidate in candidates:
        disease = integral_to(candidate.code, diseases)
        if disease:
            reason = f"integral to {shown(disease)}: not coded beside it (Official Guidelines I.B.5)"
            left_out.append(NotCoded(shown(candidate.code), reason, _evidence(candidate, note)))
        else:
            kept.append(candidate)
    return kept, left_out


def _in_place_order(candidates: list[Candidate]) -> list[Candidate]:
    """Order as the provider lists them."""
    return sorted(candidates, key=lambda one: (PLACES.index(one.place), one.best.start))


def _first_that_may(ordered: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Put the first code that may be first-listed in front of all others.

    Source: Official Guidelines IV.G: first the condition chiefly responsible for the services.
    """
    for place, candidate in enumerate(ordered):
        entry = lexicon.entry(candidate.code)
        if entry is not None and may_be_first(entry):
            return [candidate, *ordered[:place], *ordered[place + 1 :]]
    return ordered


def _conflicts(candidate: Candidate, selected: list[Candidate], lexicon: Lexicon) -> tuple[str, ...]:
    entry = lexicon.entry(candidate.code)
    found = []
    for other in selected:
        other_entry = lexicon.entry(other.code)
        if entry is None or other_entry is None or other is candidate:
            continue
        note = excludes1_between(entry, other_entry)
        if note:
            found.append(f"conflict with {shown(other.code)}: {note}")
    return tuple(found)


def _evidence(candidate: Candidate, note: Note) -> tuple[Evidence, ...]:
    """Return the words of the strongest mentions, each place once, none longer than twelve words."""
    pieces = dict.fromkeys(_clipped(one, note) for one in candidate.mentions)
    return tuple(pieces)[:_MOST_EVIDENCE]


def _clipped(mention: Mention, note: Note) -> Evidence:
    last = min(mention.last, mention.first + _MOST_EVIDENCE_WORDS - 1)
    return note.evidence(mention.start, mention.sentence.tokens[last].end)
