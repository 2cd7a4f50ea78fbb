"""Which rules can match a note at all: a word of each of their alternatives, found in one pass."""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from cleanclaim.coding.inpatient_procedures.rules import ProcedureRule, procedure_rules

_GROUP = re.compile(r"\((?:\?:|\?<?[=!])?[^()]*\)[?*]?")
_OPTIONAL = re.compile(r"(?:\\?.|\[[^\]]*\])[?*]")
_CLASS = re.compile(r"\[[^\]]*\][+]?|\\.[+]?|\{[^}]*\}|\.")
_NO_LETTER = re.compile(r"[^a-z]+")
_RUN = re.compile(r"[a-z]+")
_SHORTEST = 2
_SHORT = 4  # letters: up to so many count only at the beginning of a word
_LONG = 5


def alternatives_of(words: str) -> list[str]:
    """Return the alternatives of a pattern at its top level."""
    found, depth, begin = [], 0, 0
    for place, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            found.append(words[begin:place])
            begin = place + 1
    return [*found, words[begin:]]


def _spelled_out(alternative: str) -> list[str]:
    """Return an alternative once for each choice of a group it needs, where its own letters are few."""
    if any(len(one) >= _LONG for one in literals_of(alternative)):
        return [alternative]
    depth, begin = 0, 0
    for place, letter in enumerate(alternative):
        if letter == "(":
            depth += 1
            begin = place if depth == 1 else begin
        elif letter == ")":
            depth -= 1
            after = alternative[place + 1 : place + 2]
            if depth == 0 and after not in ("?", "*") and alternative[begin : begin + 3] == "(?:":
                rest = alternative[:begin], alternative[place + 1 :]
                inside = alternatives_of(alternative[begin + 3 : place])
                return [one for choice in inside for one in _spelled_out(f"{rest[0]}{choice}{rest[1]}")]
    return [alternative]


def literals_of(alternative: str) -> frozenset[str]:
    """Return the runs of letters that every match of the alternative has; none when there are none."""
    before = ""
    rest = alternative.lower()
    while before != rest:
        before, rest = rest, _GROUP.sub("|", rest)
    rest = _CLASS.sub("|", _OPTIONAL.sub("|", rest))
    return frozenset(
        f" {run.group()}" if len(run.group()) <= _SHORT and _begins_word(rest, run.start()) else run.group()
        for run in _RUN.finditer(rest)
        if len(run.group()) >= _SHORTEST
    )


def _begins_word(pattern: str, place: int) -> bool:
    return place == 0 or pattern[place - 1] == " "


class _Literals:
    """All runs of letters of the rules, and which of them each alternative needs."""

    def __init__(self) -> None:
        needed: list[tuple[int, frozenset[str]]] = []
        self.always: set[int] = set()
        for rule in procedure_rules():
            for alternative in alternatives_of(rule.words):
                for spelled in _spelled_out(alternative):
                    literals = literals_of(spelled)
                    if literals:
                        needed.append((rule.number, literals))
                    else:
                        self.always.add(rule.number)
        self._literals = sorted({one for _, literals in needed for one in literals})
        self._automaton = AhoCorasick(self._literals)
        # Each alternative is looked up under its longest run: the one that is seldom there.
        self._under: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for number, literals in needed:
            self._under.setdefault(max(literals, key=len), []).append((number, literals))

    def rules(self, haystack: str) -> set[int]:
        """Return the rules of which an alternative has all its runs somewhere in the words of a text."""
        hits = {
            number for number, _, _ in self._automaton.find_matches_as_indexes(haystack, overlapping=True)
        }
        present = {self._literals[number] for number in hits}
        found = set(self.always)
        for literal in present:
            found.update(number for number, literals in self._under.get(literal, ()) if literals <= present)
        return found


@cache
def _literals() -> _Literals:
    return _Literals()


def rules_for(text: str) -> list[ProcedureRule]:
    """Return the rules that can match a text, in their order."""
    rules = procedure_rules()
    haystack = _NO_LETTER.sub(" ", f" {text.lower()}")
    return [rules[number] for number in sorted(_literals().rules(haystack))]
