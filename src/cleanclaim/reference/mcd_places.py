"""Which contractors and states the documents of a coverage database download bind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cleanclaim.codesets.policies import CoverageContractor
from cleanclaim.reference.mcd_tables import Tables, each
from cleanclaim.reference.policy_text import plain

Document = tuple[str, str]
"""The id and the version of an article or an LCD."""
_ContractorKey = tuple[str, str, str]


@dataclass
class Places:
    """Contractors by their key, and what documents say of them."""

    contractors: dict[_ContractorKey, CoverageContractor] = field(default_factory=dict)
    of_document: dict[Document, list[_ContractorKey]] = field(default_factory=dict)
    primary: dict[Document, list[str]] = field(default_factory=dict)
    unknown: int = 0

    def of(self, document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the numbers of the contractors and the states that a document binds.

        A document of one contractor names its states itself (primary jurisdiction); one of
        several holds in all states of theirs.
        """
        keys = self.of_document.get(document, [])
        rows = [self.contractors[key] for key in keys if key in self.contractors]
        numbers = tuple(sorted({row.number for row in rows if row.number}))
        named = self.primary.get(document, []) if len(numbers) <= 1 else []
        states = named or [state for row in rows for state in row.states]
        return numbers, tuple(sorted(set(states)))


def read_places(tables: Tables, kind: str) -> Places:
    """Return the places of the documents of a kind (``article`` or ``lcd``)."""
    places = Places(_contractors(tables))
    states = _states(tables)

    def contractor(document: str, version: str, *key: str) -> None:
        one, kind_of, release = key
        if (one, kind_of, release) not in places.contractors:
            places.unknown += 1
        places.of_document.setdefault((document, version), []).append((one, kind_of, release))

    def jurisdiction(document: str, version: str, state: str) -> None:
        if state in states:
            places.primary.setdefault((document, version), []).append(states[state])

    identity = (f"{kind}_id", f"{kind}_version")
    key = ("contractor_id", "contractor_type_id", "contractor_version")
    each(tables, f"{kind}_x_contractor", (*identity, *key), contractor)
    each(tables, f"{kind}_x_primary_jurisdiction", (*identity, "state_id"), jurisdiction)
    return places


def contractor_rows(tables: Tables) -> Sequence[CoverageContractor]:
    """Return the contractors of a download."""
    return list(_contractors(tables).values())


def _states(tables: Tables) -> dict[str, str]:
    found: dict[str, str] = {}
    each(
        tables,
        "state_lookup",
        ("state_id", "state_abbrev"),
        lambda key, name: found.update({key: name.upper()}),
    )
    return found


def _contractors(tables: Tables) -> dict[_ContractorKey, CoverageContractor]:
    states, kinds = _states(tables), dict[str, str]()
    each(
        tables,
        "contractor_type_lookup",
        ("contractor_type_id", "description"),
        lambda key, name: kinds.update({key: name}),
    )
    of_contractor: dict[_ContractorKey, list[str]] = {}

    def jurisdiction(one: str, kind: str, release: str, state: str) -> None:
        # Ended jurisdictions stay: a document of those days still binds them.
        if state in states:
            of_contractor.setdefault((one, kind, release), []).append(states[state])

    key = ("contractor_id", "contractor_type_id", "contractor_version")
    each(tables, "contractor_jurisdiction", (*key, "state_id"), jurisdiction)
    found: dict[_ContractorKey, CoverageContractor] = {}

    def contractor(*cells: str) -> None:
        one, kind, release, name, number, status = cells
        if number and not (number.isascii() and number.isalnum() and len(number) <= 5):
            raise ValueError(f"{number!r} is not a contractor number")
        found[(one, kind, release)] = CoverageContractor(
            number.upper().zfill(5) if number else "",
            plain(name),
            kinds.get(kind, ""),
            tuple(sorted(set(of_contractor.get((one, kind, release), ())))),
            status.upper() != "D",
        )

    each(tables, "contractor", (*key, "contractor_bus_name", "contractor_number", "status"), contractor)
    return found
