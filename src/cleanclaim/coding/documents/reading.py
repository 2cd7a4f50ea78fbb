"""What a file is, by its content, and the text in it."""

import re

import msgspec

from cleanclaim.coding.documents.building import MOST_CHARACTERS, TextBuilder
from cleanclaim.coding.documents.ccda import Wrapped, read_ccda
from cleanclaim.coding.documents.decoding import decode
from cleanclaim.coding.documents.fhir import from_base64, read_fhir
from cleanclaim.coding.documents.html import read_html
from cleanclaim.coding.documents.rtf import read_rtf
from cleanclaim.coding.documents.values import Kind, Part, SourceDocument
from cleanclaim.primitives import UnreadableFile

MOST_BYTES = 50_000_000
_DEEPEST = 3  # documents within documents: a PDF in a C-CDA in FHIR

_HTML = re.compile(
    rb"(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*<(?:!doctype\s+html|html|head|body|div|table|article|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"<\?xml\s|<(?:\w+:)?ClinicalDocument\b|<!DOCTYPE\s+(?!html)", re.IGNORECASE)
_OTHER = (
    (b"PK\x03\x04", "a Word document or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "a Word document of the old kind"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
)


def read_documents(raw: bytes) -> tuple[SourceDocument, ...]:
    """Return the notes of a file: one, but for FHIR, where a Bundle may hold several.

    Told by content, never by name: RTF, HTML, PDF, C-CDA, FHIR in JSON, else plain text (UTF-8, or
    UTF-16 with its mark). Raises ``UnreadableFile`` for what is none of these or is broken.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableFile(
            f"the file has {len(raw) / 1_000_000:,.0f} MB; at most {MOST_BYTES // 1_000_000} are read.",
            fix="Hand in the note alone.",
        )
    return _read(raw, 0)


def kind_of(raw: bytes) -> Kind:
    """Return what a file is by how it begins; raises ``UnreadableFile`` for other formats by name."""
    start = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if raw.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        start = raw[2:8192].replace(b"\x00", b"").lstrip()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if _HTML.match(start):
        return "html"
    if _XML.match(start):
        return "ccda"
    if start.startswith(b"{") and b'"resourceType"' in raw:
        return "fhir"
    for magic, name in _OTHER:
        if raw.startswith(magic):
            raise UnreadableFile(
                f"this is {name}.", fix="Save the note as text, RTF, HTML or PDF with text, and hand that in."
            )
    return "text"


def _read(raw: bytes, depth: int) -> tuple[SourceDocument, ...]:
    kind = kind_of(raw)
    if kind == "fhir":
        return read_fhir(raw, lambda content, media_type, place: _embedded(content, media_type, place, depth))
    return (_single(raw, kind, depth),)


def _single(raw: bytes, kind: Kind, depth: int) -> SourceDocument:
    if kind == "rtf":
        return read_rtf(raw)
    if kind == "html":
        return read_html(raw)
    if kind == "pdf":
        from cleanclaim.coding.documents.pdf import read_pdf  # noqa: PLC0415 - 0.2 s, for PDF only

        return read_pdf(raw)
    if kind == "ccda":
        try:
            return read_ccda(raw)
        except Wrapped as wrapped:
            content = from_base64(wrapped.content, "nonXMLBody")
            inner = _embedded(content, wrapped.media_type, "nonXMLBody", depth)
            return msgspec.structs.replace(inner, kind="ccda")
    return _plain(raw)


def _embedded(content: bytes, media_type: str, place: str, depth: int) -> SourceDocument:
    """Read a document within another; offsets count in the decoded content."""
    if depth >= _DEEPEST:
        raise UnreadableFile("documents are wrapped in each other too often.", fix="Hand in the note alone.")
    kind = kind_of(content)
    if kind == "fhir":
        raise UnreadableFile("a FHIR resource is wrapped in another document.", fix="Hand in the inner one.")
    if kind == "text":
        charset = re.search(r"charset=\"?([\w-]+)", media_type)
        document = _mapped_text(content, charset[1] if charset else "")
    else:
        document = _single(content, kind, depth + 1)
    parts = tuple(Part(f"{place} {part.name}".strip(), part.unit) for part in document.parts)
    return msgspec.structs.replace(document, parts=parts)


def _plain(raw: bytes) -> SourceDocument:
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(
            "this is not text but binary data.",
            fix="Hand in the note as text, RTF, HTML, PDF, C-CDA or FHIR.",
        )
    return SourceDocument(kind="text", text=_checked(decode(raw).text))


def _mapped_text(raw: bytes, encoding: str) -> SourceDocument:
    """Return plain text within another document, with the bytes of its characters."""
    decoded = decode(raw, encoding)
    builder = TextBuilder()
    text = _checked(decoded.text)
    if isinstance(decoded.offsets, range):
        builder.add(text, decoded.offsets[0], decoded.offsets[-1], each=1)
    else:
        for number, letter in enumerate(text):
            at, until = decoded.offsets[number], decoded.offsets[number + 1]
            builder.add(letter, at, until, each=until - at)
    return builder.document("text")


def _checked(text: str) -> str:
    if "\x00" in text:
        raise UnreadableFile(
            "this is not text but binary data.",
            fix="Hand in the note as text, RTF, HTML, PDF, C-CDA or FHIR.",
        )
    return text


__all__ = ["MOST_BYTES", "MOST_CHARACTERS", "kind_of", "read_documents"]
