"""The sections of a C-CDA document: their titles and narrative, or the document that it wraps.

Source: HL7 CDA R2, narrative block (``section/title``, ``section/text``) and ``nonXMLBody``. Entries (coded
data) are not read: the narrative is what the author attested. Left out: content with ``revised="delete"``.
A document type declaration is refused, and with it every entity of the sender's making: C-CDA has none.
"""

from xml.parsers import expat

from cleanclaim.coding.documents.building import TextBuilder
from cleanclaim.coding.documents.values import SourceDocument
from cleanclaim.primitives import UnreadableFile

_CDA = "urn:hl7-org:v3"
_PARAGRAPHS = frozenset({"paragraph", "list", "table"})
_LINES = frozenset({"item", "tr", "caption", "br"})
_CELLS = frozenset({"td", "th"})
_DEEPEST = 300


class Wrapped(Exception):
    """The document is no C-CDA text but wraps another: its media type and content in base64."""

    def __init__(self, media_type: str, content: str) -> None:
        super().__init__(media_type)
        self.media_type = media_type
        self.content = content


def read_ccda(raw: bytes) -> SourceDocument:
    """Return titles and narrative of the sections; raises ``Wrapped`` for a non-XML body in base64.

    Raises ``UnreadableFile`` for XML that is broken, declares entities, or is no clinical document.
    """
    return _Reader().read(raw)


class _Reader:
    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        # Whatever else there is (comments, instructions) ends the data before it.
        self._parser.DefaultHandler = self._other
        self._open: list[str] = []
        self._reading = 0  # depth at which the title or text that is being read was opened
        self._deleted = 0
        self._name = ""  # of the section's code, until its title or text begins
        self._waiting: tuple[str, int] | None = None
        self._media_type = ""
        self._content: list[str] | None = None

    def read(self, raw: bytes) -> SourceDocument:
        try:
            self._parser.Parse(raw, True)
        except expat.ExpatError as error:
            raise UnreadableFile(
                f"the XML is broken in line {error.lineno}: {expat.errors.messages[error.code]}.",
                fix="Export or send it again.",
            ) from None
        if self._content is not None:
            raise Wrapped(self._media_type, "".join(self._content))
        document = self._builder.document("ccda")
        if not document.text.strip():
            raise UnreadableFile(
                "the C-CDA document has no narrative text in its sections.",
                fix="Export it with its narrative, or hand in the note as text.",
            )
        return document

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(
            "the XML declares a document type or entities, which no C-CDA does; it was not read.",
            fix="Export it without a DOCTYPE.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        if len(self._open) >= _DEEPEST:
            raise UnreadableFile(
                f"the XML has elements more than {_DEEPEST} deep.", fix="Export or send it again."
            )
        space, _, tag = name.rpartition(" ")
        if not self._open and (space, tag) != (_CDA, "ClinicalDocument"):
            raise UnreadableFile(
                f"this XML is no C-CDA document: it begins with {tag[:40]!r}.",
                fix="Hand in a ClinicalDocument, FHIR in JSON, or the note as text, HTML, RTF or PDF.",
            )
        parent = self._open[-1] if self._open else ""
        self._open.append(tag)
        depth = len(self._open)
        if not self._reading:
            self._name_section(parent, tag, attributes)
            if parent == "section" and tag in ("title", "text"):
                self._reading = depth
                self._builder.paragraph()
            elif parent == "nonXMLBody" and tag == "text":
                self._wrapped(attributes)
        elif attributes.get("revised") == "delete" and not self._deleted:
            self._deleted = depth
        elif not self._deleted:
            self._layout(tag, opening=True)

    def _name_section(self, parent: str, tag: str, attributes: dict[str, str]) -> None:
        """Put the name of a section's code above its text where it has no title of its own."""
        if tag == "section" or (parent == "section" and tag == "title"):
            self._name = ""
        elif parent == "section" and tag == "code":
            self._name = attributes.get("displayName", "")[:80]
        elif parent == "section" and tag == "text" and self._name.strip():
            self._builder.paragraph()
            self._builder.put_in(f"{self._name.strip()}:\n")
            self._name = ""

    def _wrapped(self, attributes: dict[str, str]) -> None:
        self._media_type = attributes.get("mediaType", "text/plain")
        if attributes.get("representation") == "B64":
            self._content = []
        else:
            self._reading = len(self._open)

    def _end(self, _: str) -> None:
        self._flush()
        depth, tag = len(self._open), self._open.pop()
        if self._deleted:
            self._deleted = 0 if depth == self._deleted else self._deleted
        elif self._reading == depth:
            self._builder.line()
            self._reading = 0
        elif self._reading:
            self._layout(tag, opening=False)

    def _layout(self, tag: str, *, opening: bool) -> None:
        if tag in _PARAGRAPHS:
            self._builder.line()
        elif tag in _LINES:
            self._builder.line()
            if opening and tag == "item":
                self._builder.put_in("- ")
        elif tag in _CELLS and opening and not self._builder.at_line_start:
            self._builder.put_in(" | ")

    def _data(self, data: str) -> None:
        self._flush()
        if self._content is not None and self._open[-1] == "text":
            self._content.append(data)
        elif self._reading and not self._deleted:
            self._waiting = (data, self._parser.CurrentByteIndex)

    def _other(self, _: str) -> None:
        self._flush()

    def _flush(self) -> None:
        """Add the data that waited for the byte at which it ends."""
        if self._waiting is None:
            return
        (data, at), self._waiting = self._waiting, None
        until = self._parser.CurrentByteIndex
        add, builder = self._builder.add, self._builder
        if until - at != len(data) and until - at == len(data.encode("utf-8")):
            place = at
            for letter in data:
                size = len(letter.encode("utf-8"))
                self._letter(letter, place, place + size)
                place += size
        elif until - at == len(data):
            words = data.split(" ") if not data.isspace() else []
            if "  " not in data and "\n" not in data and "\t" not in data and words:
                lead = 1 if data.startswith(" ") and builder.ends_blank else 0
                add(data[lead:], at + lead, until, each=1)
                return
            for number, letter in enumerate(data):
                self._letter(letter, at + number, at + number + 1)
        elif not (data.isspace() and builder.ends_blank):
            add(data, at, until)

    def _letter(self, letter: str, at: int, until: int) -> None:
        """Add a character; white space between words is one blank."""
        if not letter.isspace():
            self._builder.add(letter, at, until, each=until - at)
        elif not self._builder.ends_blank:
            self._builder.add(" ", at, until, each=until - at)
