"""CPT codes that have ended, with their last days: few, of which payers are asked again and again."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def ended_codes() -> Mapping[str, date]:
    """Return code and last day. The whole list is the AMA's; these are from general knowledge, unverified."""
    file = resources.files("cleanclaim.edits.procedures").joinpath("ended_codes.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({row["code"]: date.fromisoformat(row["last_day"]) for row in rows})
