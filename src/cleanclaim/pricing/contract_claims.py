"""A claim priced by a contract: what issue 8 compares with what was allowed.

Not imported by the package itself: the simulator prices too, and may know nothing of claims.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.pricing.claims import services_of_claim
from cleanclaim.pricing.contract import Contract
from cleanclaim.pricing.contracts import ContractAmount, ContractPrice, price_by_contract, select_contract
from cleanclaim.pricing.values import NotPriced, Service, Tables


class ExpectedLine(msgspec.Struct, frozen=True):
    """What a contract pays for a line of a claim, by the line's number from 1."""

    line: int
    service: Service
    answer: ContractAmount | NotPriced


class ExpectedClaim(msgspec.Struct, frozen=True):
    """What a contract pays for a claim: its lines, and what comes on top (stop-loss)."""

    lines: tuple[ExpectedLine, ...]
    price: ContractPrice


def expected_by_contract(
    contracts: Sequence[Contract] | Contract,
    claim: Claim,
    tables: Tables,
    *,
    plan: str = "",
    locality: str = "",
    given: Mapping[str, str] = MappingProxyType({}),
) -> ExpectedClaim | NotPriced:
    """Return what a contract pays for a claim's lines, or why there is no contract for it.

    Of several contracts the one for the billed payer's id, the plan and the billing provider's NPI
    on the first day of service counts. A line without a locality is priced all the same by terms
    that ask for none.
    """
    asked = services_of_claim(claim, tables, locality=locality, given=given)
    dates = claim.service_dates
    if dates is None or not asked:
        return NotPriced("The claim has no line with a date of service.", "missing")
    if isinstance(contracts, Contract):
        contract: Contract | NotPriced = contracts
    else:
        contract = select_contract(
            contracts,
            payer_id=claim.coverage.payer.payer_id,
            plan=plan,
            provider=claim.billing_provider.npi,
            on=dates.start,
        )
    if isinstance(contract, NotPriced):
        return contract
    price = price_by_contract(contract, [service for _, service, _ in asked], tables)
    lines = tuple(
        ExpectedLine(number, service, answer)
        for (number, service, _), answer in zip(asked, price.lines, strict=True)
    )
    return ExpectedClaim(lines, price)
