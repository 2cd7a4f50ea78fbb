"""Denials that can be worked in one go: same payer, same reason, same next step."""

from collections.abc import Iterable
from datetime import date

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import Cause
from cleanclaim.workflow.denials.values import Action, DenialCase


class DenialGroup(msgspec.Struct, frozen=True):
    """Denials with one cause. ``keys`` are the caller's own, in the order given.

    ``action`` is the next step of all of them, nothing where a person must think; ``amount`` Σ refused
    in dollars; ``due`` the earliest last day among them.
    """

    payer: str
    code: str
    remarks: tuple[str, ...]
    cause: Cause
    action: Action | None
    keys: tuple[str, ...]
    amount: Money
    due: date | None


def group_cases(cases: Iterable[tuple[str, str, DenialCase]]) -> tuple[DenialGroup, ...]:
    """Return (key, payer, case) rows grouped: what is due first comes first, then what is worth most.

    Remarks count as a set: their order on a line says nothing. What has no last day comes last.
    """
    found: dict[tuple[str, str, tuple[str, ...], Action | None], list[tuple[str, DenialCase]]] = {}
    for key, payer, case in cases:
        step = case.next_step
        remarks = tuple(sorted(set(case.remarks)))
        group = (payer, case.code, remarks, step.action if step else None)
        found.setdefault(group, []).append((key, case))
    groups = [
        DenialGroup(
            payer=payer,
            code=code,
            remarks=remarks,
            cause=rows[0][1].cause,
            action=action,
            keys=tuple(key for key, _ in rows),
            amount=sum((case.amount for _, case in rows), ZERO),
            due=min((case.due for _, case in rows if case.due is not None), default=None),
        )
        for (payer, code, remarks, action), rows in found.items()
    ]
    return tuple(sorted(groups, key=lambda each: (each.due or date.max, -each.amount, each.payer, each.code)))
