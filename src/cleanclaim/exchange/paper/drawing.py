"""Filled forms as a PDF: the text alone for pre-printed paper, or with rulings and labels."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cleanclaim.exchange.paper.values import FilledForm, Layout, Page, Place

TYPE = "Courier"
LABEL_TYPE = "Helvetica"
LABEL_SIZE = 4.6
RULE = 0.35
GREY = 0.55
_HEIGHT = letter[1]


def write_pdf(
    forms: Sequence[FilledForm], *, overlay: bool = False, right: float = 0, down: float = 0
) -> bytes:
    """Return the pages of the forms as a PDF on letter paper; the same forms give the same bytes.

    ``overlay`` leaves out rulings and labels, for pre-printed paper; ``right`` and ``down`` move
    everything by so many points (1/72 inch), to meet a printer's margins.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1, pageCompression=1)
    canvas.setTitle(forms[0].layout.title if forms else "")
    canvas.setCreator("cleanclaim")
    for form in forms:
        for page in form.pages:
            canvas.translate(right, -down)
            if not overlay:
                _draw_form(canvas, form, page)
            _draw_text(canvas, form.layout, page)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_text(canvas: Canvas, layout: Layout, page: Page) -> None:
    canvas.setFillGray(0)
    for box, text in page.boxes.items():
        place = layout.places[box]
        width = stringWidth(text, TYPE, layout.type_size)
        scale = min(1.0, place.width / width)
        words = canvas.beginText(_start(place, width * scale), _HEIGHT - place.y)
        words.setFont(TYPE, layout.type_size)
        words.setHorizScale(100 * scale)
        words.textOut(text)
        canvas.drawText(words)


def _start(place: Place, width: float) -> float:
    """Return where a text of that width begins in its place."""
    spare = max(0.0, place.width - width)
    return place.x + {"left": 0.0, "right": spare, "center": spare / 2}[place.align]


def _draw_form(canvas: Canvas, form: FilledForm, page: Page) -> None:
    layout = form.layout
    canvas.setStrokeGray(GREY)
    canvas.setLineWidth(RULE)
    for place in layout.places.values():
        height = layout.cell
        canvas.rect(place.x - 2, _HEIGHT - place.y - 2.5, place.width + 4, height)
    canvas.setFillGray(0.3)
    canvas.setFont(LABEL_TYPE, LABEL_SIZE)
    for place in layout.places.values():
        if place.label and place.above:
            canvas.drawString(place.x - 1, _HEIGHT - place.y + layout.cell - 1.5, place.label)
        elif place.label:
            canvas.drawRightString(place.x - 2.5, _HEIGHT - place.y, place.label)
    canvas.setFont(LABEL_TYPE, 6)
    of = f", page {page.number} of {len(form.pages)}" if len(form.pages) > 1 else ""
    canvas.drawString(20, _HEIGHT - 12, f"{layout.title}{of}. Printed by cleanclaim.")
