"""Every provider that a claim names, with the path at which it stands."""

from collections.abc import Iterator

from cleanclaim.claim import Claim, LineProviders, Provider
from cleanclaim.edits.facts import facts_of

_OF_CLAIM = (
    "billing_provider",
    "pay_to",
    "rendering",
    "referring",
    "primary_care",
    "supervising",
    "facility",
)
_OF_BILL = ("attending", "operating", "other_operating")

_NOBODY = LineProviders()


def named_providers(claim: Claim) -> tuple[tuple[str, Provider], ...]:
    """Return (path, provider) for all providers of a claim and of its lines."""
    return facts_of(claim).kept("providers", None, lambda: tuple(_named(claim)))


def _named(claim: Claim) -> Iterator[tuple[str, Provider]]:
    for role in _OF_CLAIM:
        provider = getattr(claim, role)
        if provider is not None:
            yield role, provider
    if claim.institutional is not None:
        for role in _OF_BILL:
            provider = getattr(claim.institutional, role)
            if provider is not None:
                yield f"institutional.{role}", provider
    if claim.dental is not None and claim.dental.assistant_surgeon is not None:
        yield "dental.assistant_surgeon", claim.dental.assistant_surgeon
    for index, line in enumerate(claim.lines):
        if line.providers == _NOBODY:
            continue
        for role in LineProviders.__struct_fields__:
            provider = getattr(line.providers, role)
            if provider is not None:
                yield f"lines[{index}].providers.{role}", provider
