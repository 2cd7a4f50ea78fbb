"""What a guide says: loops, the segments in them, and what each element may hold."""

from enum import StrEnum

import msgspec


class Usage(StrEnum):
    """Whether something must be sent: required, situational (sometimes), or not used."""

    REQUIRED = "R"
    SITUATIONAL = "S"
    NOT_USED = "N"


class Element(msgspec.Struct, frozen=True):
    """One element, or component of a composite, as a guide uses it.

    ``type`` is AN, ID, DT, TM, R, N0 or N2; lengths are in characters. ``codes`` are the values
    that the guide allows, empty when any; ``code_list`` names a list that a code look-up is
    asked for; ``format_by`` the element (or component) whose value, such as D8, says which date
    format this one has. A composite has ``components`` and no length of its own. ``advised`` is
    the length beyond which receivers need not keep a value, 0 when the guide names none.
    """

    number: int
    label: str
    type: str
    min_length: int
    max_length: int
    usage: Usage = Usage.SITUATIONAL
    repeats: int = 1
    codes: frozenset[str] = frozenset()
    code_list: str = ""
    format_by: int = 0
    components: tuple["Element", ...] = ()
    advised: int = 0


class SyntaxNote(msgspec.Struct, frozen=True):
    """A rule between elements of one segment: ``kind`` P, R, E, C or L over element numbers."""

    kind: str
    elements: tuple[int, ...]


class SegmentUse(msgspec.Struct, frozen=True):
    """A segment at one place of a guide. ``repeats`` 0 means without limit.

    ``key`` are the places, as (element, component or 0), that tell apart several uses of a
    segment id in one place; their elements carry the codes that do so.
    """

    id: str
    label: str
    usage: Usage
    repeats: int
    elements: tuple[Element, ...]
    notes: tuple[SyntaxNote, ...] = ()
    key: tuple[tuple[int, int], ...] = ()

    def element(self, number: int) -> Element | None:
        """Return the definition of an element, nothing when the segment has no such element."""
        return self.elements[number - 1] if 0 < number <= len(self.elements) else None


class Loop(msgspec.Struct, frozen=True):
    """A loop: its first segment opens it. ``repeats`` 0 means without limit."""

    id: str
    label: str
    usage: Usage
    repeats: int
    children: "tuple[SegmentUse | Loop, ...]"

    @property
    def trigger(self) -> SegmentUse:
        """The segment that opens the loop."""
        first = self.children[0]
        assert isinstance(first, SegmentUse)
        return first


class Guide(msgspec.Struct, frozen=True):
    """An implementation guide: ``version`` as in GS08, ``transaction`` as we call it (837P).

    ``form`` tells apart what has the same name: request and response of a 278.
    """

    version: str
    title: str
    transaction: str
    set_id: str
    functional_id: str
    aliases: frozenset[str]
    root: Loop
    form: str = ""

    @property
    def name(self) -> str:
        """The transaction and its form: 837P, 278-request."""
        return f"{self.transaction}-{self.form}" if self.form else self.transaction
