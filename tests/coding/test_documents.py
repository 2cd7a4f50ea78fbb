"""Documents of every kind give the codes of their words, and say where those stand in the original."""

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings, strategies as st

from cleanclaim.cli.code import command
from cleanclaim.codesets import Store
from cleanclaim.coding.documents import SourceDocument, read_documents
from cleanclaim.primitives import UnreadableFile
from tests.coding.documents import (
    CCDA,
    EXPECTED,
    FHIR,
    HTML,
    PDF,
    PLAIN,
    RTF,
    bundle,
    pdf,
    protected,
    reference,
)

KINDS = {"rtf": RTF, "html": HTML, "pdf": PDF, "ccda": CCDA, "fhir": FHIR}


def run(store: Store, *arguments: object) -> Result:
    return CliRunner().invoke(
        command,
        ["--reference", str(store.directory), "--date", "2025-12-01", *map(str, arguments)],
        standalone_mode=False,
    )


def read(raw: bytes) -> SourceDocument:
    (document,) = read_documents(raw)
    return document


def test_each_kind_is_told_by_its_content_and_gives_the_codes_of_its_words(
    store: Store, tmp_path: Path
) -> None:
    for kind, raw in KINDS.items():
        (tmp_path / f"{kind}.txt").write_bytes(raw)
    (tmp_path / "scan.txt").write_bytes(pdf("ASSESSMENT\nAsthma.", ""))
    done = run(store, *(tmp_path / f"{kind}.txt" for kind in (*KINDS, "scan")), "--json")
    assert done.return_value == 0
    (notice,) = done.stderr.splitlines()
    assert "scan.txt: page 2 of the PDF hold no text and were not read" in notice
    results = [json.loads(line) for line in done.stdout.splitlines()]
    for kind, result in zip(KINDS, results, strict=False):
        assert (result["id"], result["document"]["kind"]) == (f"{kind}.txt", kind)
        text = result["document"]["text"]
        diagnoses = [one for one in result["suggestions"] if one["system"] == "ICD10CM" and one["selected"]]
        assert [one["code"] for one in diagnoses] == EXPECTED
        for piece in [piece for one in result["suggestions"] for piece in one["evidence"]]:
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert piece["original"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_reader_of_the_page_sees_is_not_read(kind: str) -> None:
    text = read(KINDS[kind]).text.lower()
    for word in ("asthma", "gout", "migraine", "psoriasis", "diabetes", "<", "\\", "skipped"):
        assert word not in text, word
    assert "left knee since may." in text or "left\nknee since may" in text


@pytest.mark.parametrize(("kind", "original"), [("rtf", RTF), ("html", HTML), ("ccda", CCDA)])
def test_offsets_lead_back_to_the_bytes_of_the_stored_file(kind: str, original: bytes) -> None:
    document = read(original)
    words = "pain in the"
    start = document.text.index(words)
    (origin,) = document.origins(start, start + len(words))
    assert (origin.part, origin.unit) == ("", "byte")
    assert original[origin.start : origin.end] == words.encode()
    start = document.text.index("Ménière")
    (origin,) = document.origins(start, start + len("Ménière"))
    found = original[origin.start : origin.end]
    assert found.startswith(b"M")
    assert found.endswith(b"re")
    assert original[origin.end :].startswith(b" disease")
    start = document.text.index("tension")
    (origin,) = document.origins(start, start + len("tension"))
    assert original[origin.start : origin.end] == b"tension"


def test_a_pdf_s_offsets_count_the_characters_of_the_page_s_text() -> None:
    document = read(PDF)
    start = document.text.index("Hypertension")
    (origin,) = document.origins(start, start + len("Hypertension"))
    assert (origin.part, origin.unit) == ("page 2", "character")
    page = document.text[document.text.index("ASSESSMENT") :]
    assert page[origin.start : origin.end] == "Hypertension"
    both = document.origins(0, len(document.text))
    assert [one.part for one in both] == ["page 1", "page 2"]


def test_offsets_into_fhir_count_the_bytes_of_the_decoded_content() -> None:
    document = read(bundle({"resourceType": "Patient"}, reference(PLAIN, "text/plain")))
    start = document.text.index("disease")
    (origin,) = document.origins(start, start + len("disease"))
    assert origin.part == "/entry/1/resource/content/0/attachment/data"
    assert PLAIN[origin.start : origin.end] == b"disease"


def test_a_bundle_gives_one_note_for_each_document_and_leaves_out_what_was_withdrawn(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "visit.json"
    path.write_bytes(
        bundle(
            reference(b"ASSESSMENT\nAsthma.", "text/plain", "old", status="entered-in-error"),
            reference(RTF, "application/rtf", "first"),
            {
                "resourceType": "DiagnosticReport",
                "id": "xr",
                "status": "final",
                "conclusion": "Fracture of the left wrist.",
            },
            {
                "resourceType": "Composition",
                "id": "c",
                "status": "final",
                "section": [
                    {"title": "Assessment", "text": {"div": "<div><p>Gout &amp; psoriasis.</p></div>"}}
                ],
            },
        )
    )
    done = run(store, path, "--json")
    ids = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert ids == [
        "visit.json#DocumentReference/first",
        "visit.json#DiagnosticReport/xr",
        "visit.json#Composition/c",
    ]
    assert "DocumentReference/old was entered in error and was not read" in done.stderr
    documents = read_documents(path.read_bytes())
    assert "Impression:\nFracture of the left wrist." in documents[1].text
    assert documents[2].text.strip() == "Assessment\n\nGout & psoriasis."


def test_of_several_formats_of_one_document_one_is_read_and_a_binary_is_found_by_its_address() -> None:
    both = reference(b"%PDF-1.7 nonsense", "application/pdf")
    both["content"] = [*both["content"], {"attachment": {"contentType": "text/plain", "url": "Binary/b1"}}]  # type: ignore[misc]
    one = {"resourceType": "DocumentReference", "id": "n", "content": [both["content"][1]]}  # type: ignore[index]
    binary = {"resourceType": "Binary", "id": "b1", "data": base64.b64encode(PLAIN).decode()}
    (document,) = read_documents(bundle(one, binary))
    assert document.text == PLAIN.decode()
    with pytest.raises(UnreadableFile, match="stands at another address and was not fetched"):
        read_documents(bundle(one))


def test_a_section_without_a_title_is_named_by_its_code() -> None:
    raw = (
        b'<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section>'
        b'<code code="51848-0" displayName="Assessment"/><text>Asthma &amp; gout</text></section></component>'
        b"</structuredBody></component></ClinicalDocument>"
    )
    document = read(raw)
    assert document.text.split() == ["Assessment:", "Asthma", "&", "gout"]
    start = document.text.index("& gout")
    (origin,) = document.origins(start, start + len("& gout"))
    assert raw[origin.start : origin.end] == b"&amp; gout"
    assert document.origins(0, len("Assessment:")) == ()


def test_a_document_wrapped_in_a_ccda_is_read() -> None:
    body = base64.b64encode(PDF).decode()
    raw = (
        '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text mediaType="application/pdf" '
        f'representation="B64">{body}</text></nonXMLBody></component></ClinicalDocument>'
    )
    document = read(raw.encode())
    assert document.kind == "ccda"
    start = document.text.index("Hypertension")
    assert [one.part for one in document.origins(start, start + 5)] == ["nonXMLBody page 2"]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>&b;</title></ClinicalDocument>"""
OUTSIDE = (
    b"""<!DOCTYPE ClinicalDocument SYSTEM "file:///etc/passwd"><ClinicalDocument xmlns="urn:hl7-org:v3"/>"""
)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (RTF[:-40], "the RTF document ends in the middle"),
        (RTF + b"Asthma.", "out of shape: something follows its end"),
        (b"{\\rtf1" + b"{" * 600, "groups more than 500 deep"),
        (b"{\\rtf1\\ansicpg99999 a}", "unknown code page, cp99999"),
        (LAUGHS, "declares a document type or entities"),
        (OUTSIDE, "declares a document type or entities"),
        (CCDA[:-30], "the XML is broken in line"),
        (b"<?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'/>", "no C-CDA document: it begins with"),
        (CCDA.split(b"<component>")[0] + b"</ClinicalDocument>", "has no narrative text"),
        (b"<ClinicalDocument xmlns='urn:hl7-org:v3'>" + b"<a>" * 400, "elements more than 300 deep"),
        (b"<html><body><p class='", "the HTML page ends within a tag"),
        (b"<html><meta charset=klingon><p>Asthma", "unknown encoding, 'klingon'"),
        (protected(PDF, "secret"), "protected with a password"),
        (b"%PDF-1.7\n" + b"garbage " * 100, "the PDF is damaged"),
        (PDF[: len(PDF) // 3], "the PDF is damaged"),
        (pdf("", ""), "holds no text, only images"),
        (FHIR[:-9], "the FHIR JSON is broken"),
        (b'{"resourceType": "Patient"}', "holds no note: it has Patient"),
        (json.dumps(reference(b"x", "a")).replace("eA==", "*").encode(), "is no base64"),
        (b'{"resourceType":"Bundle","entry":' + b"[" * 100_000, "the FHIR JSON is broken"),
        (b"PK\x03\x04word/document.xml", "a Word document or another zip archive"),
        (b"\xff\xd8\xff\xe0JFIF", "an image (JPEG)"),
    ],
)
def test_a_document_that_cannot_be_read_is_one_sentence(
    store: Store, tmp_path: Path, raw: bytes, sentence: str
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(raw)
    done = run(store, path, "--json")
    assert (done.return_value, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert sentence in line
    assert str(path) in line


def test_a_pdf_that_unfolds_into_too_much_or_has_too_many_pages_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cleanclaim.coding.documents.pdf.MOST_PAGES", 1)
    with pytest.raises(UnreadableFile, match="the PDF has 2 pages; at most 1 are read"):
        read_documents(PDF)
    monkeypatch.setattr("cleanclaim.coding.documents.pdf.MOST_PAGES", 10)
    monkeypatch.setattr("cleanclaim.coding.documents.pdf._MOST_OPERATIONS", 5)
    with pytest.raises(UnreadableFile, match="unfolds into more than any note has"):
        read_documents(PDF)


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanclaim.coding.documents.reading.MOST_BYTES", 100)
    with pytest.raises(UnreadableFile, match="MB; at most"):
        read_documents(PLAIN)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert "Hypertension" in read(protected(PDF, "")).text


def test_plain_text_that_speaks_of_markup_stays_plain_text() -> None:
    for text in ("<3 days of pain\nASSESSMENT\nAsthma.", "{note}\nAsthma.", "BP <140. <b>Asthma</b>"):
        document = read(text.encode())
        assert (document.kind, document.text) == ("text", text)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    cuts=st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=6)), min_size=1, max_size=4),
)
def test_a_damaged_document_is_read_or_refused_and_never_ends_in_a_crash(
    kind: str, cuts: list[tuple[int, bytes]]
) -> None:
    raw = KINDS[kind]
    for place, bytes_ in cuts:
        at = place % len(raw)
        raw = raw[:at] + bytes_ + raw[at + len(bytes_) + place % 3 :]
    try:
        documents = read_documents(raw)
    except UnreadableFile:
        return
    for document in documents:
        for run_ in document.runs:
            assert 0 <= run_.start < run_.end <= len(document.text)
            assert run_.at <= run_.until
        assert "".join(document.text[one.start : one.end] for one in document.runs) in ("", document.text)
