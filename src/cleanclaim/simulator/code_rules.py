"""Denials by Medicare's own tables, where they are loaded: pairs (PTP), units (MUE), local policies.

Which of them a payer uses is its parameter. What is not loaded for the day denies nothing. The adjustment
codes are those of an invented payer. Read from ``codesets`` alone: the edits that judge a claim before it
is sent have their own code for the same tables.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.codesets import Known, Store
from cleanclaim.codesets.ncci import MUE_OUTPATIENT, MUE_PRACTITIONER, PTP_HOSPITAL, PTP_PRACTITIONER
from cleanclaim.codesets.policies import DiagnosisListing
from cleanclaim.codesets.policy_file import coverage_policies
from cleanclaim.simulator.memory import LineDecision

DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
"""Modifiers that say that a service was distinct; on the code of either column."""
_SITES = frozenset(
    {
        f"{finger}{n}"
        for finger in "EFT"
        for n in range(10)
        if f"{finger}{n}" not in {"E0", "E5", "E6", "E7", "E8", "E9", "F0", "T0"}
    }
    | {"LT", "RT", "FA", "TA", "LC", "LD", "RC", "LM", "RI"}
)
_OTHER_BYPASS = frozenset({"24", "25", "57", "58", "78", "79", "91", "27"})
"""With sites, the modifiers that bypass an edit of indicator 1 (NCCI Policy Manual, chapter I, E)."""


class Billed(msgspec.Struct, frozen=True):
    """A service as these rules see it. ``units`` are what was billed, ``diagnoses`` those pointed at."""

    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    on: date
    diagnoses: tuple[str, ...] = ()


class CodeRules(msgspec.Struct, frozen=True):
    """The tables that a payer goes by: which, from where, for which kind of claim and state."""

    store: Store | None
    used: tuple[str, ...]
    facility: bool = False
    state: str = ""

    def bundled_into(self, line: Billed, others: Sequence[Billed]) -> str:
        """Return the code with which a line is paid already; nothing when no edit stands against it."""
        if self.store is None or "ptp" not in self.used:
            return ""
        table = PTP_HOSPITAL if self.facility else PTP_PRACTITIONER
        for other in others:
            if other.on != line.on or other.code == line.code:
                continue
            found = self.store.pair(table, other.code, line.code, line.on)
            if not isinstance(found, Known) or found.value.modifier_indicator == 9:
                continue
            edit = found.value
            if edit.modifier_indicator == 0 or not _are_apart(line, other):
                return other.code
        return ""

    def too_many(self, line: Billed, before: Sequence[LineDecision]) -> bool:
        """Whether a line brings more units than a patient has of the code on a day.

        By line where the table says so (indicator 1), else with what was paid of that day already.
        """
        if self.store is None or "mue" not in self.used:
            return False
        found = self.store.find(MUE_OUTPATIENT if self.facility else MUE_PRACTITIONER, line.code, line.on)
        if not isinstance(found, Known) or not found.value:
            return False
        limit = found.value[0]
        units = line.units
        if limit.adjudication != 1:
            units += sum(each.units for each in before if each.code == line.code)
        return units > limit.units

    def not_necessary(self, line: Billed) -> bool:
        """Whether local policies of the state list diagnoses for the code, and none is the line's."""
        if self.store is None or "policies" not in self.used or not line.diagnoses or not self.state:
            return False
        found = coverage_policies(self.store, line.code, line.on, state=self.state)
        if not isinstance(found, Known):
            return False
        said = [
            [article.listing(line.code, diagnosis) for diagnosis in line.diagnoses]
            for article in found.value.articles
        ]
        supporting = {DiagnosisListing.COVERED, DiagnosisListing.CONDITIONAL, DiagnosisListing.NO_LIST}
        return bool(said) and not any(one in supporting for listings in said for one in listings)


def _are_apart(one: Billed, other: Billed) -> bool:
    """Whether modifiers say that two services of a day were apart: sites count only when they differ."""
    sites = [frozenset(each.modifiers) & _SITES for each in (one, other)]
    if (set(one.modifiers) | set(other.modifiers)) & (DISTINCT | _OTHER_BYPASS):
        return True
    return bool(sites[0] or sites[1]) and sites[0] != sites[1]
