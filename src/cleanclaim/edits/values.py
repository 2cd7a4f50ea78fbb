"""What an edit is made of: severity, lifecycle, scope, example, and the finding it yields."""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import IntEnum

import msgspec

from cleanclaim.codesets import table_in_words
from cleanclaim.primitives import DateRange

PAYER_KINDS = frozenset(
    ("medicare", "medicaid", "commercial", "workers_comp", "auto", "dental", "self_pay", "unknown")
)
"""The kinds of ``CONTRACT.md``, and ``unknown`` where a claim's filing indicator names none."""

CLAIM_TYPES = frozenset(("professional", "institutional", "dental"))

ALL_PAYERS = PAYER_KINDS
ALL_CLAIMS = CLAIM_TYPES

HIPAA_PAYERS = frozenset(("medicare", "medicaid", "commercial", "dental"))
"""Kinds that are health plans, bound by the adopted transactions and code sets (45 CFR 162).

Workers' compensation and automobile insurers are not health plans: what they ask for is state
law or their own, so the same finding is only a ``review`` there.
"""

OTHER_PAYERS = PAYER_KINDS - HIPAA_PAYERS

OTHER_THAN_MEDICARE = frozenset(("medicaid", "commercial", "workers_comp", "auto", "unknown"))
"""Payers who may have adopted a Medicare rule, wholly or in part, or not: a review for them."""


class Severity(IntEnum):
    """What happens next if the claim is sent as it is; the order is the order of the work."""

    REJECT = 1
    DENY = 2
    REVIEW = 3
    INFORM = 4
    NOT_CHECKED = 5

    def __str__(self) -> str:
        return self.name.lower()


class Stable(msgspec.Struct, frozen=True, tag="stable"):
    """In force since a version of cleanclaim."""

    since: str


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    """On trial since a version: it may still change its mind."""

    since: str


class Deprecated(msgspec.Struct, frozen=True, tag="deprecated"):
    """Will be retired; ``replaced_by`` names the edit that took over, if one did."""

    since: str
    replaced_by: str = ""


Status = Stable | Preview | Deprecated
"""Our lifecycle of an edit, which is not the authority's (see :class:`Effective`)."""


class Effective(msgspec.Struct, frozen=True):
    """The dates of service for which the authority's rule holds, both ends included."""

    start: date = date.min
    end: date = date.max

    def touches(self, days: DateRange | None) -> bool:
        """Return whether a claim of these days is judged; one without any days is."""
        return days is None or (days.start <= self.end and days.end >= self.start)


ALWAYS = Effective()


class Scope(msgspec.Struct, frozen=True):
    """Whose rule it is, for which claims.

    For ``payer_kinds`` a finding has the edit's severity. For ``review_for`` nothing is known
    of the payer's own rule, so it is at most a ``review`` that says so. Other kinds, other
    claim types and, where any are named, other jurisdictions (two-letter state or MAC number)
    are not judged at all.
    """

    payer_kinds: AbstractSet[str] = ALL_PAYERS
    claim_types: AbstractSet[str] = ALL_CLAIMS
    review_for: AbstractSet[str] = frozenset()
    jurisdictions: AbstractSet[str] = frozenset()

    def judges(self, claim_type: str, payer_kind: str) -> bool:
        """Return whether claims of this type to this kind of payer are judged."""
        return claim_type in self.claim_types and (
            payer_kind in self.payer_kinds or payer_kind in self.review_for
        )


class Example(msgspec.Struct, frozen=True):
    """A claim in the notation, and what the edit finds in it.

    ``finds`` names the paths of its findings, in order; empty means that the edit is silent.
    ``not_checked`` names the tables or contexts that it says it lacks. ``history`` are the
    same patient's earlier claims, ``tables`` the rows of reference tables that it turns on
    (:func:`cleanclaim.edits.example_tables.store_with`), ``context`` authorizations, eligibility and
    documents (:func:`cleanclaim.edits.example_context.context_of`).
    """

    title: str
    notation: str
    finds: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """One change of a claim: the field at ``path`` becomes what ``text`` says (``null``: nothing).

    Written as :func:`cleanclaim.claim.paths.with_text_at` reads it. ``safe``: it changes neither
    what was done, nor for whom, nor what it costs, and no judgement of a person is needed.
    """

    path: str
    text: str
    safe: bool = False


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong with a claim, or one thing that could not be judged.

    The fields are those of ``scrub --json`` (``CONTRACT.md``) without the file. ``path`` points
    into the claim document (indexes from 0), or is ``received`` for the day of receipt;
    ``line`` is the number of the service line, from 1. ``codes`` are the codes it is about,
    ``predicts`` the reasons a payer would give, ``missing`` the table or context that was
    lacking when the severity is ``not_checked``. ``changes`` are the concrete repair, where
    there is one that fits; ``also`` the ids of edits that found the same fault, and say no more;
    ``work_list`` is where a rule of payer or practice sends the claim.
    """

    claim_id: str
    line: int | None
    edit: str
    name: str
    family: str
    severity: Severity
    path: str
    codes: tuple[str, ...]
    message: str
    fix: str
    sources: tuple[str, ...]
    release: str
    predicts: tuple[str, ...] = ()
    missing: str = ""
    changes: tuple[Change, ...] = ()
    also: tuple[str, ...] = ()
    work_list: str = ""


_CONTEXT_IN_WORDS = {
    "received": "the day on which the payer gets the claim",
    "date of service": "a date of service",
    "CPT/CDT": "the licensed code sets (CPT, CDT)",
}


def missing_in_words(missing: str) -> str:
    """Return a missing table or context (:attr:`Finding.missing`) as a biller calls it."""
    return _CONTEXT_IN_WORDS.get(missing) or table_in_words(missing)
