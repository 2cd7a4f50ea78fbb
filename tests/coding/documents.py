"""Documents of each kind with the same invented note, made here so that no file has to be kept."""

import base64
import io
import json

import pypdf
from reportlab.pdfgen.canvas import Canvas

HPI = "She has had pain in the left knee since May."
PROBLEMS = ("Hypertension.", "Ménière disease, left ear.")
EXPECTED = ["I10", "H81.02"]

RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Hypertension font;}}{\info{\author Asthma Clinic}}"
    rb"{\header Diabetes Center\par}"
    rb"\pard\b HISTORY OF PRESENT ILLNESS\b0\par She has had pain in the left knee since May.\par\par "
    rb"\b ASSESSMENT\b0\par 1.\tab Hyper{\v asthma}tension.\par "
    rb"{\*\listtext skipped}2.\tab M\'e9ni\u232\'e8re disease, left ear.\par {\strike Gout.\par}"
    rb"{\pict\wmetafile8 0001migraine}}"
)
HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Asthma clinic</title>
<style>p { content: "gout" }</style></head><body><script>"migraine"</script>
<h2>History of present illness</h2><p>She has had pain in the&nbsp;left
   knee since May.</p><!-- psoriasis --><h2>Assessment</h2><ol><li>Hyper<b>tension</b>.</li>
<li>M&eacute;nière disease, left ear.</li><li><del>Gout.</del></li><li hidden>Asthma.</li></ol>
</body></html>""".encode()
CCDA = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Visit at the Asthma Clinic</title><component><structuredBody>
<component><section><title>HISTORY OF PRESENT ILLNESS</title><text><paragraph>She has had pain in the left
   knee since May.</paragraph></text><entry><observation><text>Gout</text></observation></entry></section>
</component>
<component><section><title>ASSESSMENT</title><text><list><item>Hypertension<content revised="delete"> and
gout</content>.</item><item>M&#233;nière disease, left ear.</item></list></text></section></component>
</structuredBody></component></ClinicalDocument>""".encode()


def pdf(*pages: str) -> bytes:
    """Return a PDF with the lines of each page."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        text = canvas.beginText(72, 720)
        text.textLines(page)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


PDF = pdf(f"HISTORY OF PRESENT ILLNESS\n{HPI}", "ASSESSMENT\n1. Hypertension.\n2. Meniere disease, left ear.")


def protected(raw: bytes, password: str) -> bytes:
    """Return a PDF that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(raw))
    writer.encrypt(password, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def reference(raw: bytes, media_type: str, name: str = "n1", **fields: object) -> dict[str, object]:
    """Return a FHIR DocumentReference with a document in it."""
    attachment = {"contentType": media_type, "data": base64.b64encode(raw).decode()}
    return {
        "resourceType": "DocumentReference",
        "id": name,
        "status": "current",
        "content": [{"attachment": attachment}],
        **fields,
    }


def bundle(*resources: dict[str, object]) -> bytes:
    """Return a FHIR Bundle as JSON."""
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


PLAIN = f"HISTORY OF PRESENT ILLNESS\n{HPI}\n\nASSESSMENT\n1. {PROBLEMS[0]}\n2. {PROBLEMS[1]}\n".encode()
FHIR = json.dumps(reference(PLAIN, "text/plain; charset=utf-8")).encode()
