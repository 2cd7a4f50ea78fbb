"""A user's own folder: one bad note stops nothing, nothing is lost silently, no claim replaces another."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim.exchange import read_837

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "run_folder.py"
ASTHMA = "ASSESSMENT\nAsthma.\n"
THIRTEEN = (
    *("Hypertension", "Asthma", "Hypothyroidism", "GERD", "Migraine", "Gout", "Anemia", "Insomnia"),
    *("Depression", "Psoriasis", "Hyperlipidemia", "Osteoporosis", "Glaucoma"),
)


def run(out: Path, *arguments: str) -> tuple[int, str, dict[str, dict[str, object]]]:
    """Run the script as a user would; returns exit status, what it said, and the report by input."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--out", str(out), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    report = out / "report.jsonl"
    rows = [json.loads(row) for row in report.read_text("utf-8").splitlines()] if report.exists() else []
    return done.returncode, done.stdout + done.stderr, {row["input"]: row for row in rows}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, dict[str, dict[str, object]], Path]:
    """One run over a folder with every kind of note."""
    notes, out = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("out")
    contents: dict[str, bytes] = {
        "a-good": ASTHMA.encode(),
        "b-latin": "ASSESSMENT\nMénière disease.\n".encode("latin-1"),
        "c-binary": b"\x00\x01\x02" * 9,
        "d-empty": b" \n",
        "e-mark": b"\xef\xbb\xbf" + ASTHMA.encode(),
        "f-nothing": b"The weather is fine.\n",
        "g-thirteen": ("ASSESSMENT\n" + "".join(f"{one}.\n" for one in THIRTEEN)).encode(),
        "visit-of-the-tenth-of-march-first": ASTHMA.encode(),
        "visit-of-the-tenth-of-march-second": ASTHMA.encode(),
        "z is last, ~odd*": ASTHMA.encode(),
    }
    for name, content in contents.items():
        (notes / f"{name}.txt").write_bytes(content)
    return (*run(out, "--notes", str(notes)), out)


Folder = tuple[int, str, dict[str, dict[str, object]], Path]


def test_an_unreadable_note_is_reported_and_the_others_are_done(folder: Folder) -> None:
    status, said, rows, _ = folder
    assert status == 1
    assert "3  note that could not be read" in said
    assert len(rows) == 10
    for name, why in (("b-latin", "0xe9"), ("c-binary", "binary"), ("d-empty", "empty")):
        assert rows[name]["outcome"] == "note that could not be read"
        assert why in str(rows[name]["why"])
    for name in ("a-good", "e-mark", "z is last, ~odd*"):
        assert str(rows[name]["outcome"]).startswith("note to a valid")
    assert rows["f-nothing"]["outcome"] == "note without a code to bill"


def test_diagnoses_beyond_twelve_are_reported(folder: Folder) -> None:
    _, said, rows, out = folder
    row = rows["g-thirteen"]
    assert "diagnoses beyond 12 left out" in str(row["outcome"])
    assert "diagnoses beyond 12 left out" in said
    assert (len(row["codes"]), len(row["left_out"])) == (12, 1)  # type: ignore[arg-type]
    [claim] = read_837((out / "claims" / f"{row['control_number']}.837").read_bytes())
    assert [one.code.replace(".", "") for one in claim.diagnoses] == row["codes"]


def test_every_claim_has_a_control_number_and_a_file_of_its_own(folder: Folder) -> None:
    _, _, rows, out = folder
    numbers = [str(row["control_number"]) for row in rows.values() if "control_number" in row]
    assert len(numbers) == 6
    assert len(set(numbers)) == 6
    assert all(len(number) <= 20 for number in numbers)
    assert "a-good" in numbers
    for number in numbers:
        [claim] = read_837((out / "claims" / f"{number}.837").read_bytes())
        assert claim.patient_control_number == number


def test_a_bad_line_of_a_batch_stops_nothing_and_its_id_names_no_path(tmp_path: Path) -> None:
    batch = tmp_path / "notes.jsonl"
    lines = [
        json.dumps({"id": "../../escape", "text": ASTHMA}),
        "{not json",
        json.dumps({"id": "none"}),
        json.dumps([1]),
        json.dumps({"id": "same", "text": ASTHMA}),
        json.dumps({"id": "same", "text": ASTHMA}),
    ]
    batch.write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode())
    status, said, rows = run(tmp_path / "deep" / "out", "--notes", str(batch))
    assert status == 1
    assert "3  note to a valid, clean 837P" in said
    assert {"line 2", "line 3", "line 4"} < set(rows)
    assert len(list((tmp_path / "deep" / "out" / "claims").iterdir())) == 3
    assert [path.name for path in tmp_path.iterdir() if path != batch] == ["deep"]


def test_an_encounter_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "encounter.json").write_text("{}")
    (tmp_path / "a.txt").write_text(ASTHMA)
    status, said, rows = run(
        tmp_path / "out", "--notes", str(tmp_path), "--encounter", str(tmp_path / "encounter.json")
    )
    assert (status, rows) == (2, {})
    assert "encounter.json" in said


def test_a_folder_with_nothing_in_it_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    status, said, _ = run(tmp_path / "out", "--notes", str(tmp_path / "notes"))
    assert status == 2
    assert "there is no note" in said
