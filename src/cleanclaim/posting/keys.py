"""Keys of what is booked: made of what the payer sent, so that a second posting has equal keys.

The fields that go into a key are fixed. Changing them would let a remittance that is already in
the ledger be posted a second time; it takes an ADR and a migration of the keys in use.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from cleanclaim.primitives import show_money
from cleanclaim.remittance import ClaimPayment, ProviderAdjustment, RemitAdjustment, Remittance

_PREFIX = "835"
_CLAIM_MARK = "/claim/"
_LONGEST_BASE = 150
_DIGEST_LENGTH = 20


def payer_of(remittance: Remittance) -> str:
    """Return who paid, as accounts name it: the payer's id, else TRN03, else its name."""
    return (remittance.payer_id or remittance.payer_trace_id or remittance.payer_name)[:80]


class RemittanceKeys(msgspec.Struct, frozen=True):
    """All keys of a remittance: its own, its payment's, those of its claim payments and PLBs in order."""

    remittance: str
    payment: str
    claims: tuple[str, ...]
    adjustments: tuple[str, ...]


def keys_of(remittance: Remittance) -> RemittanceKeys:
    """Return all keys of a remittance; each claim payment is read once."""
    claims, adjustments = claim_keys(remittance), provider_adjustment_keys(remittance)
    whole = f"{_base(remittance)}/{_digest((*claims, *adjustments))}"
    return RemittanceKeys(whole, payment_key(remittance), claims, adjustments)


def remittance_key(remittance: Remittance) -> str:
    """Return the key of a remittance: its payment's, and a digest of its claims and PLBs.

    Two remittances with this key are the same one, sent twice. Two that differ only in the
    digest claim the same payment (or are two notices of nothing with one trace number).
    """
    return keys_of(remittance).remittance


def _base(remittance: Remittance) -> str:
    """Return what names the payment: payer, trace number, amount, date paid.

    The position within a file is no part of it: the same remittance comes again in files that
    are joined differently.
    """
    payer = remittance.payer_trace_id or remittance.payer_id or remittance.payer_name
    paid_on = remittance.paid_on.isoformat() if remittance.paid_on else ""
    parts = (_PREFIX, payer, remittance.trace_number, show_money(remittance.payment), paid_on)
    base = "/".join(part.replace("/", "_") for part in parts)
    return base if len(base) <= _LONGEST_BASE else f"{_PREFIX}/{_digest(parts)}"


def payment_key(remittance: Remittance) -> str:
    """Return the key of the entry for the payment itself: one however often it is announced."""
    return f"{_base(remittance)}/payment"


def claim_keys(remittance: Remittance) -> tuple[str, ...]:
    """Return the keys of the claim payments of a remittance, in their order."""
    return _numbered(_base(remittance) + _CLAIM_MARK, (_claim_fields(claim) for claim in remittance.claims))


def provider_adjustment_keys(remittance: Remittance) -> tuple[str, ...]:
    """Return the keys of the provider adjustments of a remittance, in their order."""
    return _numbered(
        f"{_base(remittance)}/plb/",
        (_provider_adjustment_fields(found) for found in remittance.provider_adjustments),
    )


def is_claim_payment_key(key: str) -> bool:
    """Return whether a key is one of a claim payment."""
    return key.startswith(f"{_PREFIX}/") and _CLAIM_MARK in key


def _numbered(prefix: str, contents: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return a key for each content; equal contents are told apart by counting them."""
    counts: dict[str, int] = {}
    keys = []
    for fields in contents:
        digest = _digest(fields)
        counts[digest] = counts.get(digest, 0) + 1
        suffix = "" if counts[digest] == 1 else f"/{counts[digest]}"
        keys.append(f"{prefix}{digest}{suffix}")
    return tuple(keys)


def _claim_fields(claim: ClaimPayment) -> tuple[str, ...]:
    fields = [
        claim.patient_control_number,
        claim.payer_claim_control_number,
        claim.status,
        show_money(claim.charge),
        show_money(claim.paid),
        show_money(claim.patient_responsibility),
        *_adjustment_fields(claim.adjustments),
    ]
    for line in claim.lines:
        fields += ["SVC", line.code, *line.modifiers, show_money(line.charge), show_money(line.paid)]
        fields += _adjustment_fields(line.adjustments)
    return tuple(fields)


def _adjustment_fields(adjustments: tuple[RemitAdjustment, ...]) -> list[str]:
    return [
        field
        for each in adjustments
        for field in ("CAS", each.group_code, each.carc, show_money(each.amount))
    ]


def _provider_adjustment_fields(found: ProviderAdjustment) -> tuple[str, ...]:
    return (found.provider_id, found.reason, found.reference, show_money(found.amount))


def _digest(fields: tuple[str, ...]) -> str:
    joined = "\x1f".join(fields).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:_DIGEST_LENGTH]
