"""The official tables beside the Alphabetic Index: neoplasms, drugs and chemicals, external causes."""

from datetime import date

import msgspec

from cleanclaim.codesets import (
    ICD10CM_DRUG,
    ICD10CM_EXTERNAL,
    ICD10CM_NEOPLASM,
    IndexTable,
    IndexTerm,
    Kind,
    Known,
    Store,
)
from cleanclaim.coding.drug_table import DrugTable
from cleanclaim.coding.index_walk import IndexWalk
from cleanclaim.coding.neoplasm_table import NeoplasmTable


class Tables(msgspec.Struct, frozen=True):
    """The tables that are loaded, each nearest to the day; ``names`` their releases by kind."""

    neoplasms: NeoplasmTable | None = None
    drugs: DrugTable | None = None
    causes: IndexWalk | None = None
    names: dict[str, str] = {}


def tables_of(store: Store, on: date) -> Tables:
    """Return the tables of a store; what is not loaded is nothing, and not named."""
    names: dict[str, str] = {}

    def table(kind: Kind[IndexTerm]) -> IndexTable | None:
        found = store.nearest_index(kind, on)
        if not isinstance(found, Known):
            return None
        names[kind.name] = found.release.label
        return found.value

    neoplasms, drugs, causes = table(ICD10CM_NEOPLASM), table(ICD10CM_DRUG), table(ICD10CM_EXTERNAL)
    return Tables(
        NeoplasmTable(neoplasms) if neoplasms else None,
        DrugTable(drugs) if drugs else None,
        IndexWalk(causes, any_comma=True, name="the External Cause Index") if causes else None,
        names,
    )
