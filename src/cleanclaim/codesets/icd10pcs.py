"""ICD-10-PCS beside its codes: tables, index, definitions, body part and device keys.

A code is legal when a row of its table holds each of its characters (ICD-10-PCS Official
Guidelines A9, FY 2025): :mod:`cleanclaim.codesets.pcs_lookup` asks that on a date.
"""

from collections.abc import Iterator
from itertools import product

import msgspec

from cleanclaim.codesets.icd10cm_index import IndexTerm
from cleanclaim.codesets.kinds import Kind


class PCSAxis(msgspec.Struct, frozen=True, array_like=True):
    """A character of the codes of a table row: ``position`` 1 to 7, its title, the values it can have."""

    position: int
    title: str
    values: tuple[tuple[str, str], ...]

    def meaning(self, character: str) -> str | None:
        """Return what a character means, nothing when the row has none such."""
        return dict(self.values).get(character)


class PCSRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of a table (``0DB``): seven axes, the first three of one value; the operation's definition."""

    table: str
    axes: tuple[PCSAxis, ...]
    definition: str = ""

    def begins(self, characters: str) -> bool:
        """Return whether codes of this row begin so."""
        return all(axis.meaning(one) is not None for axis, one in zip(self.axes, characters, strict=False))

    def holds(self, code: str) -> bool:
        """Return whether a code of seven characters is one of this row."""
        return len(code) == len(self.axes) and self.begins(code)

    def codes(self) -> Iterator[str]:
        """Yield the codes of the row in order."""
        for characters in product(*([value for value, _ in axis.values] for axis in self.axes)):
            yield "".join(characters)

    @property
    def count(self) -> int:
        """How many codes the row holds."""
        count = 1
        for axis in self.axes:
            count *= len(axis.values)
        return count


class PCSDefinition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a value of an axis means. ``examples`` are those of an operation, the names of a value."""

    section: str
    position: int
    axis: str
    titles: tuple[str, ...]
    definition: str = ""
    explanation: str = ""
    examples: tuple[str, ...] = ()


class PCSSynonym(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name that the body part key or device key turns into values of an axis."""

    name: str
    values: tuple[str, ...]


class PCSAggregation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A specific device and the general one that is coded where a table has no value for it.

    ``operation`` is "All applicable" or the operation for which the specific one is meant;
    ``value`` the general one's character, empty where the source does not give it.
    """

    device: str
    operation: str
    body_systems: tuple[str, ...]
    general: str
    value: str = ""


ICD10PCS_TABLES = Kind(
    "ICD10PCS_TABLES", "ICD-10-PCS tables", PCSRow, "which inpatient procedure codes can be built"
)
ICD10PCS_INDEX = Kind(
    "ICD10PCS_INDEX", "ICD-10-PCS Index", IndexTerm, "inpatient procedures by the words of their index"
)
ICD10PCS_DEFINITIONS = Kind(
    "ICD10PCS_DEFINITIONS",
    "ICD-10-PCS definitions",
    PCSDefinition,
    "definitions of operations",
)
ICD10PCS_BODY_PART = Kind(
    "ICD10PCS_BODY_PART", "ICD-10-PCS body part key", PCSSynonym, "anatomical names as body part values"
)
ICD10PCS_DEVICE = Kind("ICD10PCS_DEVICE", "ICD-10-PCS device key", PCSSynonym, "device names as values")
ICD10PCS_AGGREGATION = Kind(
    "ICD10PCS_AGGREGATION",
    "ICD-10-PCS device aggregation",
    PCSAggregation,
    "general devices where a table has no specific one",
)
PCS_BOOKS = (
    ICD10PCS_TABLES,
    ICD10PCS_DEFINITIONS,
    ICD10PCS_BODY_PART,
    ICD10PCS_DEVICE,
    ICD10PCS_AGGREGATION,
)
"""What explains codes and is kept under names and tables, not under codes."""


def pcs_key(name: str) -> str:
    """Return the key under which a name is found in definitions and keys: capitals, no full stops."""
    return " ".join(name.upper().replace(".", "").split())
