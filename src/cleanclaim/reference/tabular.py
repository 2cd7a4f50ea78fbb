"""Reads the ICD-10-CM tabular list as NCHS publishes it (XML)."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import msgspec

from cleanclaim.codesets.icd10cm import StoredNotes
from cleanclaim.primitives import UnreadableFile

_NOTE_ELEMENTS = {
    "inclusionTerm": "inclusion_terms",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "notes",
}
_SPACES = re.compile(r"\s+")


class TabularNode(msgspec.Struct, frozen=True):
    """A chapter, block or code of the tabular list with its own notes; ``parent`` by name.

    Chapters are named ``chapter 4``, blocks by their range (``E08-E13``), codes undotted. An
    empty ``title`` (nothing) marks a code that comes about by its 7th character.
    """

    name: str
    parent: str
    title: str | None
    notes: StoredNotes


def read_tabular(xml: bytes, *, where: str) -> list[TabularNode]:
    """Return chapters, blocks and printed codes, each after its parent.

    Raises ``UnreadableFile`` when the bytes are not a tabular list.
    """
    try:
        root = ET.fromstring(xml)  # noqa: S314  # the pinned package's own file, or one its user chose
    except ET.ParseError as error:
        raise UnreadableFile(f"this is not well-formed XML: {error}.", where=where) from None
    if root.tag != "ICD10CM.tabular":
        raise UnreadableFile(f"this is not an ICD-10-CM tabular list: its root is {root.tag}.", where=where)
    nodes: list[TabularNode] = []
    for chapter in root.iterfind("chapter"):
        name = f"chapter {chapter.findtext('name', '').strip()}"
        nodes.append(TabularNode(name, "", _text(chapter.findtext("desc")), _notes(chapter)))
        for section in chapter.iterfind("section"):
            block = section.get("id", "")
            # A block of one category carries that category's name; a dash keeps them apart.
            label = block if "-" in block else f"{block}-{block}"
            nodes.append(TabularNode(label, name, _text(section.findtext("desc")), _notes(section)))
            for diagnosis in section.iterfind("diag"):
                nodes.extend(_walk(diagnosis, label))
    return nodes


def _walk(element: ET.Element, parent: str) -> Iterator[TabularNode]:
    name = element.findtext("name", "").strip().replace(".", "")
    yield TabularNode(name, parent, _text(element.findtext("desc")), _notes(element))
    for child in element.iterfind("diag"):
        yield from _walk(child, name)


def _notes(element: ET.Element) -> StoredNotes:
    found: dict[str, list[str]] = {}
    seventh: list[tuple[str, str]] = []
    for child in element:
        field = _NOTE_ELEMENTS.get(child.tag)
        if field:
            texts = (_text(note.text) for note in child.iterfind("note"))
            found.setdefault(field, []).extend(text for text in texts if text)
        elif child.tag == "sevenChrDef":
            seventh = [(one.get("char", ""), _text(one.text) or "") for one in child.iterfind("extension")]
    return StoredNotes(
        seventh_characters=tuple(seventh), **{field: tuple(texts) for field, texts in found.items()}
    )


def _text(text: str | None) -> str:
    return _SPACES.sub(" ", text or "").strip()
