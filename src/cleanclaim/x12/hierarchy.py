"""The hierarchy that HL segments spell out: their numbers, parents and children."""

from collections.abc import Sequence
from typing import TypeAlias

from cleanclaim.x12.numbers_seen import NumbersSeen
from cleanclaim.x12.problems import Flaw

At: TypeAlias = tuple[int, int, int]
"""Where a segment is: its number in the file, its position in the transaction, its byte."""


_TOP = "20"
_MOST_PROMISED = 10_000
"""Levels that may wait for their children at a time; of more, the oldest are forgotten."""


class Levels:
    """The hierarchy that HL segments spell out: numbers, parents, children."""

    def __init__(self) -> None:
        self.count = 0
        self.seen = NumbersSeen()
        self.promised: dict[str, At] = {}
        self.torn = False

    def see(self, parts: Sequence[str], at: At) -> list[Flaw]:
        """Take in one HL; returns what is wrong with it."""
        number, parent, kind, children = (*parts[1:5], "", "", "", "")[:4]
        self.count += 1
        expected = self.count
        found: list[Flaw] = []
        if number != str(expected):
            if number.isascii() and number.isdigit() and len(number) < 10:
                self.count = int(number)  # told once: what follows is judged from here on
            found.append(
                _hl_flaw(
                    "level-number-out-of-step",
                    "HL01",
                    number,
                    f"HL01 should be {expected}: levels are numbered from 1 in steps of 1.",
                    f"Write {expected}.",
                )
            )
        if not parent and kind != _TOP:
            self.torn = True  # told as a missing element: whose child it is, is not known
        if parent and kind == _TOP:
            self.torn = True  # the highest level has no parent: told as an element that is not used
        elif parent and parent not in self.seen:
            self.torn = True
            found.append(
                _hl_flaw(
                    "level-parent-missing",
                    "HL02",
                    parent,
                    "HL02 names a parent level that does not come before it.",
                    "Write the HL01 of the level above.",
                )
            )
        self.promised.pop(parent, None)
        self.seen.add(number)
        if children == "1":
            self.promised[number] = at
            if len(self.promised) > _MOST_PROMISED:
                self.promised.pop(next(iter(self.promised)))
        return found

    def skip(self) -> None:
        """Go on as if a level that is missing had come."""
        self.count += 1
        self.seen.add(str(self.count))
        self.torn = True

    def unskip(self) -> None:
        """Take back ``skip``: the level comes after all, a segment late."""
        self.count -= 1

    def childless(self) -> list[tuple[Flaw, At]]:
        """Return the levels that promise lower ones and have none, unless a child lost its parent."""
        if self.torn:
            return []
        flaw = Flaw(
            id="level-without-children",
            level=4,
            element="HL04",
            value="1",
            message="HL04 says that lower levels follow, but none does.",
            fix="Write 0, or send the lower level.",
            ack_code="7",
        )
        found = [(flaw, at) for at in self.promised.values()]
        self.promised = {}
        return found


def _hl_flaw(name: str, element: str, value: str, message: str, fix: str) -> Flaw:
    return Flaw(id=name, level=1, element=element, value=value, message=message, fix=fix, ack_code="7")
