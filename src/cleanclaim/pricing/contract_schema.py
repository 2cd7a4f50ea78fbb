"""What may stand in a contract's file, before anything of it is understood."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

Number = str | int
"""Amounts and percentages as they stand in a file; never a float."""


class LinesIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: list[Number] = []
    revenue: list[Number] = []
    drg: list[Number] = []
    modifiers: list[Number] = []
    places: list[Number] = []
    settings: list[str] = []
    bills: list[str] = []
    above: Number | None = None
    up_to: Number | None = None


class PayIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schedule: str | None = None
    percent: Number | None = None
    percent_of_medicare: Number | None = None
    percent_of_charge: Number | None = None
    amount_per_unit: Number | None = None
    per_diem: dict[str, Number] | None = None
    case_rate: Number | None = None
    drg_base_rate: Number | None = None
    as_of: str | None = None
    locality: str = ""


class TermIn(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "lines": "for"}
):
    name: str
    pay: PayIn | Literal["not_covered"]
    lines: LinesIn = LinesIn()
    start: str | None = None
    to: str | None = None
    lesser_of_charge: bool | None = None
    unlisted: Literal["default", "not_priced"] = "not_priced"


class MultipleIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: list[Number]
    percents: list[Number]
    exempt: list[Number] = []


class StopLossIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    above: Number
    percent: Number
    kind: Literal["excess", "whole"]
    with_carve_outs: bool = False


class ContractIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    contract: str
    payer_id: Number
    start: str
    default: PayIn | Literal["not_covered"]
    terms: list[TermIn] = []
    carve_outs: list[TermIn] = []
    to: str | None = None
    plans: list[Number] = []
    providers: list[Number] = []
    lesser_of_charge: bool = False
    schedules: dict[str, str] = {}
    modifiers: dict[str, Number] = {}
    multiple_procedures: MultipleIn | None = None
    stop_loss: StopLossIn | None = None


KINDS = (
    "schedule",
    "percent_of_medicare",
    "percent_of_charge",
    "amount_per_unit",
    "per_diem",
    "case_rate",
    "drg_base_rate",
)
BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "percent": ("schedule",),
        "as_of": ("percent_of_medicare", "drg_base_rate"),
        "locality": ("percent_of_medicare",),
    }
)
