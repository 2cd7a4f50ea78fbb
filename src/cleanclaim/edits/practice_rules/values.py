"""A rule of a payer or practice: whose it is, when it holds, what it asks, what is to be done."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from cleanclaim.edits.values import ALL_CLAIMS, ALL_PAYERS, ALWAYS, Effective, Severity

FAMILY = "payer_rules"
"""The family of what these rules find."""

UNITS = ("claim", "line", "diagnosis")
"""What a rule judges one after the other: the whole claim, its lines, or its diagnoses."""


class Context(msgspec.Struct, frozen=True):
    """What conditions may ask of: a claim, the thing in it that is judged, and facts beside them.

    ``path`` is where ``thing`` stands in the claim (empty for the claim itself).
    """

    claim: Any
    thing: Any
    path: str
    payer_kind: str
    received: Any


Condition = Callable[[Context], bool]
"""A condition as it is asked. Never raises for a broken claim."""

Reader = Callable[[Context], Iterator[tuple[str, Any]]]
"""Everything that a field of the catalogue holds, each value with its path in the claim."""


class RuleScope(msgspec.Struct, frozen=True):
    """For whom a rule holds; empty sets leave nobody out.

    ``payer_ids`` are those of the billed coverage's payer; ``billing_npis`` and ``tax_ids`` those of
    the billing provider: the practice.
    """

    payer_kinds: frozenset[str] = ALL_PAYERS
    claim_types: frozenset[str] = ALL_CLAIMS
    payer_ids: frozenset[str] = frozenset()
    billing_npis: frozenset[str] = frozenset()
    tax_ids: frozenset[str] = frozenset()


class SetValue(msgspec.Struct, frozen=True):
    """A field that should hold another value; ``safe`` lets ``scrub --fix`` write it."""

    field: str
    value: str
    safe: bool = False


class RuleExample(msgspec.Struct, frozen=True):
    """A claim in the notation, and the paths at which the rule finds something; none: it is silent."""

    title: str
    claim: str
    finds: tuple[str, ...] = ()


class PracticeRule(msgspec.Struct, frozen=True, eq=False):
    """One rule, ready to judge. Made by :func:`cleanclaim.edits.practice_rules.loading.load_rules`.

    ``id`` begins with its file's prefix and a hyphen, so that it is never that of an edit. ``says`` is
    the statement of fact, ``why`` the reason, ``fix`` what to do. ``judges`` is one of :data:`UNITS`.
    ``points_at`` is the field that a finding names. ``documents`` are PWK report types of which the
    claim (or the line) must have one: the rule is silent when it does. ``work_list`` is where the
    claim should go. ``source`` is whose rule it is, ``where`` the file and line it was read from.
    """

    id: str
    name: str
    says: str
    why: str
    fix: str
    severity: Severity
    condition: Condition
    judges: str = "claim"
    points_at: str = ""
    scope: RuleScope = RuleScope()
    effective: Effective = ALWAYS
    sets: tuple[SetValue, ...] = ()
    documents: tuple[str, ...] = ()
    work_list: str = ""
    source: str = ""
    examples: tuple[RuleExample, ...] = ()
    where: str = ""
