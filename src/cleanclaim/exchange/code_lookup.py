"""Code lists as the X12 validator asks for them: from the reference store, and from what ships."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from cleanclaim.codesets import Known, NotCovered, Store, claim_lists, pcs_meaning
from cleanclaim.codesets.code_lists import HCPCS, ICD10PCS, PLACE_OF_SERVICE, TAXONOMY
from cleanclaim.codesets.icd10pcs import ICD10PCS_TABLES
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.releases import ICD10CM_KIND
from cleanclaim.codesets.shipped_lists import shipped_codes, shipped_lists
from cleanclaim.exchange.code_lists import COUNTRIES, ENTITIES, STATES, STATES_OF_ZIP_PREFIX, TAKEN
from cleanclaim.x12 import CodeAnswer

FRESH_FOR = timedelta(days=365)
"""How long a shipped list counts as current. After that, a code that it lacks may be a new one."""

_SHAPES = {
    "modifier": re.compile(r"[A-Z0-9]{2}"),
    "hcpcs": re.compile(r"[A-EGHJ-MP-V]\d{4}|\d{4}[0-9A-Z]"),
    "cdt": re.compile(r"D\d{4}"),
    "hipps": re.compile(r"[A-Z0-9]{5}"),
    "taxonomy": re.compile(
        r"(?:10[1-46]|111|12[24-6]|13[236]|146|15[26]|16[347]|17[0-7]|183|193|20[234789]|21[13]|22[124-79]"
        r"|23[157]|24[2367]|25[123]|261|27[356]|28[123467]|29[123]|30[25]|31[013457]|32[0-4]|33[1235]"
        r"|34[12347]|36[347]|37[2346]|385|390|405)[A-Z0-9]{6}[A-Z]"
    ),
    "revenue": re.compile(r"0?(?!000)\d{3}|(?:10|21|31)\d{2}"),
    "facility_type": re.compile(r"[1-9][1-9]"),
    "bill_type": re.compile(r"[1-9][1-9][0-9A-Z]"),
    "frequency": re.compile(r"[0-9A-Z]"),
    "icd10pcs": re.compile(r"[A-HJ-NP-Z0-9]{7}"),
    "tooth": re.compile(r"[1-9]|[12]\d|3[0-2]|5[1-9]|[67]\d|8[0-2]|[A-T]S?"),
    "oral_cavity": re.compile(r"0\d|[1-4]0|[LR]"),
    "admission_type": re.compile(r"\d"),
    "admission_source": re.compile(r"[0-9A-Z]"),
    "patient_status": re.compile(r"\d{2}"),
    "drg": re.compile(r"\d{3,4}"),
    "entity": re.compile(r"[A-Z0-9]{2,3}"),
    **dict.fromkeys(
        ("condition_code", "occurrence_code", "occurrence_span_code", "value_code"),
        re.compile(r"[A-Z0-9]{2}"),
    ),
}
"""How the codes of lists look: what looks otherwise is in none.

