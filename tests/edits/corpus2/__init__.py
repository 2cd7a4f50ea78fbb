"""A second corpus of claims, written blind: from the policies alone, by somebody who had not seen the edits.

It is tried as an outside examiner would: each claim is written as an 837 file, the tables of
``tables/`` (small files in the official formats) are imported into a reference store, and the
``scrub`` command judges the file with ``--reference DIR --json``. ``*.yaml`` but ``bases.yaml`` and
``clean.yaml`` hold :class:`Case` entries in the claim notation; ``@name`` stands for the clauses of
that name in ``bases.yaml`` and ``npi(123456789)`` for the number with its check digit.
``python -m tests.edits.corpus2`` prints what is missed.
"""

import re
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from click.testing import CliRunner

from cleanclaim.claim import Claim, Contact
from cleanclaim.claim.notation import NotedClaim, claim_from
from cleanclaim.cli import cli
from cleanclaim.exchange import Submission, write_837
from cleanclaim.primitives import NPI

HERE = Path(__file__).parent
TABLES = HERE / "tables"
TO_WORK_ON = ("reject", "deny", "review")
_GRAVITY = (*TO_WORK_ON, "inform")
_UNREADABLE = 2  # exit status of what cannot be read
_MEMBER = re.compile(r"1EG4TE5MK73|SPEC\d{9}")  # those of the specimens
_NPI = re.compile(r"npi\((\d{9})\)")


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file, with the quick safe reader where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), Loader=loader)


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim with one defect (``claim; bad``) and its near-miss (``claim; good``).

    ``family`` is the issue's family, ``expect`` the families of findings that are right, at least as
    grave as ``severity``, on the lines ``at`` where these are named. ``history`` are earlier claims,
    given as ``--history``; ``before`` stand before it in the same file; ``good_…`` is what the
    near-miss has instead.
    """

    id: str
    family: str
    expect: tuple[str, ...]
    policy: str
    source: str
    claim: str
    bad: str = ""
    good: str = ""
    severity: str = "review"
    at: tuple[int, ...] = ()
    history: tuple[str, ...] | None = None
    good_history: tuple[str, ...] | None = None
    before: tuple[str, ...] = ()
    good_before: tuple[str, ...] | None = None


class Clean(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A realistic claim on which nothing may be found that somebody would have to look at."""

    id: str
    claim: str


class Question(msgspec.Struct, frozen=True):
    """What is put to the command: a claim with what stands before it, and earlier files."""

    id: str
    claim: str
    before: tuple[str, ...] = ()
    history: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """A line of the command's answer, as far as it is looked at here."""

    claim_id: str
    edit: str
    family: str
    severity: str
    line: int | None
    codes: tuple[str, ...]
    message: str


@cache
def cases() -> tuple[Case, ...]:
    """Return every case with a defect, by file and place in it."""
    found: list[Case] = []
    for path in sorted(HERE.glob("[a-z]_*.yaml")):
        found += msgspec.convert(read_yaml(path), list[Case])
    return tuple(found)


def clean_claims() -> list[Clean]:
    """Return the clean claims."""
    return msgspec.convert(read_yaml(HERE / "clean.yaml"), list[Clean])


def questions(case: Case) -> tuple[Question, Question]:
    """Return the defect and the near-miss as they are put to the command."""
    history = case.history if case.good_history is None else case.good_history
    before = case.before if case.good_before is None else case.good_before
    return (
        Question(f"{case.id}-bad", f"{case.claim}; {case.bad}", case.before, case.history or ()),
        Question(f"{case.id}-good", f"{case.claim}; {case.good}", before, history or ()),
    )


def found(case: Case, said: list[Said]) -> bool:
    """Say whether the defect was found: in an expected family, grave enough, at the right line."""
    allowed = _GRAVITY[: _GRAVITY.index(case.severity) + 1]
    return any(
        one.family in case.expect and one.severity in allowed and (not case.at or one.line in case.at)
        for one in said
    )


def alarms(case: Case, said: list[Said]) -> list[Said]:
    """Return what was said of a near-miss for the defect that it does not have."""
    return [one for one in said if one.family in case.expect and one.severity in TO_WORK_ON]


_BASES: dict[str, str] = read_yaml(HERE / "bases.yaml")
_BASE = re.compile(r"@([a-z][a-z0-9]*)(?=;|$|\s)")


def notation(text: str) -> str:
    """Return a claim's notation with its bases and check digits put in."""
    while any(name in _BASES for name in _BASE.findall(text)):
        text = _BASE.sub(lambda match: _BASES.get(match[1], match[0]), text)
    return _NPI.sub(lambda match: NPI.from_nine(match[1]).value, text)


