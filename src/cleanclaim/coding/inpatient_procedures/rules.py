"""Our procedure rules: the words for a procedure and how each character of its code is settled.

A row of ``data/*.rules.txt`` has columns set apart by tabs or two spaces: words (a regular expression
in lower case; a space stands for any white space or hyphen), table (three characters), then body
part, approach, device, qualifier, and options. A cell of an axis holds choices set apart by ``;``:
``words => value`` counts when the words stand near the procedure, a value alone always. A value is
one or more characters in order of preference (the first that the table allows is taken), or

- ``<9B>``: right 9, left B; ``<9BX>`` with X for both sides, where the table has one value for them;
- ``@``: from the words for the approach; ``@0`` the same, and 0 when nothing is said;
- ``*``: the body part that is named, by the titles of the table and the body part key;
- ``#arteries``, ``#veins``, ``#stents``, ``#levels``, ``#ventilation``: counted in the words;
- ``?TOPIC``: not settled without words: a query.

Options: ``any`` also looked for in the text when the note lists its procedures by name; ``inspect``
an inspection (B3.11a: not coded beside a definitive procedure of the same region); ``region=AB`` the
body systems that make it a component; ``with=words``: only when these stand in the note as well;
``not=words``: not when they stand in the sentence; ``without=words``: the opposite of ``with``;
``beside``: also within the words of another rule; ``query``: offered, a person has to choose it.
"""

import re
from functools import cache
from importlib import resources

import msgspec

_COLUMNS = re.compile(r"\t+| {2,}")


class Choice(msgspec.Struct, frozen=True):
    """A value of an axis and the words on which it depends; without words it is the default."""

    words: re.Pattern[str] | None
    value: str


class ProcedureRule(msgspec.Struct, frozen=True, kw_only=True):
    """One way to name a procedure, and how its code is made. ``number`` orders the rules."""

    number: int
    words: str
    table: str
    axes: tuple[tuple[Choice, ...], ...]
    options: frozenset[str]
    settings: dict[str, str]

    def asked(self, option: str) -> bool:
        """Return whether the rule has an option."""
        return option in self.options

    def pattern_of(self, option: str) -> re.Pattern[str] | None:
        """Return the words of an option such as ``with``."""
        found = self.settings.get(option)
        return words_pattern(found) if found else None


@cache
def words_pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of a cell's words: whole words, any white space or hyphen for a space."""
    spaced = (
        words.replace("percutaneous", "percutaneous(?:ly)?")
        .replace("[ -]?", " ?")
        .replace("[ -]", " ")
        .replace(" ?", r"[\s\-]*")
        .replace(" ", r"[\s\-]+")
    )
    return re.compile(rf"\b(?:{spaced})\b", re.IGNORECASE)


@cache
def procedure_rules() -> tuple[ProcedureRule, ...]:
    """Return the rules of every ``data/*.rules.txt`` file in the order of files and lines."""
    rules: list[ProcedureRule] = []
    directory = resources.files("cleanclaim.coding.inpatient_procedures").joinpath("data")
    for file in sorted(directory.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".rules.txt"):
            continue
        for line in file.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                rules.append(_rule(len(rules), line, file.name))
    return tuple(rules)


def _rule(number: int, line: str, where: str) -> ProcedureRule:
    cells = _COLUMNS.split(line.strip())
    if len(cells) < 6:
        raise ValueError(f"{where}: a rule has six columns: {line!r}")
    options = [one.strip() for one in cells[6].split(";")] if len(cells) > 6 else []
    return ProcedureRule(
        number=number,
        words=cells[0],
        table=cells[1],
        axes=tuple(_choices(cell) for cell in cells[2:6]),
        options=frozenset(one for one in options if "=" not in one),
        settings=dict(one.split("=", 1) for one in options if "=" in one),
    )


def _choices(cell: str) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for one in cell.split(";"):
        words, arrow, value = one.rpartition("=>")
        found.append(Choice(words_pattern(words.strip()) if arrow else None, value.strip()))
    return tuple(found)
