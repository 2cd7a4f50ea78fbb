"""What all payers here go by: parameters, fees, tables, delays, mistakes. No state."""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.codesets import Store
from cleanclaim.parameters import NotKnown, Parameters, PayerTerms, payer_ids, payer_terms
from cleanclaim.pricing import Schedule, percent_contract
from cleanclaim.primitives import InvalidValue
from cleanclaim.simulator.answers import CLEARINGHOUSE_ID
from cleanclaim.simulator.checks.context import DiagnosisLookup
from cleanclaim.simulator.delays import AT_ONCE, Delays
from cleanclaim.simulator.denials import Terms
from cleanclaim.simulator.mistakes import NO_MISTAKES, Mistakes

PROFILES: Mapping[str, str] = {
    "medicare": "DEMOMCR",
    "medicaid": "DEMOMCD",
    "northwind": "DEMONWH",
    "summit": "DEMOSUM",
}
"""Names under which one of the payers answers for everybody, and its id."""

_SHARE_OF_UNLISTED = Decimal(50)
"""Percentage of the charge that a profile allows at least for codes outside the demonstration's schedule."""

_FIRST_DAY = date(2020, 1, 1)
"""The first day of the payers' parameters: a profile answers older files by what it went by then."""


class House:
    """All built-in payers and their clearinghouse: what a decision rests on besides claim and memory.

    ``schedule`` is what contracts are percentages of; ``diagnosis`` tells whether a diagnosis code may be
    billed on a day; ``store`` has Medicare's tables, for the payers that go by them; ``seed`` marks the
    payer's numbers, so that two worlds with different seeds never share one; ``delays`` says when
    answers are handed out, ``mistakes`` which are made. With a ``profile`` (a name of
    :data:`PROFILES`) that payer answers every claim, whoever it names as payer, member and receiver.
    """

    def __init__(
        self,
        parameters: Parameters,
        schedule: Schedule,
        *,
        diagnosis: DiagnosisLookup | None = None,
        store: Store | None = None,
        seed: int = 0,
        delays: Delays = AT_ONCE,
        mistakes: Mistakes = NO_MISTAKES,
        profile: str = "",
    ) -> None:
        if profile and profile not in PROFILES:
            raise InvalidValue(f"{profile!r} is no profile.", fix=f"Choose from {', '.join(PROFILES)}.")
        self.parameters = parameters
        self.schedule = schedule
        self.diagnosis = diagnosis
        self.store = store
        self.delays = delays
        self.mistakes = mistakes
        self.profile = profile
        self.mark = hashlib.sha256(f"cleanclaim payer {seed}".encode()).hexdigest()[:3].upper()

    def terms(self, payer_id: str, on: date) -> PayerTerms | None:
        """Return what a payer goes by on a day; nothing when it is not served here."""
        wanted = PROFILES[self.profile] if self.profile else payer_id
        found = payer_terms(self.parameters, wanted, max(on, _FIRST_DAY) if self.profile else on)
        if isinstance(found, NotKnown):
            return None
        if self.profile and found.unlisted_percent < _SHARE_OF_UNLISTED:
            return msgspec.structs.replace(found, unlisted_percent=_SHARE_OF_UNLISTED)
        return found

    def receivers(self, on: date) -> frozenset[str]:
        """Return the ids that are served here; with a profile nobody asks for them."""
        return frozenset((CLEARINGHOUSE_ID, *payer_ids(self.parameters, on)))

    def settings(self, on: date) -> Mapping[str, str]:
        """Return facility or nonfacility for each place-of-service code."""
        found = self.parameters.at("payer.place_of_service.settings", on)
        return found if isinstance(found, Mapping) else {}

    def rests(self, terms: PayerTerms, on: date) -> Terms:
        """Return what decisions of a payer rest on for claims received on a day."""
        contract = percent_contract(
            f"contract of {terms.name}",
            terms.payer_id,
            self.schedule,
            terms.fee_percent,
            unlisted_percent=terms.unlisted_percent,
        )
        return Terms(terms, contract, self.settings(on), on, self.store)
