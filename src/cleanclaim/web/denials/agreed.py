"""What was agreed with payers: contract files of the organization, and what they pay for a claim.

Contracts lie under the data directory, ``contracts/<organization's id>/*.yaml`` with their schedules
beside them (``docs/algorithms/contracts.md``). Without one for a payer nothing is compared.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.pricing import Contract, NotPriced, Tables, load_contracts
from cleanclaim.pricing.contract_claims import ExpectedClaim, expected_by_contract
from cleanclaim.web.engine import parameters, reference_store
from cleanclaim.web.places import data_directory
from cleanclaim.workflow.underpayments import Tolerance

TOLERANCE = Tolerance()
"""Differences up to this are none: five cents a line."""


def contracts_directory(organization_id: UUID) -> Path:
    """Return where an organization's contracts lie."""
    return data_directory() / "contracts" / str(organization_id)


def contracts_of(organization_id: UUID) -> tuple[Contract, ...]:
    """Return an organization's contracts, read again when a file has changed; none without a directory.

    Raises ``DecodeError`` for a file that is wrong.
    """
    place = contracts_directory(organization_id)
    if not place.is_dir():
        return ()
    stamps = tuple(
        sorted((str(path), path.stat().st_mtime_ns) for path in place.rglob("*") if path.is_file())
    )
    return _contracts(place, stamps)


@lru_cache(maxsize=8)
def _contracts(place: Path, stamps: tuple[tuple[str, int], ...]) -> tuple[Contract, ...]:  # noqa: ARG001 - the key
    return load_contracts(place)


def expected_of(
    contracts: tuple[Contract, ...], value: EngineClaim, given: Mapping[str, str] | None = None
) -> ExpectedClaim | NotPriced:
    """Return what the contracts pay for a claim, or why none does."""
    tables = Tables(reference_store(), parameters())
    return expected_by_contract(contracts, value, tables, given=given or {})
