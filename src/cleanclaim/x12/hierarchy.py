"""The hierarchy that HL segments spell out: their numbers, parents and children."""

from collections.abc import Sequence
from typing import TypeAlias

from cleanclaim.x12.problems import Flaw

At: TypeAlias = tuple[int, int, int]
"""Where a segment is: its number in the file, its position in the transaction, its byte."""


class Levels:
    """The hierarchy that HL segments spell out: numbers, parents, children."""

    def __init__(self) -> None:
        self.count = 0
        self.kinds: dict[str, str] = {}
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
        if parent and parent not in self.kinds:
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
        self.kinds[number] = kind
        if children == "1":
            self.promised[number] = at
        return found

    def skip(self) -> None:
        """Go on as if a level that is missing had come."""
        self.count += 1
        self.torn = True

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
