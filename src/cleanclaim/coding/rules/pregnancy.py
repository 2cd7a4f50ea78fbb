"""Conditions of a pregnant patient: chapter 15 first, by trimester, with the weeks of gestation."""

import re

import msgspec

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.combinations import is_pregnant
from cleanclaim.coding.mentions import Mention
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_WEEKS = re.compile(
    r"\b(\d{1,2})(?:\s*(?:\+|and)?\s*[0-6]?(?:/7)?)?[\s-]*(?:weeks?|wks?|w\d?d?)\b[^.\n]{0,30}?(?:pregnan|gestation|gravid|iup)|"
    r"(?:pregnan\w*|gestation\w*|iup|gravid\w*)[^.\n]{0,30}?\b(\d{1,2})(?:\s*\d/7)?[\s-]*(?:weeks?|wks?|w)\b",
    re.IGNORECASE,
)
_TRIMESTER = re.compile(r"\b(first|second|third|1st|2nd|3rd) trimester", re.IGNORECASE)
_NUMBER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
# Beginning of a code -> code of chapter 15 without its trimester, and whether the condition's own code is
# reported after it ("use additional code").
_MAPPED: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("I10",), "O1001", False),
    (("E11",), "O2411", True),
    (("E10",), "O2401", True),
    (("D5", "D60", "D61", "D62", "D63", "D64"), "O9901", True),
    (("D69",), "O9911", True),
    (("E00", "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E78", "E28"), "O9928", True),
    (("E66",), "O9921", True),
    (("F17",), "O9933", True),
    (("F3", "F4"), "O9934", True),
    (("G40", "G43"), "O9935", True),
    (("J45",), "O9951", True),
    (("K21", "K59"), "O9961", True),
    (("N390",), "O234", False),
    (("N30",), "O231", False),
    (("N10", "N12"), "O230", False),
    (("Z21",), "O9871", True),
    (("B18",), "O9841", True),
    (("C",), "O9A11", True),
)
_UNSPECIFIED = "unspecified trimester"
_NAMES = {1: "first trimester", 2: "second trimester", 3: "third trimester"}
_FIRST_WEEK_OF = {2: 14, 3: 28}
_WEEK_CODES = range(8, 43)


class Gestation(msgspec.Struct, frozen=True):
    """What the note says of how far the pregnancy is; 0 where it does not say."""

    trimester: int
    weeks: int
    start: int
    end: int


def gestation_of(text: str) -> Gestation | None:
    """Return the documented weeks or trimester of the current pregnancy."""
    found = _WEEKS.search(text)
    if found:
        weeks = int(found.group(1) or found.group(2))
        trimester = 3 if weeks >= _FIRST_WEEK_OF[3] else 2 if weeks >= _FIRST_WEEK_OF[2] else 1
        return Gestation(trimester, weeks, found.start(), found.end())
    named = _TRIMESTER.search(text)
    if named:
        return Gestation(_NUMBER[named.group(1).lower()], 0, named.start(), named.end())
    return None


class PregnancyFirst(Rule):
    """A condition of a pregnant patient is coded from chapter 15 first, unless the pregnancy is incidental.

    ## Why it matters
    Chapter 15 has priority over every other chapter.
    """

    id = "GL014"
    name = "condition-of-a-pregnant-patient-outside-chapter-15"
    section = "I.C.15.a.1, I.C.15.a.3, I.C.21.c.11 and I.C.2.l.3"
    examples = (
        Example("Pregnancy at 20 weeks gestation.\nHypertension.", ("O10.012", "Z3A.20")),
        Example("30 weeks pregnant.\nType 2 diabetes.", ("O24.113", "E11.9", "Z3A.30")),
        Example("10 weeks pregnant.\nUrinary tract infection.", ("O23.41", "Z3A.10")),
        Example("20 weeks pregnant.\nLeft breast cancer.", ("O9A.112", "C50.912", "Z3A.20")),
        Example("Routine prenatal visit at 24 weeks gestation.", ("Z34.92", "Z3A.24")),
        Example("Hypertension.", ("I10",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the chapter 15 code before each condition that has one, and the weeks after all."""
        if not (is_pregnant(draft.case.note) or draft.having("Z34", "O0", "O1", "O2", "O3", "O4", "O9")):
            return
        if draft.having("Z331"):
            return
        text = draft.case.note.document.text
        gestation = gestation_of(text)
        for beginnings, base, keeps in _MAPPED:
            for condition in draft.having(*beginnings):
                self._add(draft, condition, base, gestation, keeps=keeps)
        if gestation is not None:
            for one in draft.having("O", "Z34"):
                self._in_trimester(draft, one, gestation.trimester)
        chapter = draft.having("O")
        for one in reversed(chapter):
            draft.lead(one)
        if gestation is not None and gestation.weeks:
            self._add_weeks(draft, gestation)

    def _add(
        self, draft: Draft, condition: Candidate, base: str, gestation: Gestation | None, *, keeps: bool
    ) -> None:
        trimester = str(gestation.trimester) if gestation else ""
        entry = draft.case.lexicon.entry
        code = f"{base}{trimester}"
        if not trimester:
            code = next((f"{base}{one}" for one in "90" if entry(f"{base}{one}") is not None), base)
        found = entry(code)
        if found is None or not found.billable:
            return
        why = self.why("chapter 15 has priority in pregnancy")
        if keeps:
            draft.add(code, condition.mentions, why)
        else:
            draft.replace(condition, code, why)

    def _in_trimester(self, draft: Draft, candidate: Candidate, trimester: int) -> None:
        """Take the code of the documented trimester in the place of an unspecified one."""
        lexicon = draft.case.lexicon
        entry = lexicon.entry(candidate.code)
        if entry is None or _UNSPECIFIED not in entry.title or not entry.parents:
            return
        wanted = entry.title.replace(_UNSPECIFIED, _NAMES[trimester])
        for code in lexicon.children(entry.parents[0]):
            sibling = lexicon.entry(code)
            if sibling is not None and sibling.title == wanted:
                draft.replace(candidate, code, self.why("the documented trimester"))
                return

    def _add_weeks(self, draft: Draft, gestation: Gestation) -> None:
        if not draft.having("O", "Z34") or draft.having("O00", "O01", "O02", "O03", "O08"):
            return
        code = f"Z3A{gestation.weeks:02d}" if gestation.weeks in _WEEK_CODES else "Z3A01"
        mention: Mention | None = draft.mention_at(gestation.start, gestation.end)
        if mention is not None and gestation.weeks <= max(_WEEK_CODES):
            draft.add(code, (mention,), self.why("weeks of gestation"))
