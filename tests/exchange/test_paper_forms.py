"""Claims on CMS-1500, UB-04 and the ADA form: which text stands in which box, and where on the page."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from cleanclaim import cli
from cleanclaim.claim import Claim, Diagnosis, Payer, PriorPayment, encode_claim
from cleanclaim.claim.specimens import SERVICE_DAY, coverage_of, specimen
from cleanclaim.exchange.paper import FilledForm, fill, write_pdf
from cleanclaim.primitives import InvalidValue, one_day
from tests.strategies import valid_claims

replace = msgspec.structs.replace
HEIGHT = 792


def _texts(pdf: bytes) -> list[dict[tuple[float, float], str]]:
    """Return each page's texts by where they begin: points from the left and from the top."""
    pages = []
    for page in PdfReader(BytesIO(pdf)).pages:
        found: dict[tuple[float, float], str] = {}

        def visit(text: str, cm: list[float], tm: list[float], *_: Any, found: Any = found) -> None:
            if text.strip():
                found[round(tm[4] + cm[4], 1), round(HEIGHT - tm[5] - cm[5], 1)] = text.strip()

        page.extract_text(visitor_text=visit)
        pages.append(found)
    return pages


def _at(form: FilledForm, box: str) -> tuple[float, float]:
    place = form.layout.places[box]
    return round(place.x, 1), round(place.y, 1)


def test_an_office_visit_stands_in_the_boxes_of_the_cms_1500() -> None:
    """The boxes that a payer's scanner reads first hold what the claim says."""
    form = fill(specimen("professional"))
    (page,) = form.pages
    assert form.problems == ()
    assert {
        box: page.boxes[box]
        for box in (
            "1a",
            "2",
            "3",
            "3.F",
            "6.self",
            "21.indicator",
            "21.A",
            "24A.1",
            "24B.1",
            "24D.1",
            "24E.1",
        )
    } == {
        "1a": "SPEC990030042",
        "2": "QUILLFEATHER, ROSA, M",
        "3": "05 17 1968",
        "3.F": "X",
        "6.self": "X",
        "21.indicator": "0",
        "21.A": "I10",
        "24A.1": "11 18 25 11 18 25",
        "24B.1": "11",
        "24D.1": "99213",
        "24E.1": "A",
    }
    assert [
        page.boxes[box] for box in ("24F.1", "24G.1", "24J.1", "25", "25.EIN", "26", "27.yes", "28", "33a")
    ] == [
        *("125 00", "1", "1502503505", "371234560", "X", "SPECIMEN1", "X", "125 00", "1002003006"),
    ]
    assert not {"3.M", "6.spouse", "25.SSN", "27.no", "22"} & page.boxes.keys()


def test_the_text_for_red_paper_stands_on_the_lines_and_columns_of_the_form() -> None:
    """Ten characters and six lines to the inch: the patient on line 10, the first service on line 44."""
    form = fill(specimen("professional"))
    (found,) = _texts(write_pdf([form], overlay=True))
    assert found[20.0, 24 + 10 * 12.0] == "QUILLFEATHER, ROSA, M"
    assert found[20.0 + 24 * 7.2, 24 + 44 * 12.0] == "99213"
    assert found[20.0 + 49 * 7.2 + 2 * 7.2, 24 + 44 * 12.0] == "125 00"  # right aligned to column 57
    assert sorted(found.values()) == sorted(form.pages[0].boxes.values())  # nothing else is printed
    (moved,) = _texts(write_pdf([form], overlay=True, right=9, down=-18))
    assert moved[29.0, 24 + 10 * 12.0 - 18] == "QUILLFEATHER, ROSA, M"


@pytest.mark.parametrize("claim_type", ["professional", "institutional", "dental"])
def test_the_complete_form_holds_the_same_text_at_the_same_places_and_labels_besides(claim_type: str) -> None:
    form = fill(specimen(claim_type))
    overlay, complete = (_texts(write_pdf([form], overlay=only))[0] for only in (True, False))
    assert overlay.items() <= complete.items()
    labels = {place.label for place in form.layout.places.values() if place.label}
    assert labels <= set(complete.values()) | set(overlay.values())


