"""Code lists as the X12 validator asks for them: from the reference store, and from what ships."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from cleanclaim.codesets import Known, NotCovered, Store
from cleanclaim.codesets.code_lists import HCPCS, ICD10PCS, TAXONOMY
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.releases import ICD10CM_KIND
from cleanclaim.exchange.code_lists import (
    ADJUSTMENT_REASONS,
    CLAIM_STATUS_CATEGORIES,
    CLAIM_STATUSES,
    COUNTRIES,
    PLACES_OF_SERVICE,
    REMARKS,
    STATES,
    STATES_OF_ZIP_PREFIX,
    TAKEN,
)
from cleanclaim.x12 import CodeAnswer

FRESH_FOR = timedelta(days=365)
"""How long a shipped list counts as current. After that, a code that it lacks may be a new one."""

_SHAPES = {
    "modifier": re.compile(r"[A-Z0-9]{2}"),
    "hcpcs": re.compile(r"[A-EGHJ-MP-V]\d{4}|\d{4}[0-9A-Z]"),
    "cdt": re.compile(r"D\d{4}"),
    "rarc": re.compile(r"N\d{1,3}"),
    "taxonomy": re.compile(r"\d{3}[A-Z0-9]{6}[A-Z]"),
    "revenue": re.compile(r"0?(?!000)\d{3}|(?:10|21|31)\d{2}"),
    "facility_type": re.compile(r"[1-9][1-9]"),
    "icd10pcs": re.compile(r"[A-HJ-NP-Z0-9]{7}"),
    "tooth": re.compile(r"[1-9]|[12]\d|3[0-2]|5[1-9]|[67]\d|8[0-2]|[A-T]S?"),
    "oral_cavity": re.compile(r"0\d|[1-4]0|[LR]"),
    "patient_status": re.compile(r"\d{2}"),
    "drg": re.compile(r"\d{3,4}"),
    "claim_status": re.compile(r"\d{1,3}"),
    "claim_status_category": re.compile(r"R\d{1,2}"),
}
"""How the codes of lists look that are not loaded, or are longer by now: what looks otherwise is in none."""

_LISTS: Mapping[str, Kind[Any]] = MappingProxyType(
    {"hcpcs": HCPCS, "icd10pcs": ICD10PCS, "taxonomy": TAXONOMY}
)
"""Lists that a reference store may hold, by what the validator calls them."""

_OLDER = {
    "rarc": REMARKS,
    "claim_status": CLAIM_STATUSES,
    "claim_status_category": CLAIM_STATUS_CATEGORIES,
}
"""Lists that ship as they were some years ago: a code that they lack may have come since."""


class StoreLookup:
    """A ``CodeLookup`` over a reference store and the short lists that ship.

    Of the store it asks ICD-10-CM and, where they are loaded, HCPCS Level II, ICD-10-PCS and the
    provider taxonomy, each on the code's day. Of a list that is not at hand only the shape of a
    code is judged; the rest is "not loaded".
    """

    def __init__(self, store: Store | None = None) -> None:
        self.store = store

    def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
        """Return whether the code is in the list on that day (nothing: the newest)."""
        match kind:
            case "icd10cm":
                return self._diagnosis(code, on)
            case "pos":
                return _shipped(kind, code in PLACES_OF_SERVICE, on)
            case "carc":
                return _shipped(kind, code in ADJUSTMENT_REASONS, on)
            case "country":
                return CodeAnswer.KNOWN if code in COUNTRIES else CodeAnswer.UNKNOWN
            case "state":
                return CodeAnswer.KNOWN if code in STATES else CodeAnswer.UNKNOWN
            case "zip_state":
                return _zip_in_state(code, on)
            case "icd10pcs" | "taxonomy":
                return self._listed(_LISTS[kind], kind, code, on)
            case "hcpcs" if code[:1].isalpha():  # Level I (CPT) is in no list that is at hand
                return self._listed(_LISTS[kind], kind, code, on)
            case _:
                return _by_shape(kind, code)

    def _listed(self, listed: Kind[Any], kind: str, code: str, on: date | None) -> CodeAnswer:
        """Answer from the store's list, when one is loaded; else by the code's form alone."""
        answer = _by_shape(kind, code)
        releases = self.store.releases(listed.name) if self.store is not None else ()
        if self.store is None or not releases or answer is CodeAnswer.UNKNOWN:
            return answer
        newest = max(release.effective_to for release in releases)
        aged = on is not None and on > newest
        day = newest if on is None or aged else on
        found = self.store.find(listed, code, day)
        if isinstance(found, NotCovered) and not isinstance(self.store.every(listed, code, day), Known):
            return CodeAnswer.NOT_LOADED
        if isinstance(found, Known):
            whole = all(getattr(row, "billable", True) for row in found.value)
            return CodeAnswer.KNOWN if whole else CodeAnswer.INCOMPLETE
        return CodeAnswer.AGED if aged else CodeAnswer.UNKNOWN

    def _diagnosis(self, code: str, on: date | None) -> CodeAnswer:
        releases = self.store.releases(ICD10CM_KIND) if self.store is not None else ()
        if self.store is None or not releases:
            return CodeAnswer.NOT_LOADED
        newest = max(release.effective_to for release in releases)
        aged = on is not None and on > newest
        found = self.store.icd10cm(code, newest if on is None or aged else on)
        if isinstance(found, NotCovered):
            return CodeAnswer.NOT_LOADED
        if isinstance(found, Known):
            return CodeAnswer.KNOWN if found.value.billable else CodeAnswer.INCOMPLETE
        return CodeAnswer.AGED if aged else CodeAnswer.UNKNOWN


def _by_shape(kind: str, code: str) -> CodeAnswer:
    older = _OLDER.get(kind)
    if older is not None and code in older:
        return CodeAnswer.KNOWN
    shape = _SHAPES.get(kind)
    if shape is not None and shape.fullmatch(code) is None:
        return CodeAnswer.UNKNOWN
    return CodeAnswer.NOT_LOADED if older is None else CodeAnswer.AGED


def _shipped(kind: str, known: bool, on: date | None) -> CodeAnswer:
    if known:
        return CodeAnswer.KNOWN
    return CodeAnswer.AGED if on is not None and on > TAKEN[kind] + FRESH_FOR else CodeAnswer.UNKNOWN


def _zip_in_state(code: str, on: date | None) -> CodeAnswer:
    state, _, zip_code = code.partition(" ")
    states = STATES_OF_ZIP_PREFIX.get(zip_code[:3])
    if states is None and zip_code[:3] != "000":
        return CodeAnswer.NOT_LOADED  # a prefix for one large receiver of mail may be in no list
    return _shipped("zip_state", states is not None and state in states, on)
