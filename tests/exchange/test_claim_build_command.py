"""``cleanclaim claim build``: claim documents into an 837 file, wholly or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import cli
from cleanclaim.claim import decode_claim
from cleanclaim.exchange import canonical, read_837
from cleanclaim.x12 import read_transactions, validate

_EXAMPLES = Path(__file__).parents[2] / "examples" / "claims"
_OFFICE = _EXAMPLES / "office-visit.json"


def _run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: Any
) -> tuple[int, str]:
    monkeypatch.setattr("sys.argv", ["cleanclaim", "claim", "build", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    return int(end.value.code or 0), shown.out + shown.err


class _Build:
    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
    ) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch
        self.output = folder / "out.837"

    def __call__(self, *arguments: Any) -> tuple[int, str]:
        return _run(self.capsys, self.monkeypatch, *arguments, "-o", self.output)


@pytest.fixture
def build(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> _Build:
    """The command with an output file in a fresh folder."""
    return _Build(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize("example", sorted(_EXAMPLES.glob("*.json*")), ids=lambda path: path.name)
def test_every_example_builds_into_a_valid_file_of_the_same_claims(example: Path, build: _Build) -> None:
    """The examples in the repository are what they say."""
    status, shown = build(example)
    assert (status, "claim" in shown) == (0, True)
    data = build.output.read_bytes()
    assert validate(data, levels=(1, 2, 3)) == []
    documents = example.read_text(encoding="utf-8")
    rows = documents.splitlines() if example.suffix == ".jsonl" else [documents]
    assert read_837(data) == tuple(canonical(decode_claim(row)) for row in rows)
    assert example.name in (_EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_the_same_claims_give_the_same_bytes(build: _Build) -> None:
    """No clock: the file's date comes from the claims unless it is given."""
    build(_OFFICE)
    first = build.output.read_bytes()
    build(_OFFICE)
    assert build.output.read_bytes() == first
    (transaction,) = read_transactions(first)
    assert (transaction.group.date, transaction.interchange.control_number) == ("20251202", "000000001")


def test_what_is_given_on_the_command_line_stands_in_the_envelope(build: _Build) -> None:
    """Submitter, receiver, number, time, test."""
    status, _ = build(
        *(_OFFICE, "--control-number", 77, "--date", "2025-12-24T18:05", "--test"),
        *(
            "--submitter-name",
            "LARCH BILLING",
            "--submitter-id",
            "LB1",
            "--contact",
            "PAT DOE",
            "--phone",
            "3035550155",
        ),
        *("--receiver-name", "CLEARING HOUSE", "--receiver-id", "CH9"),
    )
    (transaction,) = read_transactions(build.output.read_bytes())
    isa = transaction.interchange
    assert status == 0
    assert (isa.sender_id, isa.receiver_id, isa.control_number, isa.usage) == ("LB1", "CH9", "000000077", "T")
    assert (isa.date, isa.time) == ("251224", "1805")
    rows = ["*".join(segment.row) for segment in transaction.segments[2:5]]
    assert rows == [
        "NM1*41*2*LARCH BILLING*****46*LB1",
        "PER*IC*PAT DOE*TE*3035550155",
        "NM1*40*2*CLEARING HOUSE*****46*CH9",
    ]


def test_an_array_and_a_bare_claim_are_taken_too(build: _Build, tmp_path: Path) -> None:
    """The stored document, the bare claim, several in an array."""
    document = json.loads(_OFFICE.read_text(encoding="utf-8"))
    several = tmp_path / "several.json"
    several.write_text(json.dumps([document, document["claim"]]), encoding="utf-8")
    assert build(several)[0] == 0
    first, second = read_837(build.output.read_bytes())
    assert first == second


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"[]", "no claim in it"),
        (b"{broken", "not JSON"),
        (b"[{]", "not JSON"),
        (b'{"patient_control_nummer": "1"}', "patient_control_nummer"),
        (b'{"lines": [{"charge": "NaN"}]}', "NaN"),
        (b'{"schema": 99, "claim": {}}', "newer cleanclaim"),
        (b'{"schema": 1, "claim": {}}\n{"schema": 1, "claim": {"x": 1}}', "line 2"),
        (b'[{}, {"x": 1}]', "claim 2"),
        (b'{"claim_type": "dental"}', "the claim has no lines"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_no_claim_ends_in_one_clear_line_and_no_file(
    content: bytes, expected: str, build: _Build, tmp_path: Path
) -> None:
    """Exit status 2, what and where, nothing half-saved."""
    source = tmp_path / "claims.json"
    source.write_bytes(content)
    status, shown = build(source)
    assert status == 2
    assert expected in shown
    assert len(shown.strip().splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == [source]


def test_a_claim_that_cannot_be_written_leaves_the_earlier_file_alone(build: _Build, tmp_path: Path) -> None:
    """The second run fails: the first run's file is still whole."""
    build(_OFFICE)
    before = build.output.read_bytes()
    bad = tmp_path / "bad.json"
    document = json.loads(_OFFICE.read_text(encoding="utf-8"))
    document["claim"]["lines"][0]["revenue_code"] = "0450"
    bad.write_text(json.dumps(document), encoding="utf-8")
    status, shown = build(bad)
    assert (status, "lines[0].revenue_code" in shown) == (2, True)
    assert build.output.read_bytes() == before


def test_claims_of_two_types_are_two_files(build: _Build) -> None:
    """An 837 holds one type of claim; which claim is the odd one is said."""
    status, shown = build(_OFFICE, _EXAMPLES / "hospital-stay.json")
    assert status == 2
    assert "claims[1].claim_type" in shown
    assert "one file for each type" in shown
    assert not build.output.exists()


def test_a_place_that_cannot_be_written_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that is not there."""
    status, shown = _run(capsys, monkeypatch, _OFFICE, "-o", tmp_path / "nowhere" / "out.837")
    assert status == 2
    assert "nowhere" in shown
    assert "cannot be written" in shown


def test_claims_to_several_payers_need_a_receiver(build: _Build) -> None:
    """A clearinghouse has to be named: guessing one payer would misdirect the others."""
    status, shown = build(_OFFICE, _EXAMPLES / "ambulance.json")
    assert (status, "--receiver-name" in shown) == (2, True)
    assert (
        build(_OFFICE, _EXAMPLES / "ambulance.json", "--receiver-name", "CH", "--receiver-id", "CH9")[0] == 0
    )