A taxonomy code begins with one of the groups that the list has (as of 2024) or had (203); its last
letter is X today, and was another one in codes of the first lists, which the guides' examples have.
"""

_PROCEDURE_SECTIONS = (
    ("00100", "01999"),
    ("10004", "69990"),
    ("70010", "79999"),
    ("80047", "89398"),
    ("90281", "99607"),
)
"""The numbers between which procedures of Level I lie; those with a letter at the end have no bounds."""

_LISTS: Mapping[str, Kind[Any]] = MappingProxyType(
    {
        "hcpcs": HCPCS,
        "icd10pcs": ICD10PCS,
        "taxonomy": TAXONOMY,
        "pos": PLACE_OF_SERVICE,
        "modifier": claim_lists.MODIFIER,
        "facility_type": claim_lists.BILL_TYPE,
        "frequency": claim_lists.BILL_FREQUENCY,
        "revenue": claim_lists.REVENUE,
        "admission_type": claim_lists.ADMISSION_TYPE,
        "admission_source": claim_lists.ADMISSION_SOURCE,
        "patient_status": claim_lists.PATIENT_STATUS,
        "condition_code": claim_lists.CONDITION,
        "occurrence_code": claim_lists.OCCURRENCE,
        "occurrence_span_code": claim_lists.OCCURRENCE_SPAN,
        "value_code": claim_lists.VALUE,
        "carc": claim_lists.ADJUSTMENT_REASON,
        "rarc": claim_lists.REMARK,
        "claim_status": claim_lists.CLAIM_STATUS,
        "claim_status_category": claim_lists.CLAIM_STATUS_CATEGORY,
    }
)
"""Lists that a reference store may hold, and most of which ship, by what the validator calls them."""

_GROWING = {
    "rarc": re.compile(r"N\d{1,3}"),
    "claim_status": re.compile(r"\d{1,3}"),
    "claim_status_category": re.compile(r"R\d{1,2}"),
}
"""Lists that ship as they were some years ago, and how the codes look that may have come since."""

_ENDED = {("admission_source", "7"): date(2010, 7, 1)}
"""Codes that the lists no longer have, and the day since which they are not given (unverified)."""

_REVENUE_DIGITS = 4


class StoreLookup:
    """A ``CodeLookup`` over a reference store and the short lists that ship.

    A list that the store holds answers on the code's day, else the one that ships. A list that is
    partial says of a code that it has that there is one, and nothing of the others. Of a list that
    is not at hand only the shape of a code is judged; the rest is "not loaded".
    """

    def __init__(self, store: Store | None = None) -> None:
        self.store = store

    def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
        """Return whether the code is in the list on that day (nothing: the newest)."""
        shape = _SHAPES.get(kind)
        if shape is not None and shape.fullmatch(code) is None:
            return CodeAnswer.UNKNOWN
        if kind == "hcpcs" and code.isdigit() and not any(a <= code <= z for a, z in _PROCEDURE_SECTIONS):
            return CodeAnswer.UNKNOWN
        match kind:
            case "icd10cm":
                return self._diagnosis(code, on)
            case "country":
                return CodeAnswer.KNOWN if code in COUNTRIES else CodeAnswer.UNKNOWN
            case "state":
                return CodeAnswer.KNOWN if code in STATES else CodeAnswer.UNKNOWN
            case "zip_state":
                return _zip_in_state(code, on)
            case "entity":
                return CodeAnswer.KNOWN if code in ENTITIES else CodeAnswer.AGED
            case "tooth":
                return (
                    CodeAnswer.KNOWN
                )  # the shape is the whole numbering: 32 teeth, 20 milk teeth, extra ones
            case "icd10pcs":
                return self._procedure(code, on)
            case "modifier":
                return self._modifier(code, on)
            case "hcpcs" if not code[:1].isalpha():  # Level I (CPT) is in no list that is at hand
                return CodeAnswer.NOT_LOADED
            case "facility":
                answers = {self._listed(one, code, on) for one in ("pos", "facility_type")}
                best = (CodeAnswer.KNOWN, CodeAnswer.NOT_LOADED, CodeAnswer.AGED)
                return next((one for one in best if one in answers), CodeAnswer.UNKNOWN)
            case "bill_type":  # the first two digits and the frequency are lists of their own
                return _worst(
                    self.look_up("facility_type", code[:2], on), self.look_up("frequency", code[2:], on)
                )
            case "revenue":
                return self._listed(kind, code.zfill(_REVENUE_DIGITS), on)
            case _ if kind in _LISTS:
                return self._listed(kind, code, on)
            case _:
                return CodeAnswer.NOT_LOADED

    def _listed(self, kind: str, code: str, on: date | None) -> CodeAnswer:
        """Answer from the store's list, when one is loaded; else from the one that ships."""
        answer = self._stored(_LISTS[kind], code, on)
        if answer is not CodeAnswer.NOT_LOADED:
            return answer
        told = shipped_lists().get(_LISTS[kind].name)
        if told is None:
            return CodeAnswer.NOT_LOADED
        if code in shipped_codes(_LISTS[kind]):
            return CodeAnswer.KNOWN
        if kind in _GROWING:
            return CodeAnswer.AGED if _GROWING[kind].fullmatch(code) else CodeAnswer.UNKNOWN
        ended = _ENDED.get((kind, code))
        if ended is not None and on is not None and on < ended:
            return CodeAnswer.KNOWN
        if told.completeness != "complete":
            return CodeAnswer.NOT_LOADED
        return _absent(told.taken, on)

    def _stored(self, listed: Kind[Any], code: str, on: date | None) -> CodeAnswer:
        releases = self.store.releases(listed.name) if self.store is not None else ()
        if self.store is None or not releases:
            return CodeAnswer.NOT_LOADED
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

    def _modifier(self, code: str, on: date | None) -> CodeAnswer:
        """Answer for a modifier: those of Level II begin with a letter, and HCPCS has all of them."""
        answer = self._listed("modifier", code, on)
        if answer is CodeAnswer.NOT_LOADED and code[0].isalpha():
            return self._stored(HCPCS, code, on)
        return answer

    def _procedure(self, code: str, on: date | None) -> CodeAnswer:
        """Answer for an ICD-10-PCS code: from the list, else from the tables that make all codes."""
        answer = self._listed("icd10pcs", code, on)
        if answer is not CodeAnswer.NOT_LOADED or self.store is None:
            return answer
        releases = self.store.releases(ICD10PCS_TABLES.name)
        if not releases:
            return answer
        newest = max(release.effective_to for release in releases)
        aged = on is not None and on > newest
        found = pcs_meaning(self.store, code, newest if on is None or aged else on)
        if isinstance(found, NotCovered):
            return CodeAnswer.NOT_LOADED
        if isinstance(found, Known):
            return CodeAnswer.KNOWN
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


def _worst(*answers: CodeAnswer) -> CodeAnswer:
    """Return what is known of a code that has parts: as little as of the part of which least is."""
    order = (CodeAnswer.UNKNOWN, CodeAnswer.AGED, CodeAnswer.NOT_LOADED, CodeAnswer.KNOWN)
    return next(one for one in order if one in answers)


def _absent(taken: date, on: date | None) -> CodeAnswer:
    """Return what the absence from a whole list that was taken on a day says of a later one."""
    return CodeAnswer.AGED if on is not None and on > taken + FRESH_FOR else CodeAnswer.UNKNOWN


def _zip_in_state(code: str, on: date | None) -> CodeAnswer:
    state, _, zip_code = code.partition(" ")
    states = STATES_OF_ZIP_PREFIX.get(zip_code[:3])
    if states is None and zip_code[:3] != "000":
        return CodeAnswer.NOT_LOADED  # a prefix for one large receiver of mail may be in no list
    if states is not None and state in states:
        return CodeAnswer.KNOWN
    return _absent(TAKEN["zip_state"], on)