def test_an_outpatient_bill_stands_in_the_form_locators_of_the_ub_04() -> None:
    form = fill(specimen("institutional"), on=date(2025, 11, 21))
    boxes = form.pages[0].boxes
    assert [boxes[box] for box in ("4", "6.from", "6.through", "10", "42.1", "44.1", "45.1", "47.1")] == [
        *("0131", "111825", "111825", "05171968", "0510", "99213", "111825", "410 00"),
    ]
    assert [
        boxes[box] for box in ("42.23", "43.23", "45.23", "47.23", "56", "66", "67", "76", "76.last")
    ] == [
        *("0001", "PAGE 1 OF 1", "112125", "410 00", "1002003006", "0", "I10", "1602603601", "THORNBURY"),
    ]
    (found,) = _texts(write_pdf([form], overlay=True))
    left, down = _at(form, "47.1")
    assert down == 19 * 12.0 - 2  # the first of the 22 lines is the form's nineteenth
    assert found[round(left + (10 - 6) * 7.2, 1), down] == "410 00"  # right aligned in ten columns


def test_codes_of_a_stay_go_row_by_row_and_diagnoses_bear_their_poa() -> None:
    claim = specimen("institutional")
    assert claim.institutional is not None
    codes = tuple(Diagnosis(code, poa="Y") for code in ("E119", "E785"))
    claim = replace(
        claim,
        claim_frequency_code="7",
        diagnoses=(Diagnosis("I10", role="principal", poa="N"), *codes, Diagnosis("R079", role="admitting")),
        institutional=replace(
            claim.institutional, facility_type="11", conditions=("09", "10"), admission_hour="1432"
        ),
    )
    boxes = fill(claim).pages[0].boxes
    assert [boxes[box] for box in ("4", "13", "18", "19", "67", "67.poa", "67A", "67B.poa", "69")] == [
        *("0117", "14", "09", "10", "I10", "N", "E119", "Y", "R079"),
    ]


def test_a_filling_stands_in_the_boxes_of_the_dental_form() -> None:
    form = fill(specimen("dental"))
    boxes = form.pages[0].boxes
    assert [
        boxes[box] for box in ("1.statement", "24.1", "26.1", "27.1", "28.1", "29.1", "31.1", "32", "38")
    ] == [
        *("X", "11/18/2025", "JP", "14", "O", "D2140", "180 00", "180 00", "11"),
    ]
    (found,) = _texts(write_pdf([form], overlay=True))
    assert found[round(381 * 0.72, 1), round(496 * 0.72, 1)] == "D2140"


def _with_lines(claim: Claim, count: int) -> Claim:
    lines = tuple(replace(claim.lines[0], control_number=f"L{place}") for place in range(count))
    return replace(claim, lines=lines, total_charge=None)


@pytest.mark.parametrize(
    ("claim_type", "count", "total", "before_last", "last"),
    [
        ("professional", 13, "28", ["CONTINUED", "CONTINUED"], "1625 00"),
        ("institutional", 45, "47.23", [None, None], "18450 00"),
        ("dental", 21, "32", ["1800 00", "1800 00"], "180 00"),
    ],
)
def test_more_lines_than_a_form_has_go_on_further_pages_and_the_total_where_payers_want_it(
    claim_type: str, count: int, total: str, before_last: list[str | None], last: str
) -> None:
    form = fill(_with_lines(specimen(claim_type), count))
    assert [page.boxes.get(total) for page in form.pages] == [*before_last, last]
    code = {"professional": "24D", "institutional": "44", "dental": "29"}[claim_type]
    filled = [sum(1 for box in page.boxes if box.startswith(f"{code}.")) for page in form.pages]
    assert sum(filled) == count
    assert len(_texts(write_pdf([form]))) == 3


def test_medicare_first_says_none_in_box_11_and_medicare_second_names_the_other_insurance() -> None:
    claim = replace(specimen("professional"), coverages=(coverage_of("medicare"),))
    boxes = fill(claim).pages[0].boxes
    assert (boxes["1.medicare"], boxes["11"], boxes.get("4"), boxes.get("11a")) == ("X", "NONE", None, None)
    first = replace(coverage_of("commercial"), prior_payment=PriorPayment(paid=Decimal("80.00")))
    second = replace(
        claim,
        coverages=(first, coverage_of("medicare", sequence="S")),
        billed_coverage=1,
        patient_paid=Decimal(5),
    )
    boxes = fill(second).pages[0].boxes
    assert (boxes["4"], boxes["9"], boxes["11d.yes"], boxes["29"]) == (
        *("QUILLFEATHER, ROSA, M", "QUILLFEATHER, ROSA, M", "X", "85 00"),
    )


