"""Questions about ICD-10-PCS codes and tables on a date, and what can follow the first characters."""

from datetime import date

import msgspec

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.icd10pcs import ICD10PCS_TABLES, PCSAxis, PCSRow
from cleanclaim.codesets.store import Store

LENGTH = 7
_TABLE = 3


class PCSValue(msgspec.Struct, frozen=True):
    """One character of a code and what it means there."""

    position: int
    axis: str
    character: str
    meaning: str


class PCSMeaning(msgspec.Struct, frozen=True):
    """What a legal code says, character by character, and the definition of its operation."""

    code: str
    values: tuple[PCSValue, ...]
    definition: str


class PCSChoices(msgspec.Struct, frozen=True):
    """The values that the next character can have after the first ones of a code."""

    begun: str
    position: int
    axis: str
    values: tuple[tuple[str, str], ...]


def pcs_rows(store: Store, table: str, on: date) -> Answer[tuple[PCSRow, ...]]:
    """Return the rows of a table, named by three characters, that are in force on a discharge date."""
    return store.find(ICD10PCS_TABLES, table[:_TABLE], on)


def pcs_meaning(store: Store, code: str, on: date) -> Answer[PCSMeaning]:
    """Return what a code means by its table; ``Unknown`` when no row of a table makes the code.

    The tables of the fiscal year of the discharge date decide.
    """
    bare = code.strip().upper()
    answer = pcs_rows(store, bare, on)
    if isinstance(answer, NotCovered):
        return answer
    rows = answer.value if isinstance(answer, Known) else ()
    for row in rows:
        if row.holds(bare):
            values = tuple(
                PCSValue(axis.position, axis.title, character, dict(axis.values)[character])
                for axis, character in zip(row.axes, bare, strict=True)
            )
            return Known(PCSMeaning(bare, values, row.definition), answer.release)
    if answer.release.completeness == "partial":
        return NotCovered(
            answer.release.kind,
            on,
            f"{bare} is not in {answer.release.label}, which is partial: it cannot say whether it exists.",
        )
    return Unknown(answer.release)


def pcs_choices(store: Store, begun: str, on: date) -> Answer[PCSChoices]:
    """Return the values that can follow the first three to six characters of a code, in order.

    ``Unknown`` when no code begins so. A title that differs between rows ("Device", "Substance")
    is that of the first row.
    """
    bare = begun.strip().upper()
    if not _TABLE <= len(bare) < LENGTH:
        raise ValueError("choices are those after three to six characters")
    answer = pcs_rows(store, bare, on)
    if not isinstance(answer, Known):
        return answer
    axes: list[PCSAxis] = [row.axes[len(bare)] for row in answer.value if row.begins(bare)]
    if not axes:
        return Unknown(answer.release)
    values = sorted({value for axis in axes for value in axis.values})
    return Known(PCSChoices(bare, len(bare) + 1, axes[0].title, tuple(values)), answer.release)
