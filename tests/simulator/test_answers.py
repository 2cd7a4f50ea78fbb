"""The payer's own files are correct: for our validator, for pyx12, and in every code they use."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import pyx12

from cleanclaim.simulator import Answers, Memory, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from cleanclaim.x12 import read_transactions, validate
from tests.simulator.oracle import pyx12_findings
from tests.simulator.scenario import DOS, NOW, Bill, Line, edited, file_of, put, rows_of, sent
from tests.simulator.test_adjudication import SECOND
from tests.simulator.test_front_end import BASE, CHILD, MISTAKES

SOURCE = Path(__file__).parents[2] / "src" / "cleanclaim" / "simulator"


def many() -> list[tuple[str, Answers]]:
    """Answer a file with a bit of everything, then a replacement and a void, then a recovery."""
    payer, memory = built_in_payer(), Memory()
    second = msgspec.structs.replace(SECOND, number="SECOND")
    lines = (Line("99214", "200.00"), Line("70551", "900.00"), Line("97014", "40.00"), Line("85025", "30.33"))
    bills = (
        BASE,
        msgspec.structs.replace(CHILD, number="CHILD"),
        second,
        Bill("MANY", "medicare", lines),
        Bill("UNKNOWN", member_id="X1"),
        Bill("AUTH", lines=(Line("70551", "900.00"),)),
        Bill("UNLISTED", "medicare", (Line("29881", "500.00"),)),
        Bill("FAMILY", "medicaid", (Line(), Line("90471", "30.00"))),
    )
    found = [("first", payer.answer(sent(*bills, control_number=1), now=NOW, memory=memory))]
    memory.apply(found[-1][1].changes)
    numbers = {
        step.control_number: step.number
        for step in found[0][1].changes.steps
        if isinstance(step, DecidedClaim)
    }
    replacement = msgspec.structs.replace(
        BASE, frequency="7", lines=(Line("99214", "200.00"),), references=(("REF", "F8", numbers["CLAIM1"]),)
    )
    void = Bill("FAMILY", "medicaid", frequency="8", references=(("REF", "F8", numbers["FAMILY"]),))
    found.append(
        ("corrections", payer.answer(sent(replacement, void, control_number=2), now=NOW, memory=memory))
    )
    memory.apply(found[-1][1].changes)
    later = Bill("LATER", "medicaid", (Line(on=DOS.replace(day=20)),))
    found.append(("recovery", payer.answer(sent(later, control_number=3), now=NOW, memory=memory)))
    return found


def files() -> list[tuple[str, bytes]]:
    """Return all files of :func:`many` with a name each."""
    return [(f"{name} {file.name}", file.content) for name, answers in many() for file in answers.files]


FILES = files()


def test_the_scenarios_cover_what_they_should() -> None:
    text = b"".join(content for _, content in FILES).decode()
    for wanted in (
        "*22*",
        "PLB*",
        "CAS*OA*23",
        "CAS*CO*197",
        "CAS*PR*1",
        "NM1*IL",
        "MOA***MA130",
        "LQ*HE",
        "BPR*H*0",
    ):
        assert wanted in text, wanted


@pytest.mark.parametrize(("name", "content"), FILES, ids=[name for name, _ in FILES])
def test_our_own_validator_finds_nothing_wrong(name: str, content: bytes) -> None:
    assert [problem for problem in validate(content, levels=(1, 2, 3)) if problem.severity != "repair"] == []


@pytest.mark.parametrize(
    ("name", "content"), [f for f in FILES if " 835" in f[0]], ids=[n for n, _ in FILES if " 835" in n]
)
def test_pyx12_finds_nothing_wrong_with_an_835(name: str, content: bytes) -> None:
    assert pyx12_findings(content) == []


def test_pyx12_is_awake() -> None:
    content = next(content for name, content in FILES if " 835" in name)
    assert pyx12_findings(content.replace(b"N1*PR*", b"N1*ZZ*")) != []


@pytest.mark.parametrize(("bill", "change"), [m[1:3] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_277ca_that_rejects_is_valid_too(bill: Bill, change: object) -> None:
    answers = built_in_payer().answer(file_of(change(rows_of([bill]))), now=NOW, memory=Memory())  # type: ignore[operator]
    for file in answers.files:
        assert [p for p in validate(file.content, levels=(1, 2, 3)) if p.severity != "repair"] == [], (
            file.name
        )


def test_the_277ca_counts_and_sums_what_it_accepts_and_rejects() -> None:
    bills = (BASE, msgspec.structs.replace(BASE, number="BAD", total="1.00"), Bill("OTHER", "medicare"))
    answers = built_in_payer().answer(sent(*bills), now=NOW, memory=Memory())
    data = next(file.content for file in answers.files if file.name == "277ca.x12")
    northwind = next(read_transactions(data)).segments
    totals = [(s.id, s.get(1), s.get(2)) for s in northwind if s.id in ("QTY", "AMT")]
    at_receiver, at_provider = totals[:4], totals[4:]
    assert at_receiver == [("QTY", "90", "1"), ("QTY", "AA", "1"), ("AMT", "YU", "180"), ("AMT", "YY", "1")]
    assert at_provider == [("QTY", "QA", "1"), ("QTY", "QC", "1"), ("AMT", "YU", "180"), ("AMT", "YY", "1")]
    traces = [s.get(2) for s in northwind if s.id == "TRN"]
    assert traces[1] == "BATCH7"
    assert traces[3:] == ["CLAIM1", "BAD"]


def test_the_payers_number_of_the_277ca_comes_back_on_the_835() -> None:
    answers = built_in_payer().answer(sent(BASE), now=NOW, memory=Memory())
    by_name = {file.name: file.content.decode() for file in answers.files}
    (number,) = re.findall(r"REF\*1K\*(\w+)~", by_name["277ca.x12"])
    assert f"*{number}*11*1~" in by_name["835-1.x12"]
    assert "REF*6R*CLAIM1L1~" in by_name["835-1.x12"]


def test_a_transaction_that_breaks_the_guide_is_rejected_by_a_999() -> None:
    rows = edited(rows_of([BASE]), ("CLM",), put(5, ""))
    answers = built_in_payer().answer(file_of(rows), now=NOW, memory=Memory())
    assert [file.name for file in answers.files] == ["999.x12"]
    assert b"IK5*R" in answers.files[0].content


def test_an_interchange_that_does_not_count_is_refused_with_a_ta1() -> None:
    data = sent(BASE).replace(b"IEA*1*000000001", b"IEA*1*000000002")
    answers = built_in_payer().answer(data, now=NOW, memory=Memory())
    assert [file.name for file in answers.files] == ["ta1.x12"]
    (transaction,) = read_transactions(answers.files[0].content)
    assert transaction.segments[0].get(4) == "R"
    assert answers.changes.interchanges == ()


def test_a_wrong_segment_count_never_pays() -> None:
    data = re.sub(rb"SE\*\d+\*", b"SE*7*", sent(BASE))
    answers = built_in_payer().answer(data, now=NOW, memory=Memory())
    assert answers.refused
    assert not any(file.name.startswith("835") for file in answers.files)


def test_other_delimiters_come_back_as_they_were_sent() -> None:
    data = sent(BASE).replace(b"*", b"|").replace(b":", b">")
    answers = built_in_payer().answer(data, now=NOW, memory=Memory())
    advice = next(file.content for file in answers.files if file.name.startswith("835"))
    assert b"SVC|HC>99213|" in advice


PROGRAM = """
import sys, hashlib
from tests.simulator.test_answers import files
for name, content in files():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_the_same_file_gets_the_same_answers_in_any_process() -> None:
    def run(hash_seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": hash_seed, "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert run("1") == run("2")


def test_the_seed_changes_the_payers_numbers_and_nothing_else() -> None:
    one = built_in_payer(seed=1).answer(sent(BASE), now=NOW, memory=Memory())
    two = built_in_payer(seed=2).answer(sent(BASE), now=NOW, memory=Memory())
    assert one.files != two.files
    assert one.said == two.said


def _literals(pattern: str) -> set[str]:
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    return set(re.findall(pattern, text))


def test_every_claim_status_code_and_remark_is_on_pyx12s_lists() -> None:
    source = (Path(pyx12.__file__).parent / "map" / "codes.xml").read_text()
    lists = {
        name: set(re.findall(r"<code>(\w+)</code>", body))
        for name, body in re.findall(r"<id>(\w+)</id>(.*?)</codeset>", source, re.DOTALL)
    }
    statuses = _literals(
        r'(?:missing|invalid|conflict|returned)\(\s*f?"[a-z-]+(?:\{name\}[a-z-]+)?",\s*"(\d+)"'
    )
    statuses |= _literals(r'also="(\d+)"')
    assert len(statuses) > 40
    newer_than_its_list = {"773", "775"}  # pyx12's is of 2014; both were read in a later one
    assert statuses - lists["claim_status"] == newer_than_its_list
    remarks = _literals(r'"((?:M|MA|N)\d{2,3})"')
    assert {"MA130", "N211", "M51"} <= remarks
    assert remarks - lists["remark_code"] == set()


@pytest.mark.shared
def test_every_adjustment_reason_is_on_the_official_list(shared_dir: Path) -> None:
    text = (shared_dir / "reference" / "carc" / "CodeSystem-ANSI-RSN-CD.fsh").read_text()
    official = set(re.findall(r"^\* #(\w+) ", text, re.MULTILINE))
    used = _literals(r'Denial\("(?:CO|PR)"(?: if [^)]*? else "CO")?, "(\w+)"')
    used |= _literals(r'\("(?:OA|CO|PR)", "(\w+)", ')
    assert {"18", "27", "29", "197", "96", "11", "4", "16", "23", "45", "1", "2", "3"} <= used
    assert used - official == set()
