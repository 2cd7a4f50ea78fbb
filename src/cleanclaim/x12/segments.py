"""The smallest parts of X12: delimiters, and one segment with its elements."""

import msgspec


class Delimiters(msgspec.Struct, frozen=True, gc=False):
    """The four characters that an interchange declares in its ISA segment.

    ``repetition`` is empty when ISA11 declares none (it is ``U`` in version 4010).
    """

    element: str = "*"
    component: str = ":"
    segment: str = "~"
    repetition: str = "^"

    @property
    def all(self) -> tuple[str, ...]:
        """The characters that no element value may contain."""
        return tuple(mark for mark in (self.element, self.component, self.segment, self.repetition) if mark)


class Segment(msgspec.Struct, frozen=True, gc=False):
    """One segment as it stands in a file.

    ``elements`` are the raw element strings after the id (element 1 is ``elements[0]``);
    ``number`` counts segments from 1 within the file, the ISA included; ``offset`` is the byte
    at which the segment begins.
    """

    id: str
    elements: tuple[str, ...]
    number: int = 0
    offset: int = 0
    delimiters: Delimiters = Delimiters()

    def get(self, n: int) -> str:
        """Return element ``n`` (1 is the first after the id), ``""`` when it is absent."""
        return self.elements[n - 1] if 0 < n <= len(self.elements) else ""

    def components(self, n: int) -> tuple[str, ...]:
        """Return the components of composite element ``n``, none when it is absent."""
        return self.split_components(self.get(n))

    def component(self, n: int, m: int) -> str:
        """Return component ``m`` of element ``n`` (both from 1), ``""`` when it is absent."""
        found = self.components(n)
        return found[m - 1] if 0 < m <= len(found) else ""

    def repeats(self, n: int) -> tuple[str, ...]:
        """Return the repetitions of element ``n``, none when it is absent."""
        value = self.get(n)
        if not value:
            return ()
        mark = self.delimiters.repetition
        return tuple(value.split(mark)) if mark else (value,)

    def split_components(self, value: str) -> tuple[str, ...]:
        """Return the components of one repetition of a composite element."""
        return tuple(value.split(self.delimiters.component)) if value else ()

    @property
    def row(self) -> tuple[str, ...]:
        """The segment as the writer takes it: id, then elements."""
        return (self.id, *self.elements)