def test_a_replacement_shows_the_payers_number_and_says_when_it_is_missing() -> None:
    claim = replace(specimen("professional"), claim_frequency_code="7")
    (problem,) = fill(claim).problems
    assert (problem.kind, problem.box) == ("missing", "22.original")
    coverage = replace(claim.coverage, payer_claim_control_number="PCN77")
    boxes = fill(replace(claim, coverages=(coverage,))).pages[0].boxes
    assert (boxes["22"], boxes["22.original"]) == ("7", "PCN77")


def test_what_has_no_room_is_named_and_what_is_too_long_is_kept_whole() -> None:
    claim = specimen("professional")
    many = tuple(Diagnosis(f"Z00{place:02}") for place in range(13))
    line = replace(claim.lines[0], modifiers=("25", "59", "LT", "76", "XS"), pointers=(1, 2, 3, 4, 5))
    payer = Payer("The Very Long Name of a Health Plan of the Lakes", "1")
    claim = replace(claim, diagnoses=many, lines=(line,), coverages=(replace(claim.coverage, payer=payer),))
    form = fill(claim)
    said = {(problem.kind, problem.box) for problem in form.problems}
    assert {
        ("left-out", "21"),
        ("left-out", "24D.1"),
        ("left-out", "24E.1"),
        ("too-long", "payer.name"),
    } <= said
    assert "Z0012" in next(problem.message for problem in form.problems if problem.box == "21")
    (found,) = _texts(write_pdf([form], overlay=True))
    assert payer.name.upper() in found.values()


def test_a_claim_without_lines_and_a_letter_no_printer_has_are_refused_by_place() -> None:
    claim = specimen("professional")
    with pytest.raises(InvalidValue, match="no lines"):
        fill(replace(claim, lines=()))
    name = replace(claim.patient.name, last="Ωmega", first="José")
    with pytest.raises(InvalidValue, match="box 2: it holds a character"):
        fill(replace(claim, patient=replace(claim.patient, name=name)))
    name = replace(claim.patient.name, last="Núñez", first="José")
    boxes = fill(replace(claim, patient=replace(claim.patient, name=name))).pages[0].boxes
    assert boxes["2"] == "NUNEZ, JOSE, M"


_CHARGES = {"professional": "24F.", "institutional": "47.", "dental": "31."}


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(claim=valid_claims())
def test_every_valid_claim_has_a_form_on_which_all_lines_and_charges_are_printed(claim: Claim) -> None:
    form = fill(claim)
    printed = [page.boxes for page in form.pages]
    charges = [
        text
        for boxes in printed
        for box, text in boxes.items()
        if box != "47.23" and box.startswith(_CHARGES[claim.claim_type])
    ]
    assert charges == [
        f"{line.charge:.2f}".replace(".", " ") for line in claim.lines if line.charge is not None
    ]
    assert len(_texts(write_pdf([form], overlay=True))) == len(printed)


def _run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: Any
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["cleanclaim", "claim", "form", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    return int(end.value.code or 0), shown.out, shown.err


def test_the_command_writes_one_pdf_for_claims_of_several_types(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Given three claims of three types, then one file has a form of each, and the same bytes again."""
    paths = []
    for claim_type in ("professional", "institutional", "dental"):
        paths.append(tmp_path / f"{claim_type}.json")
        paths[-1].write_bytes(encode_claim(specimen(claim_type)))
    out = tmp_path / "out.pdf"
    status, shown, said = _run(capsys, monkeypatch, *paths, "-o", out, "--json", "--date", "2025-11-21")
    assert (status, len(_texts(out.read_bytes()))) == (0, 3)
    rows = [json.loads(row) for row in shown.splitlines()]
    assert [row["form"] for row in rows] == ["CMS-1500 (02/12)", "UB-04", "ADA dental claim form"]
    assert rows[1]["boxes"]["45.23"] == "112125"
    assert "3 claims on 3 pages" in said
    again = out.read_bytes()
    _run(capsys, monkeypatch, *paths, "-o", out, "--date", "2025-11-21")
    assert out.read_bytes() == again


def test_the_command_says_what_is_missing_and_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claim = specimen("professional")
    line = replace(claim.lines[0], charge=None, dates=one_day(SERVICE_DAY))
    path, out = tmp_path / "claim.json", tmp_path / "out.pdf"
    path.write_bytes(encode_claim(replace(claim, lines=(line,))))
    status, _, said = _run(capsys, monkeypatch, path, "-o", out)
    assert status == 1
    assert "claim SPECIMEN1: Box 24F.1 is empty: the charge." in said
    assert out.exists()
