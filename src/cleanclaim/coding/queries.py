"""Questions to the provider: what is documented, what is open, options that do not lead.

Each list of options ends with "Other" and "Unable to determine"; no question speaks of payment
or names one answer as expected.
"""

from cleanclaim.coding.lexicon import Lexicon
from cleanclaim.coding.mentions import Mention, Unsettled
from cleanclaim.coding.note import Note
from cleanclaim.coding.specificity import Specified
from cleanclaim.coding.values import Query

_OPEN_ENDED = ("Other (please specify)", "Unable to determine")
_MOST_OPTIONS = 8


def about_laterality(mention: Mention, specified: Specified, note: Note) -> Query:
    """Ask for the side of a condition."""
    evidence = note.evidence(mention.start, mention.end)
    return Query(
        topic="laterality",
        question=f'"{evidence.text}" is documented without a side. Please document which side is affected.',
        options=(*specified.options, *_OPEN_ENDED),
        evidence=(evidence,),
    )


def about_specificity(mention: Mention, specified: Specified, note: Note, lexicon: Lexicon) -> Query:
    """Ask for the detail by which the classification divides a condition."""
    evidence = note.evidence(mention.start, mention.end)
    options = specified.options
    if len(options) > _MOST_OPTIONS or not options:
        children = [lexicon.entry(child) for child in lexicon.children(mention.term.code)]
        options = tuple(child.title for child in children if child)[:_MOST_OPTIONS]
    return Query(
        topic="specificity",
        question=f'Please clarify the type of "{evidence.text}" that was evaluated at this encounter.',
        options=(*options, *_OPEN_ENDED),
        evidence=(evidence,),
    )


def about_uncertainty(mention: Mention, note: Note) -> Query:
    """Ask what is established where the note is uncertain."""
    evidence = note.evidence(mention.start, mention.end)
    return Query(
        topic="uncertain-diagnosis",
        question=(
            f'"{evidence.text}" is documented with uncertainty ("{mention.asserted.cue}"). Please document '
            "the condition, sign or symptom to the highest degree of certainty known at this encounter."
        ),
        options=(
            f"{evidence.text}: established",
            f"{evidence.text}: ruled out",
            "Not established at this encounter; the sign or symptom is (please specify)",
            *_OPEN_ENDED,
        ),
        evidence=(evidence,),
    )


def about_unsettled(one: Unsettled, note: Note) -> Query:
    """Ask what an abbreviation with several meanings stands for."""
    evidence = note.evidence(one.start, one.end)
    return Query(
        topic="abbreviation",
        question=f'Please clarify what the abbreviation "{evidence.text}" stands for.',
        options=(*one.meanings, *_OPEN_ENDED),
        evidence=(evidence,),
    )
