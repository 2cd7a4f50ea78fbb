"""ICD-10-PCS from operative reports and discharge summaries, each character with its words.

``with_procedures(result, note, context, store)`` adds them to a result where they apply. See
``docs/algorithms/coding-inpatient-procedures.md``.
"""

import msgspec

from cleanclaim.codesets import Store
from cleanclaim.codesets.icd10pcs import ICD10PCS_TABLES
from cleanclaim.coding.inpatient_procedures.books import NoBooks, pcs_books
from cleanclaim.coding.inpatient_procedures.suggestions import suggest_procedures
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import CodingContext, CodingResult, NotCoded

__all__ = ["codes_procedures", "with_procedures"]


def codes_procedures(context: CodingContext) -> bool:
    """Return whether ICD-10-PCS is coded: facility claims of stays and of operations.

    A stay without a claim type counts; an operative report only with ``claim_type`` facility.
    """
    if context.setting == "inpatient":
        return context.claim_type in (None, "facility")
    return context.setting == "operative" and context.claim_type == "facility"


def with_procedures(result: CodingResult, note: Note, context: CodingContext, store: Store) -> CodingResult:
    """Return a result with the ICD-10-PCS codes of the note behind what it has.

    Without tables for the date nothing is suggested; ``releases`` and ``not_coded`` say so.
    """
    kind = ICD10PCS_TABLES.name
    books = pcs_books(store, context.date_of_service)
    if isinstance(books, NoBooks):
        return msgspec.structs.replace(
            result,
            releases={**result.releases, kind: "not loaded"},
            not_coded=(*result.not_coded, NotCoded("", f"procedures are not coded: {books.reason}")),
        )
    label = books.release.label
    if not books.in_force:
        label += f" (not in force on {context.date_of_service}: each code needs to be checked)"
    found = suggest_procedures(note, books, operative=context.setting == "operative")
    behind = len(result.suggestions)
    return msgspec.structs.replace(
        result,
        suggestions=(
            *result.suggestions,
            *(msgspec.structs.replace(one, rank=one.rank + behind) for one in found.suggestions),
        ),
        queries=(*result.queries, *found.queries),
        not_coded=(*result.not_coded, *found.not_coded),
        releases={**result.releases, kind: label},
    )
