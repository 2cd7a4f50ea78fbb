"""CPT and dental codes that have ended, with their last days: few, of which payers are still asked."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def ended_codes() -> Mapping[str, date]:
    """Return code and last day; from general knowledge, unverified: the lists are the AMA's and ADA's."""
    file = resources.files("cleanclaim.edits.procedures").joinpath("ended_codes.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({row["code"]: date.fromisoformat(row["last_day"]) for row in rows})
