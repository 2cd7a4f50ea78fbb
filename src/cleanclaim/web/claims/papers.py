"""A claim on its paper form: seen on the screen, and as a PDF to print."""

from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cleanclaim.exchange.paper import FORM_NAMES, FilledForm, fill, write_pdf
from cleanclaim.primitives import CleanclaimError
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import access_claim
from cleanclaim.web.claims.views import shown_claim
from cleanclaim.web.organizations.permissions import Permission

PDF = "application/pdf"


class ShownBox(msgspec.Struct, frozen=True):
    """A box of the preview: places in points from the page's top left, its label, and its text."""

    name: str
    left: float
    top: float
    width: float
    height: float
    label: str
    label_left: float
    label_line: float
    label_anchor: str
    text: str
    text_left: float
    baseline: float
    squeezed: float


@require_safe
@screen(Permission.SEE_CLAIMS)
def form(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show the claim's paper form, page by page, with what is missing on it or does not fit."""
    context = shown_claim(request, claim_id, "claims.form")
    value = context["value"]
    context["form_name"] = FORM_NAMES.get(value.claim_type, "")  # type: ignore[attr-defined]
    try:
        filled = fill(value, on=request.access.at.date())  # type: ignore[arg-type]
    except CleanclaimError as error:
        context["problem"] = error
    else:
        context["pages"] = [(page, _boxes(filled, page.boxes)) for page in filled.pages]
        context["problems"] = filled.problems
        context["type_size"] = filled.layout.type_size
    return render(request, "claims/form.html", context)


@require_safe
@screen(Permission.SEE_CLAIMS)
def form_pdf(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Return the form as a PDF: complete, or with ``?overlay`` the text alone for pre-printed paper."""
    row = access_claim(request.access, claim_id)
    overlay = "overlay" in request.GET
    filled = fill(row.value(), on=request.access.at.date())
    content = write_pdf([filled], overlay=overlay)
    request.access.record(
        "claim.printed", row, {"form": filled.layout.name, "version": row.current_version, "overlay": overlay}
    )
    name = f"claim-{row.pk}.pdf"  # an opaque name: it stays in the browser's list of downloads
    return HttpResponse(
        content, content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _boxes(filled: FilledForm, boxes: object) -> list[ShownBox]:
    shown = []
    layout = filled.layout
    texts: dict[str, str] = dict(boxes)  # type: ignore[call-overload]
    for name, place in layout.places.items():
        text = texts.get(name, "")
        wide = len(text) * layout.type_size * 0.6
        squeezed = place.width if wide > place.width else 0.0
        spare = max(0.0, place.width - wide)
        start = place.x + {"left": 0.0, "right": spare, "center": spare / 2}[place.align]
        shown.append(
            ShownBox(
                name=name,
                left=round(place.x - 2, 2),
                top=round(place.y - layout.cell + 2.5, 2),
                width=round(place.width + 4, 2),
                height=layout.cell,
                label=place.label,
                label_left=round(place.x - (1 if place.above else 2.5), 2),
                label_line=round(place.y - layout.cell + 1.5 if place.above else place.y, 2),
                label_anchor="start" if place.above else "end",
                text=text,
                text_left=round(start, 2),
                baseline=place.y,
                squeezed=round(squeezed, 2),
            )
        )
    return shown
