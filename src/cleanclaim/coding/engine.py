"""The one door of the engine: a note in, proposed codes with their reasons out."""

from collections.abc import Sequence

from cleanclaim.codesets import Store
from cleanclaim.coding.candidates import gather
from cleanclaim.coding.copied import with_copies
from cleanclaim.coding.lexicon import Lexicon, release_names
from cleanclaim.coding.note import take_apart
from cleanclaim.coding.selection import select
from cleanclaim.coding.services import Services, services_of
from cleanclaim.coding.spelling import with_words_corrected
from cleanclaim.coding.stays import with_facility
from cleanclaim.coding.values import CodingContext, CodingResult, Document, NotCoded, Proposal
from cleanclaim.primitives import InvalidValue


def suggest(
    document: Document,
    context: CodingContext,
    lexicon: Lexicon,
    store: Store | None = None,
    *,
    services: bool = True,
    earlier: Sequence[Document] = (),
    proposals: Sequence[Proposal] = (),
) -> CodingResult:
    """Return the codes that a note supports, of diagnoses and services, with queries for what is open.

    Deterministic: the same note, context and lexicon give the same result. A note without a
    recognised diagnosis gives no suggestion and says why in ``not_coded``. Raises
    ``InvalidValue`` when the lexicon's release is not in force on the date of service. With a
    ``store``, stays and operations of facilities also get ICD-10-PCS, POA and MS-DRG. Without
    ``services`` only diagnoses are coded, and only they are asked about: for encounters whose
    charges were captured elsewhere. ``earlier`` are notes of the same patient: what was carried over
    from them is marked. ``proposals`` are codes by others, judged as our own are (``second_opinion``).
    """
    if not lexicon.release.covers(context.date_of_service):
        raise InvalidValue(
            f"{lexicon.release.label} is not in force on {context.date_of_service}.",
            fix="Build the lexicon for the date of service.",
        )
    note = with_words_corrected(take_apart(document), lexicon.spelling)
    gathered = gather(note, lexicon, context.setting, proposals)
    selected = select(gathered.candidates, note, lexicon, context, gathered.opinions)
    not_coded = [*gathered.not_coded, *selected.not_coded]
    if not selected.suggestions and not not_coded:
        reason = (
            "the note has no text" if not document.text.strip() else "no known term for a condition was found"
        )
        not_coded.append(NotCoded("", reason))
    done = services_of(note, context, selected.suggestions) if services else Services()
    result = CodingResult(
        id=document.id,
        date_of_service=context.date_of_service,
        setting=context.setting,
        suggestions=(*selected.suggestions, *done.suggestions),
        em=done.em,
        queries=(*gathered.queries, *selected.queries, *done.queries),
        not_coded=(*not_coded, *done.not_coded),
        releases=release_names(lexicon),
    )
    if store is not None:
        result = with_facility(result, note, context, store)
    return with_copies(result, note, earlier)
