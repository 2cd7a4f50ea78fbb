"""What an evaluation compares: notes with expert codes, and what was proposed for them."""

import msgspec

from cleanclaim.coding.values import CodingResult, NotCoded, Suggestion


class GoldCode(msgspec.Struct, frozen=True):
    """A code that an expert gave a note. ``spans`` are offsets of the words that he marked.

    ``role`` is ``first`` for the first-listed one where the gold file says so.
    """

    code: str
    system: str = "ICD10CM"
    spans: tuple[tuple[int, int], ...] = ()
    role: str = ""


class GoldNote(msgspec.Struct, frozen=True):
    """A note with its expert codes, as a line of a gold file; unknown fields are passed over."""

    text: str
    codes: tuple[GoldCode, ...]
    id: str | int = ""
    setting: str | None = None
    date_of_service: str | None = None

    def of_system(self, system: str) -> frozenset[str]:
        """Return the codes of one system, without repeats."""
        return frozenset(one.code for one in self.codes if one.system == system)

    def first_listed(self, system: str) -> tuple[str, bool]:
        """Return the first-listed code (empty when there is none) and whether the file names it.

        A file that names none has it first, by the custom of such files.
        """
        mine = [one for one in self.codes if one.system == system]
        for one in mine:
            if one.role == "first":
                return one.code, True
        return (mine[0].code if mine else ""), False


class Predicted(msgspec.Struct, frozen=True):
    """What was proposed for a note: the part of ``code --json`` that is compared."""

    id: str | int
    suggestions: tuple[Suggestion, ...]
    setting: str = "office"
    not_coded: tuple[NotCoded, ...] = ()

    def ranked(self, system: str) -> list[Suggestion]:
        """Return the suggestions of one system by rank, each code once."""
        by_code: dict[str, Suggestion] = {}
        for one in sorted(self.suggestions, key=lambda one: one.rank):
            if one.system == system:
                by_code.setdefault(one.code, one)
        return list(by_code.values())

    def selected(self, system: str) -> frozenset[str]:
        """Return the selected codes of one system."""
        return frozenset(one.code for one in self.suggestions if one.system == system and one.selected)


def predicted(result: CodingResult) -> Predicted:
    """Return the part of a result that is compared."""
    return Predicted(result.id, result.suggestions, result.setting, result.not_coded)


class Compared(msgspec.Struct, frozen=True):
    """One note with both sides."""

    gold: GoldNote
    ours: Predicted
