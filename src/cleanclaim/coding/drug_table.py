"""The Table of Drugs and Chemicals: a substance and how it came to act lead to a code.

Source: ICD-10-CM Official Guidelines I.C.19.e (FY 2026): code directly from the table.
"""

from functools import lru_cache

import msgspec

from cleanclaim.codesets import DRUG_COLUMNS, IndexTable
from cleanclaim.codesets.icd10cm_index import index_words

_MOST_WORDS = 3


class Substance(msgspec.Struct, frozen=True):
    """A line of the table: its title, and the code of each column that prints one, undotted."""

    title: str
    codes: dict[str, str]


class DrugTable:
    """Look-ups in one release of the table, by the words of a main term."""

    def __init__(self, table: IndexTable) -> None:
        self._table = table
        self.substance = lru_cache(maxsize=4096)(self._substance)

    def _substance(self, phrase: str) -> Substance | None:
        """Return the substance whose name the phrase begins with, the longest; nothing when there is none."""
        words = index_words(phrase)[:_MOST_WORDS]
        if not words:
            return None
        mains = self._table.main_terms(words[0])
        for count in range(len(words), 0, -1):
            for main in mains:
                if [one for one in index_words(main.title) if one != "nec"] == words[:count]:
                    codes = {name: code for name in DRUG_COLUMNS if (code := main.column(name))}
                    return Substance(main.title, codes)
        return None
