"""The notes in FHIR R4 JSON: DocumentReference, DiagnosticReport, Composition, Binary, and Bundles of them.

Source: HL7 FHIR R4 (4.0.1): Attachment.data is base64 of the content; several ``content`` or
``presentedForm`` items are formats of one document, so one of them is read. Resources that were
entered in error or superseded are not read. What stands elsewhere (``url``) is not fetched.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from typing import Any

from cleanclaim.coding.documents.building import TextBuilder, byte_offsets
from cleanclaim.coding.documents.decoding import Decoded
from cleanclaim.coding.documents.html import add_html
from cleanclaim.coding.documents.values import SourceDocument
from cleanclaim.primitives import UnreadableFile

# JSON as it came: what a field holds is looked at before it is used.
Json = dict[str, Any]
ReadBytes = Callable[[bytes, str, str], SourceDocument]

_FORMATS = (
    "text/plain",
    "application/xml",
    "text/xml",
    "application/hl7-sda+xml",
    "text/html",
    "application/xhtml+xml",
)
_LATER_FORMATS = ("application/rtf", "text/rtf", "application/pdf")
_WITHDRAWN = {
    "entered-in-error": "was entered in error",
    "superseded": "was superseded",
    "cancelled": "was cancelled",
}
_READ = frozenset({"DocumentReference", "DiagnosticReport", "Composition", "Binary"})
_MOST_DOCUMENTS = 1_000


def read_fhir(raw: bytes, read_bytes: ReadBytes) -> tuple[SourceDocument, ...]:
    """Return the documents of a resource; ``read_bytes(content, media type, place)`` reads an attachment.

    Raises ``UnreadableFile`` when it is no JSON, or holds no note.
    """
    try:
        resource = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableFile("the FHIR JSON is broken.", fix="Export or send it again.") from None
    return _Reader(read_bytes).read(resource)


class _Reader:
    def __init__(self, read_bytes: ReadBytes) -> None:
        self._read_bytes = read_bytes
        self._binaries: dict[str, tuple[str, Json]] = {}
        self._notices: list[str] = []

    def read(self, resource: object) -> tuple[SourceDocument, ...]:
        found: list[SourceDocument] = []
        resources = list(_resources(resource, ""))
        pointed = any(one.get("resourceType") in _READ - {"Binary"} for _, one in resources)
        for pointer, one in resources:
            if one.get("resourceType") == "Binary" and isinstance(one.get("id"), str):
                self._binaries[f"Binary/{one['id']}"] = (pointer, one)
        for pointer, one in resources:
            kind = str(one.get("resourceType"))
            if kind not in _READ or (kind == "Binary" and pointed):
                continue
            name = f"{kind}/{one['id']}" if isinstance(one.get("id"), str) else f"{kind} {pointer or '/'}"
            withdrawn = _WITHDRAWN.get(str(one.get("status"))) or _WITHDRAWN.get(str(one.get("docStatus")))
            if withdrawn:
                self._notices.append(f"{name} {withdrawn} and was not read.")
                continue
            document = self._document(kind, pointer, one, name)
            if document is not None:
                found.append(document)
                if len(found) > _MOST_DOCUMENTS:
                    raise UnreadableFile(
                        f"the Bundle holds more than {_MOST_DOCUMENTS:,} notes.", fix="Hand it in in parts."
                    )
        if not found:
            raise UnreadableFile(
                "the FHIR JSON holds no note: " + (" ".join(self._notices[:2]) or self._wanted(resources)),
                fix="Put the content into the resource (attachment.data).",
            )
        first, *others = found
        if self._notices:
            first = _with_notices(first, tuple(self._notices))
        return (first, *others)

    @staticmethod
    def _wanted(resources: list[tuple[str, Json]]) -> str:
        kinds = sorted({str(one.get("resourceType"))[:40] for _, one in resources})[:3]
        return f"it has {', '.join(kinds) or 'nothing'}, and notes are read from {', '.join(sorted(_READ))}."

    def _document(self, kind: str, pointer: str, one: Json, name: str) -> SourceDocument | None:
        if kind == "Binary":
            return self._attachment(one, pointer, name)
        if kind == "Composition":
            return _narrative(one, pointer, name)
        field = "content" if kind == "DocumentReference" else "presentedForm"
        attachments = []
        for number, item in enumerate(_list(one.get(field))):
            place = f"{pointer}/{field}/{number}"
            attachment = item.get("attachment") if kind == "DocumentReference" else item
            if isinstance(attachment, dict):
                place += "/attachment" if kind == "DocumentReference" else ""
                attachments.append((_preference(attachment), number, attachment, place))
        for _, _, attachment, place in sorted(attachments, key=lambda found: found[:2]):
            document = self._attachment(attachment, place, name)
            if document is not None:
                return document
        return _narrative(one, pointer, name) if kind == "DiagnosticReport" else None

    def _attachment(self, attachment: Json, place: str, name: str) -> SourceDocument | None:
        data, url = attachment.get("data"), attachment.get("url")
        media_type = str(attachment.get("contentType") or "").partition(";")[0].strip().lower()
        if not isinstance(data, str) and isinstance(url, str):
            known = next(
                (one for key, one in self._binaries.items() if url == key or url.endswith(f"/{key}")), None
            )
            if known is None:
                self._notices.append(f"the content of {name} stands at another address and was not fetched.")
                return None
            place, binary = known
            data = binary.get("data")
            media_type = media_type or str(binary.get("contentType") or "").lower()
        if not isinstance(data, str):
            return None
        content = from_base64(data, name)
        if not content.strip():
            return None
        document = self._read_bytes(content, media_type, f"{place}/data")
        return _renamed(document, name)


def from_base64(data: str, name: str) -> bytes:
    """Return the content of base64, white space in it allowed; raises ``UnreadableFile`` naming its place."""
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile(f"the content of {name} is no base64.", fix="Export or send it again.") from None


def _resources(resource: object, pointer: str) -> Iterator[tuple[str, Json]]:
    """Yield a resource, or those of a Bundle (Bundles within it too), with their JSON pointers."""
    waiting: list[tuple[str, object]] = [(pointer, resource)]
    while waiting:
        place, one = waiting.pop(0)
        if not isinstance(one, dict):
            continue
        if one.get("resourceType") == "Bundle":
            waiting.extend(
                (f"{place}/entry/{number}/resource", entry.get("resource"))
                for number, entry in enumerate(_list(one.get("entry")))
            )
        else:
            yield place, one


def _list(value: object) -> list[Json]:
    return [one if isinstance(one, dict) else {} for one in value] if isinstance(value, list) else []


def _preference(attachment: Json) -> int:
    media_type = str(attachment.get("contentType") or "").partition(";")[0].strip().lower()
    order = (*_FORMATS, *_LATER_FORMATS)
    missing = len(order) * (not isinstance(attachment.get("data"), str))
    return missing + (order.index(media_type) if media_type in order else len(order))


def _narrative(one: Json, pointer: str, name: str) -> SourceDocument | None:
    """Return the conclusion of a report and the narrative of its sections, each with its title."""
    builder = TextBuilder()
    conclusion = one.get("conclusion")
    if isinstance(conclusion, str) and conclusion.strip():
        builder.put_in("Impression:\n")
        _add_string(builder, conclusion, f"{pointer}/conclusion")
    _add_sections(builder, one, pointer)
    if not builder.document("fhir").text.strip():
        _add_div(builder, one, pointer)
    document = builder.document("fhir", name=name)
    return document if document.text.strip() else None


def _add_sections(builder: TextBuilder, one: Json, pointer: str, depth: int = 0) -> None:
    if depth > 20:
        return
    for number, section in enumerate(_list(one.get("section"))):
        place = f"{pointer}/section/{number}"
        title = section.get("title")
        builder.paragraph()
        if isinstance(title, str) and title.strip():
            _add_string(builder, title, f"{place}/title")
            builder.line()
        _add_div(builder, section, place)
        _add_sections(builder, section, place, depth + 1)


def _add_div(builder: TextBuilder, one: Json, pointer: str) -> None:
    text = one.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    if isinstance(div, str):
        builder.begin_part(f"{pointer}/text/div", "byte")
        add_html(builder, Decoded(div, byte_offsets(div, "utf-8")))


def _add_string(builder: TextBuilder, text: str, pointer: str) -> None:
    builder.begin_part(pointer, "byte")
    offsets = byte_offsets(text, "utf-8")
    for number, letter in enumerate(text):
        size = offsets[number + 1] - offsets[number]
        builder.add(letter, offsets[number], offsets[number + 1], each=size)
    builder.line()


def _renamed(document: SourceDocument, name: str) -> SourceDocument:
    return SourceDocument(
        kind="fhir",
        text=document.text,
        parts=document.parts,
        runs=document.runs,
        name=name,
        notices=document.notices,
    )


def _with_notices(document: SourceDocument, notices: tuple[str, ...]) -> SourceDocument:
    return SourceDocument(
        kind=document.kind,
        text=document.text,
        parts=document.parts,
        runs=document.runs,
        name=document.name,
        notices=(*notices, *document.notices),
    )
