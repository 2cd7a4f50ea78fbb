"""What every methodology is asked and answers: a service, its amount, or why there is none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from cleanclaim.codesets import Store
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import Money

SETTINGS = ("facility", "nonfacility")

BILLS = ("professional", "outpatient", "ambulatory_surgery", "inpatient")
"""Whose bill it is: a practitioner's or supplier's, a hospital's for outpatients, a surgery
centre's, a hospital's for an inpatient stay. It decides which methodologies are asked."""

PROVIDERS = (
    "physician",
    "nurse_practitioner",
    "physician_assistant",
    "clinical_nurse_specialist",
    "nurse_midwife",
    "clinical_psychologist",
    "clinical_social_worker",
    "marriage_family_therapist",
    "mental_health_counselor",
    "dietitian",
    "crna",
    "anesthesiologist_assistant",
    "therapist",
)
"""Kinds of providers, of whom some are paid a share of the schedule."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One line to be priced. Nothing is checked here; the methodologies say what they cannot use.

    ``locality`` is ``MAC-LOCALITY`` (``01112-05``); ``setting`` facility or nonfacility (the place
    that decides on practice expense); ``place`` the place of service where it is known. ``charge``
    is what was billed for all units, in dollars; ``minutes`` the anesthesia time. ``qpp`` chooses
    the conversion factor of qualifying participants where there are two. ``participating`` is
    about Medicare's agreement; ``provider`` one of :data:`PROVIDERS`. Lines of one ``claim`` by
    one ``group`` (whoever is paid: the billing NPI) on one day are judged together where a rule
    looks at the day. ``given`` holds what only one methodology asks for (``base_units``,
    ``wage_index``, ``drg``, …), as text.
    """

    code: str
    on: date
    bill: str = "professional"
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    locality: str = ""
    setting: str = ""
    place: str = ""
    charge: Money | None = None
    minutes: int | None = None
    provider: str = "physician"
    participating: bool = True
    qpp: bool = False
    claim: str = ""
    group: str = ""
    given: Mapping[str, str] = MappingProxyType({})


class SideAmount(msgspec.Struct, frozen=True):
    """An amount beside the allowed one (``limiting_charge``, ``medicare_payment``, …), derived too."""

    name: str
    amount: Money
    derivation: tuple[str, ...]


class Priced(msgspec.Struct, frozen=True):
    """The allowed amount for all units in dollars, how it came about, and the releases it rests on.

    Allowed: what payer and patient pay together, before the patient's share, sequestration and
    bonuses, which are ``also``. ``methodology`` is who priced it, where that matters to others:
    ``physician``, or empty.
    """

    amount: Money
    derivation: tuple[str, ...]
    release: str
    also: tuple[SideAmount, ...] = ()
    methodology: str = ""


class NotPriced(msgspec.Struct, frozen=True):
    """There is no amount: ``reason`` is a sentence for a person.

    ``kind``: ``code`` (unknown), ``modifier``, ``setting``, ``units``, ``locality``, ``missing``
    (something that was not given), ``not_loaded`` (no table answers for the day), ``not_payable``
    (the payer never pays it so), ``by_report`` (priced individually), ``elsewhere`` (another
    methodology pays it, if any does).
    """

    reason: str
    kind: str


Answer: TypeAlias = Priced | NotPriced | None
"""What one methodology says of one line; nothing: the line is none of its business."""


class Tables(msgspec.Struct, frozen=True):
    """What amounts are computed from: dated releases and dated parameters."""

    store: Store
    parameters: Parameters


Methodology: TypeAlias = Callable[[Sequence[Service], Tables], Sequence[Answer]]
"""Prices all lines of one claim and answers for each, in order. A single line is a claim of one."""
