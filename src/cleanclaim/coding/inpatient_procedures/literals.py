"""Which rules can match a note at all: a word of each of their alternatives, found in one pass."""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from cleanclaim.coding.inpatient_procedures.rules import ProcedureRule, procedure_rules

_GROUP = re.compile(r"\((?:\?:|\?<?[=!])?[^()]*\)[?*]?")
_OPTIONAL = re.compile(r"(?:\\?.|\[[^\]]*\])[?*]")
_CLASS = re.compile(r"\[[^\]]*\][+]?|\\.[+]?|\{[^}]*\}|\.")
_RUN = re.compile(r"[a-z]+")
_SHORTEST = 3


def alternatives_of(words: str) -> list[str]:
    """Return the alternatives of a pattern at its top level."""
    found, depth, begin = [], 0, 0
    for place, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            found.append(words[begin:place])
            begin = place + 1
    return [*found, words[begin:]]


def literal_of(alternative: str) -> str:
    """Return the longest run of letters that a match of the alternative always has, or nothing."""
    before = ""
    rest = alternative.lower()
    while before != rest:
        before, rest = rest, _GROUP.sub("|", rest)
    rest = _CLASS.sub("|", _OPTIONAL.sub("|", rest))
    return max(_RUN.findall(rest), key=len, default="")


class _Literals:
    def __init__(self) -> None:
        by_literal: dict[str, set[int]] = {}
        self.always: set[int] = set()
        for rule in procedure_rules():
            for alternative in alternatives_of(rule.words):
                literal = literal_of(alternative)
                if len(literal) < _SHORTEST:
                    self.always.add(rule.number)
                else:
                    by_literal.setdefault(literal, set()).add(rule.number)
        self._rules = list(by_literal.values())
        self._automaton = AhoCorasick(list(by_literal))

    def rules(self, lowered: str) -> set[int]:
        found = set(self.always)
        hit = {number for number, _, _ in self._automaton.find_matches_as_indexes(lowered, overlapping=True)}
        for number in hit:
            found |= self._rules[number]
        return found


@cache
def _literals() -> _Literals:
    return _Literals()


def rules_for(text: str) -> list[ProcedureRule]:
    """Return the rules that can match a text, in their order."""
    rules = procedure_rules()
    return [rules[number] for number in sorted(_literals().rules(text.lower()))]
