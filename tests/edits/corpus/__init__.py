"""A corpus of claims written from the policies alone, without a look at the edits.

``*.yaml`` but ``clean*.yaml`` hold claims with one defect each and their near-misses; ``clean*.yaml``
hold realistic claims that nobody has a reason to hold. The form of an entry is in
:class:`Defect` and :class:`Clean`. ``python -m tests.edits.corpus`` prints what is missed.
"""

import shlex
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from cleanclaim.claim.notation import NotedClaim, claim_from
from cleanclaim.codesets import Answer, Kind, Store
from cleanclaim.codesets.overlay import StoreWithRows
from cleanclaim.codesets.providers import NPPES, Provider
from cleanclaim.edits import FAMILIES, Finding, Rules, Severity, scrub
from cleanclaim.edits.example_tables import store_with
from cleanclaim.parameters import Parameters
from tests.edits.corpus.articles import with_articles

S = TypeVar("S", bound=msgspec.Struct)

HERE = Path(__file__).parent
_SEVERITIES = {name.name.lower(): name for name in Severity}
_FAMILY_OF_PREFIX = {family.prefix: name for name, family in FAMILIES.items()}


class Defect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim with one defect, and the claim made right by the smallest change.

    ``policy`` is the rule in the author's words with its source. ``tables`` are rows as the
    examples of edits write them; ``history`` earlier claims of the patient (none: no history at
    hand; an empty list: nothing happened before). A finding of one of the families ``expect``, at
    least as grave as ``severity_at_least``, on one of the places ``at`` (``line 2`` or the
    beginning of a path; anywhere, if none is given) is right. ``near_miss_history`` and
    ``near_miss_tables`` replace the claim's own for the near-miss, where they are the difference.
    ``articles`` are coverage articles of Illinois, as :func:`tests.edits.corpus.articles.with_articles`
    reads them.
    """

    name: str
    policy: str
    claim: str
    expect: tuple[str, ...]
    near_miss: str
    severity_at_least: str = "review"
    at: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    history: tuple[str, ...] | None = None
    near_miss_tables: tuple[str, ...] | None = None
    near_miss_history: tuple[str, ...] | None = None
    articles: tuple[str, ...] = ()


class Clean(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A realistic claim in which nothing is wrong; ``defence`` of a finding that is right all the same."""

    name: str
    claim: str
    tables: tuple[str, ...] = ()
    history: tuple[str, ...] | None = None
    articles: tuple[str, ...] = ()
    defended: tuple[str, ...] = ()
    defence: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What the edits said of a defect: whether it was found, and what was said of the near-miss."""

    defect: Defect
    found: bool
    said: tuple[Finding, ...]
    false_alarms: tuple[Finding, ...]
    near_miss_said: tuple[Finding, ...]


def defects() -> Iterator[Defect]:
    """Yield every claim with a defect, by file and place in it."""
    for path in sorted(HERE.glob("*.yaml")):
        if not path.name.startswith("clean"):
            yield from _read(path, Defect)


def clean_claims() -> Iterator[Clean]:
    """Yield every clean claim."""
    for path in sorted(HERE.glob("clean*.yaml")):
        yield from _read(path, Clean)


def judge(defect: Defect, store: Store, parameters: Parameters) -> Outcome:
    """Return what the edits say of a defect and of its near-miss."""
    if defect.articles:
        store = with_articles(defect.articles, store)
    said = findings_of(defect.claim, store, parameters, defect.tables, defect.history)
    tables = defect.tables if defect.near_miss_tables is None else defect.near_miss_tables
    history = defect.history if defect.near_miss_history is None else defect.near_miss_history
    near = findings_of(defect.near_miss, store, parameters, tables, history)
    return Outcome(
        defect,
        any(_is_expected(finding, defect) for finding in said),
        said,
        tuple(finding for finding in near if _is_of_family(finding, defect)),
        near,
    )


def findings_of(
    notation: str,
    store: Store,
    parameters: Parameters,
    tables: Iterable[str] = (),
    history: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """Return what the edits say of a noted claim, without what they could not judge."""
    noted = claim_from(notation)
    rules = Rules(
        _loaded(tuple(tables), store),
        parameters,
        received=noted.received,
        payer_kind=noted.payer_kind,
        history=None
        if history is None
        else tuple(_earlier(text, n).claim for n, text in enumerate(history, 1)),
    )
    return tuple(f for f in scrub(noted.claim, rules) if f.severity is not Severity.NOT_CHECKED)


def held(clean: Clean, store: Store, parameters: Parameters) -> tuple[Finding, ...]:
    """Return the findings on a clean claim that somebody would have to look at and nobody defends."""
    if clean.articles:
        store = with_articles(clean.articles, store)
    said = findings_of(clean.claim, store, parameters, clean.tables, clean.history)
    return tuple(finding for finding in to_work_on(said) if finding.edit not in clean.defended)


def to_work_on(said: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that somebody has to look at before the claim goes out."""
    return tuple(finding for finding in said if finding.severity <= Severity.REVIEW)


def _loaded(rows: tuple[str, ...], store: Store) -> Store:
    """Return the store with a claim's rows; those of NPPES are arrays, which an example cannot write."""
    providers = [shlex.split(row)[1:] for row in rows if row.startswith("NPPES ")]
    others = store_with([row for row in rows if not row.startswith("NPPES ")], store)
    if not providers:
        return others
    given = {npi: [_provider(npi, dict(word.split("=", 1) for word in words))] for npi, *words in providers}
    return _WithProviders(others, {NPPES: given}, label="rows of the corpus")


class _WithProviders(StoreWithRows):
    """The store asks for an updated kind in every release of its directory: here there is one more."""

    def find(self, kind: Kind[S], key: str, on: date) -> Answer[tuple[S, ...]]:
        if kind.name != NPPES.name:
            return super().find(kind, key, on)
        return self._rows(kind, key, on, lambda table, bare: table.on(bare, on))


def _provider(npi: str, fields: dict[str, str]) -> Provider:
    days = {name: date.fromisoformat(fields[name]) for name in fields if name.endswith("ated")}
    return Provider(npi, int(fields["entity"]), organization=fields.get("organization", ""), **days)


def _earlier(text: str, number: int) -> NotedClaim:
    return claim_from(f"set patient_control_number EARLIER{number}; {text}")


def _families(finding: Finding) -> set[str]:
    """Return the family of a finding and those of the edits that were folded into it."""
    return {finding.family, *(_FAMILY_OF_PREFIX.get(one.rstrip("0123456789"), "") for one in finding.also)}


def _is_of_family(finding: Finding, defect: Defect) -> bool:
    threshold = max(_SEVERITIES[defect.severity_at_least], Severity.REVIEW)
    return bool(_families(finding) & set(defect.expect)) and finding.severity <= threshold


def _is_expected(finding: Finding, defect: Defect) -> bool:
    if not _families(finding) & set(defect.expect):
        return False
    if finding.severity > _SEVERITIES[defect.severity_at_least]:
        return False
    return not defect.at or any(_is_at(finding, place) for place in defect.at)


def _is_at(finding: Finding, place: str) -> bool:
    if place.startswith("line "):
        return finding.line == int(place.removeprefix("line "))
    return finding.path.startswith(place)


def _read(path: Path, kind: type[msgspec.Struct]) -> Iterator:  # type: ignore[type-arg]  # of that kind
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        try:
            yield msgspec.convert(entry, kind)
        except msgspec.ValidationError as error:
            raise ValueError(f"{path.name}, {entry.get('name')}: {error}") from None