def noted(text: str, control_number: str) -> NotedClaim:
    """Return the claim of a notation under a control number of its own."""
    return claim_from(f"{notation(text)}; set patient_control_number {control_number}")


def answers(asked: list[Question], reference: Path, work: Path) -> dict[str, list[Said]]:
    """Return what ``scrub`` says of each claim, by the question's id; "not checked" is left out.

    Claims of one type and day of receipt are put into one file; each has a patient of its own, so
    that none stands beside another. What has earlier claims goes alone. ``CLEANCLAIM_DATA`` must
    name a directory of the caller's.
    """
    alone: list[Question] = []
    groups: dict[tuple[str, date], list[tuple[Question, Claim]]] = {}
    for one in asked:
        read = noted(one.claim, control_number(one.id))
        assert read.received is not None
        if one.before or one.history or not _MEMBER.fullmatch(read.claim.coverage.member_id):
            alone.append(one)
        else:
            groups.setdefault((read.claim.claim_type, read.received), []).append((one, read.claim))
    said: dict[str, list[Said]] = {}
    for number, ((_, day), members) in enumerate(groups.items(), 1):
        path = _written(
            [_of_own_patient(claim, n) for n, (_, claim) in enumerate(members)], day, work, number
        )
        found = _scrubbed(path, day, reference)
        said |= {one.id: found.get(claim.patient_control_number, []) for one, claim in members}
    for number, one in enumerate(alone, len(groups) + 1):
        said[one.id] = _asked_alone(one, reference, work, number)
    return said


def control_number(name: str) -> str:
    """Return the patient control number of a case's claim."""
    return name.upper().replace("-", "")


def _asked_alone(one: Question, reference: Path, work: Path, number: int) -> list[Said]:
    read = noted(one.claim, control_number(one.id))
    assert read.received is not None
    before = [noted(text, f"BEFORE{n}").claim for n, text in enumerate(one.before, 1)]
    earlier = []
    for n, text in enumerate(one.history, 1):
        past = noted(text, f"EARLIER{n}")
        assert past.received is not None
        earlier += ["--history", str(_written([past.claim], past.received, work, 10_000 + 10 * number + n))]
    path = _written([*before, read.claim], read.received, work, number)
    return _scrubbed(path, read.received, reference, *earlier).get(read.claim.patient_control_number, [])


def _of_own_patient(claim: Claim, number: int) -> Claim:
    """Return the claim with a patient of its own, by name and by member number."""
    digits = f"{number:04}"
    letters = "".join("abcdefghij"[int(digit)] for digit in digits)
    name = msgspec.structs.replace(claim.patient.name, first=f"{claim.patient.name.first}{letters}")
    member = claim.coverage.member_id[:-4] + digits
    if claim.coverage.member_id.startswith("1EG"):
        member = f"1EG{digits[0]}TE{digits[1]}MK{digits[2:]}"
    coverage = msgspec.structs.replace(claim.coverage, member_id=member)
    index = claim.billed_coverage
    return msgspec.structs.replace(
        claim,
        patient=msgspec.structs.replace(claim.patient, name=name),
        coverages=(*claim.coverages[:index], coverage, *claim.coverages[index + 1 :]),
    )


def _written(claims: list[Claim], day: date, work: Path, number: int) -> Path:
    submission = Submission(
        submitter_name="Cedar Hollow Billing",
        submitter_id="CEDARHOLLOW",
        contact=Contact("Billing Office", (("TE", "2175550100"),)),
        receiver_name="Specimen Clearing House",
        receiver_id="99000",
        control_number=number,
        at=datetime.combine(day, time(12)),
    )
    path = work / f"{number}.837"
    path.write_bytes(write_837(claims, submission=submission))
    return path


def _scrubbed(path: Path, day: date, reference: Path, *more: str) -> dict[str, list[Said]]:
    """Run the command as a person would, and return its findings by claim."""
    arguments = ["scrub", str(path), "--json", "--reference", str(reference), "--received", day.isoformat()]
    result = CliRunner().invoke(cli, [*arguments, *more], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    if result.return_value == _UNREADABLE:
        raise AssertionError(result.stderr)
    found: dict[str, list[Said]] = {}
    for line in result.stdout.splitlines():
        one = msgspec.json.decode(line, type=Said)
        if one.severity != "not_checked":
            found.setdefault(one.claim_id, []).append(one)
    return found


def imported(reference: Path) -> Path:
    """Import the small official files into a new store, and return its directory."""
    files = [str(TABLES), *(str(path) for path in sorted(TABLES.iterdir()) if path.is_dir())]
    result = CliRunner().invoke(
        cli, ["reference", "import", *files, "--store", str(reference)], standalone_mode=False
    )
    if result.exception is not None or result.return_value:
        raise AssertionError(result.output) from result.exception
    return reference
