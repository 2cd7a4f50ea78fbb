"""Provider adjustments (PLB) of a check: what is left to explain, and which claims they may be about."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db.models import Q, Sum

from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS, SeenAdjustment, Tie, tie_adjustments
from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import ProviderAdjustment as EngineAdjustment
from cleanclaim.web.access import Access
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.models import ProviderAdjustment, RecoupmentTie, Remittance

INTEREST = "L6"
"""PLB reason that needs nobody: the payer paid late."""


class Matter(msgspec.Struct, frozen=True):
    """One provider adjustment as the screen shows it.

    ``left`` is what nobody has explained yet, in dollars; ``tie`` what the machine gathers with it;
    ``claims`` the claims that its reference names, for a person to confirm.
    """

    row: ProviderAdjustment
    words: str
    left: Money
    tie: Tie
    claims: Sequence[Claim]
    ties: Sequence[RecoupmentTie]

    @property
    def needs_a_person(self) -> bool:
        """Whether something is left to explain."""
        return self.left != 0 and self.row.reason != INTEREST


def left_of(adjustments: Iterable[ProviderAdjustment]) -> dict[UUID, Decimal]:
    """Return what of each is not tied or explained, in dollars; ties that were reversed do not count."""
    amounts = {row.pk: row.amount for row in adjustments}
    tied = (
        RecoupmentTie.objects.filter(adjustment__in=list(amounts))
        .filter(Q(entry=None) | Q(entry__reversed_by=None))
        .values_list("adjustment")
        .annotate(total=Sum("amount"))
    )
    return {**amounts, **{key: amounts[key] - total for key, total in tied}}


def matters_of(access: Access, remittance: Remittance) -> list[Matter]:
    """Return the provider adjustments of a remittance, those that need a person first."""
    rows = list(remittance.provider_adjustments.order_by("position"))
    if not rows:
        return []
    references = {row.reference for row in rows} - {""}
    related = list(
        ProviderAdjustment.objects.filter(
            remittance__payer_id=remittance.payer_id, reference__in=sorted(references)
        ).exclude(pk__in=[row.pk for row in rows])
    )
    left = left_of(rows)
    claims = _claims_named(access, references)
    numbers: dict[str, list[str]] = {}
    for claim in claims.values():
        for number in (claim.patient_control_number, claim.payer_claim_control_number):
            if number:
                numbers.setdefault(number, []).append(claim.patient_control_number)
    ties = tie_adjustments(
        [SeenAdjustment(str(row.pk), remittance.payer_id, _value(row)) for row in (*rows, *related)],
        numbers=numbers,
    )
    of = {key: tie for tie in ties for key in tie.keys}
    decided: dict[UUID, list[RecoupmentTie]] = {}
    for tie in RecoupmentTie.objects.filter(adjustment__in=rows).select_related(
        "claim", "entry__reversed_by"
    ):
        decided.setdefault(tie.adjustment_id, []).append(tie)
    matters = [
        Matter(
            row,
            PROVIDER_ADJUSTMENT_REASONS.get(row.reason, "not listed here"),
            left[row.pk],
            of[str(row.pk)],
            [claims[number] for number in of[str(row.pk)].claims if number in claims],
            decided.get(row.pk, []),
        )
        for row in rows
    ]
    return sorted(matters, key=lambda each: not each.needs_a_person)


def _claims_named(access: Access, references: Iterable[str]) -> dict[str, Claim]:
    """Return the claims whose number, or payer's number, stands in a reference, by control number."""
    words = {
        word for text in references for word in (text, text.lstrip("0"), *re.split(r"[^0-9A-Za-z]+", text))
    }
    words = {word for word in words if len(word) >= 4}
    rows = claims_for(access, Permission.SEE_MONEY).filter(
        Q(patient_control_number__in=sorted(words)) | Q(payer_claim_control_number__in=sorted(words))
    )
    return {row.patient_control_number: row for row in rows.select_related("patient")[:50]}


def _value(row: ProviderAdjustment) -> EngineAdjustment:
    return EngineAdjustment(
        provider_id="", reason=row.reason, amount=row.amount or ZERO, reference=row.reference
    )
