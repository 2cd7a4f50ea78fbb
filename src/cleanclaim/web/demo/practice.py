"""The demonstration's material: who is served, by whom, and which encounters arrive when.

``company.yaml`` names the billing company, its tenants and their users; ``practices/`` has one file
for each practice, with its people and encounters; ``notes/`` one note an encounter. Everything
is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
import yaml

from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.web.demo.rows import DemoEncounter, DemoPractice, encounter_of, repaired_member_id

__all__ = [
    "Company",
    "DemoEncounter",
    "DemoOrganization",
    "DemoPractice",
    "DemoUser",
    "company",
    "demo_encounters",
    "demo_identifiers",
    "demo_users",
    "encounters_of",
    "practices",
]

PRACTICES = ("family", "cardiology", "orthopedics")
"""The files in ``practices/``, in the order in which their encounters are taken in."""


class DemoOrganization(msgspec.Struct, frozen=True):
    """One tenant of the billing company: its key here, and what it is called.

    ``world`` keeps a second one of the same key apart, for tests that compare two lives.
    """

    key: str
    name: str
    submitter_id: str
    phone: str
    world: str = ""

    @property
    def id(self) -> UUID:
        """The tenant's id, the same on every machine."""
        return uuid5(NAMESPACE_URL, f"cleanclaim-demo:{self.world}{self.key}")


class DemoUser(msgspec.Struct, frozen=True):
    """Somebody who signs in: ``role`` is one of ``Role``; ``organizations`` are keys.

    ``practices`` are keys of practice files; empty means all practices of the organizations.
    """

    username: str
    display_name: str
    role: str
    organizations: tuple[str, ...]
    practices: tuple[str, ...] = ()


class Company(msgspec.Struct, frozen=True):
    """The billing company. It begins on ``first_day`` and the person joins it on ``start_day``."""

    name: str
    first_day: date
    start_day: date
    organizations: tuple[DemoOrganization, ...]
    users: tuple[DemoUser, ...]
    prices: dict[str, str]

    def organization(self, key: str) -> DemoOrganization:
        """Return the tenant of that key."""
        return next(found for found in self.organizations if found.key == key)


@cache
def company() -> Company:
    """Return the billing company as its file has it."""
    return msgspec.convert(_yaml("company.yaml"), Company, strict=False)


@cache
def practices() -> Mapping[str, DemoPractice]:
    """Return the practices by key."""
    prices = company().prices
    found = {}
    for key in PRACTICES:
        raw = _yaml(f"practices/{key}.yaml")
        found[key] = DemoPractice(key=key, organization=raw["organization"], raw=raw, prices=prices)
    return MappingProxyType(found)


@cache
def encounters_of(organization: str) -> Mapping[str, DemoEncounter]:
    """Return the encounters of the tenant of that key, by number, in the order in which they arrive."""
    found = [
        _demo_encounter(practice, row)
        for practice in practices().values()
        if practice.organization == organization
        for row in practice.raw["encounters"]
    ]
    found.sort(key=lambda row: (row.arrives, row.encounter.number))
    return MappingProxyType({row.encounter.number: row for row in found})


def demo_encounters(*, copies: int = 1) -> Iterator[DemoEncounter]:
    """Yield the ten encounters with which tests walk; each further copy has other people's numbers."""
    practice = practices()["family"]
    ten = [row for row in practice.raw["encounters"] if row.get("walk")]
    for copy in range(copies):
        for row in ten:
            yield _demo_encounter(practice, row, copy)


def demo_users() -> tuple[DemoUser, ...]:
    """Return everybody who signs in to the demonstration."""
    return company().users


def demo_identifiers() -> tuple[str, ...]:
    """Return every patient's and subscriber's names, birth dates (as they are written) and numbers.

    For tests that look for them where they must not stand: logs, addresses, error pages. First
    names are only given together with the last name, as such words stand in other texts too.
    """
    found: dict[str, None] = {}
    for organization in company().organizations:
        for row in encounters_of(organization.key).values():
            encounter = row.encounter
            found[encounter.medical_record_number] = None
            people = [encounter.patient, *(c.subscriber for c in encounter.coverages if c.subscriber)]
            for person in people:
                name = person.name
                found |= dict.fromkeys((name.last, f"{name.first} {name.last}", f"{name.last}, {name.first}"))
                if person.birth_date is not None:
                    born = person.birth_date
                    found |= dict.fromkeys((born.isoformat(), f"{born:%Y%m%d}", f"{born:%m/%d/%Y}"))
            found |= dict.fromkeys(coverage.member_id for coverage in encounter.coverages)
    found.pop("", None)
    return tuple(found)


def _demo_encounter(practice: DemoPractice, row: dict[str, Any], copy: int = 0) -> DemoEncounter:
    note = _text(f"notes/{row['number']}.txt")
    return DemoEncounter(
        encounter=encounter_of(practice, row, copy),
        note=note,
        arrives=row.get("arrives") or next_working_day(row["date"]),
        codes=tuple(row.get("codes", ())),
        left_by_coder=row.get("coder") == "leaves",
        left_by_biller=row.get("biller") == "leaves",
        asked_by_coder=row.get("coder") == "asks",
        repaired=row["repair"]["day"] if "repair" in row else None,
        member_id=repaired_member_id(practice, row),
    )


def _yaml(name: str) -> dict[str, Any]:
    return dict(yaml.load(_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8")
