"""A packet as PDF: the letter, then what it encloses, each part on pages of its own.

Letter paper, black on white, no picture. The same values give the same bytes.
"""

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import msgspec
from pypdf import PdfReader, PdfWriter
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cleanclaim.exchange.plain_letters import plain_text

_MARGIN = 0.9 * inch
_WORDS = ParagraphStyle("words", fontName="Helvetica", fontSize=10.5, leading=14.5, alignment=TA_LEFT)
_CELL = ParagraphStyle("cell", parent=_WORDS, fontSize=8.5, leading=11)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName="Helvetica-Bold")
_TITLE = ParagraphStyle(
    "title", parent=_WORDS, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceAfter=8
)
_MONO = ParagraphStyle("mono", parent=_CELL, fontName="Courier", fontSize=7.5, leading=10)


class Words(msgspec.Struct, frozen=True):
    """A part of running text; paragraphs are parted by empty lines, lines within them are kept."""

    title: str
    text: str
    headed: bool = True


class Rows(msgspec.Struct, frozen=True):
    """A part that is a table: heads, rows, and a sentence above them."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: str = ""


class Lines(msgspec.Struct, frozen=True):
    """A part in a typewriter's letters, line by line: segments of a file."""

    title: str
    lines: tuple[str, ...]
    above: str = ""


class Pages(msgspec.Struct, frozen=True):
    """A part that is a PDF already: a claim form."""

    title: str
    content: bytes


Part = Words | Rows | Lines | Pages


class Made(msgspec.Struct, frozen=True):
    """A packet: its bytes, and the parts by title with the number of pages of each."""

    content: bytes
    parts: tuple[tuple[str, int], ...]


def make_packet_pdf(parts: Sequence[Part], *, foot: str) -> Made:
    """Return the parts as one PDF; ``foot`` stands at the bottom of every page that we write."""
    writer = PdfWriter()
    counted = []
    for part in parts:
        content = part.content if isinstance(part, Pages) else _written(part, foot)
        reader = PdfReader(BytesIO(content))
        first = len(writer.pages)
        for page in reader.pages:
            writer.add_page(page)
        writer.add_outline_item(title=part.title, page_number=first)
        counted.append((part.title, len(reader.pages)))
    out = BytesIO()
    writer.write(out)
    return Made(out.getvalue(), tuple(counted))


def printable(text: str) -> str:
    """Return text in the letters that every PDF reader has a type for: Western European ones.

    Other letters lose their marks (Ł, ż to z); what has none such becomes a question mark.
    """
    out = []
    for char in text:
        if _has_type(char):
            out.append(char)
            continue
        plain = plain_text(char)
        out.append(plain if all(_has_type(each) for each in plain) else "?")
    return "".join(out)


def _has_type(char: str) -> bool:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return char in "\n\t" or char >= " "


def _written(part: Words | Rows | Lines, foot: str) -> bytes:
    flow: list[Flowable] = []
    if not isinstance(part, Words) or part.headed:
        flow.append(Paragraph(_safe(part.title), _TITLE))
    match part:
        case Words():
            for paragraph in part.text.split("\n\n"):
                flow += [Paragraph(_safe(paragraph), _WORDS), Spacer(1, 8)]
        case Rows():
            if part.above:
                flow += [Paragraph(_safe(part.above), _WORDS), Spacer(1, 8)]
            flow.append(_table(part))
        case Lines():
            if part.above:
                flow += [Paragraph(_safe(part.above), _WORDS), Spacer(1, 8)]
            flow += [Paragraph(_safe(line), _MONO) for line in part.lines]
    out = BytesIO()

    def write_foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(_MARGIN, 0.5 * inch, printable(f"{foot} · {part.title}, page {document.page}"))

    document = SimpleDocTemplate(
        out,
        pagesize=letter,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=printable(part.title),
        author="",
        invariant=1,
    )
    document.build(flow, onFirstPage=write_foot, onLaterPages=write_foot)
    return out.getvalue()


def _table(part: Rows) -> Table:
    width = letter[0] - 2 * _MARGIN
    share = [
        max(6, *(min(60, len(row[at])) for row in (part.heads, *part.rows))) for at in range(len(part.heads))
    ]
    cells = [[Paragraph(_safe(head), _HEAD) for head in part.heads]]
    cells += [[Paragraph(_safe(text), _CELL) for text in row] for row in part.rows]
    table = Table(cells, colWidths=[width * each / sum(share) for each in share], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _safe(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br/>")
