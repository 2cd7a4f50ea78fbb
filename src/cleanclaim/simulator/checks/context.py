"""What a check may know besides the claim: the day, the payer, the code look-up, the memory."""

from collections.abc import Callable, Mapping, Set as AbstractSet
from datetime import date
from typing import TypeAlias

import msgspec

from cleanclaim.parameters import Parameters, PayerTerms
from cleanclaim.simulator.memory import DecidedClaim

DiagnosisLookup: TypeAlias = Callable[[str, date], bool | None]
"""Whether an undotted ICD-10-CM code may be billed on a day; ``None``: not known."""


class Context(msgspec.Struct, frozen=True):
    """The surroundings of one claim.

    ``receiver`` is for whom the group is (GS03): a payer, or the clearinghouse, which takes claims
    for all of them. ``created`` is the day on which the transaction says that it was made (BHT04); ``terms``
    what the payer that the claim names goes by, ``None`` when there is no such payer.
    ``settings`` maps place-of-service codes to facility or nonfacility. ``seen`` are the
    patient control numbers that came before in the same file, with the billing provider's
    NPI; ``originals`` the claims that may be replaced or undone by the payer's numbers; ``known``
    the fingerprints of accepted claims. ``everybody``: whoever is named as payer and member will do.
    """

    today: date
    receiver: str
    created: date | None
    terms: PayerTerms | None
    parameters: Parameters
    settings: Mapping[str, str]
    diagnosis: DiagnosisLookup | None
    seen: AbstractSet[tuple[str, str]]
    originals: Mapping[str, DecidedClaim]
    known: AbstractSet[str]
    everybody: bool = False
