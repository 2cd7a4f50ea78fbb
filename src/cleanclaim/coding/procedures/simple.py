"""Procedures that one code describes once they are known to have been done: a table of words and numbers."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.procedures.facts import count_of, digit_modifiers, side_modifiers
from cleanclaim.coding.procedures.values import Kind, Outcome, Performed
from cleanclaim.coding.reading import Reading, Said, Status

_HERE = re.compile(
    r"\b(?:in (?:the |our )?(?:office|clinic|house)|in-?(?:office|house|clinic)|point[- ]of[- "
    r"]care|poc|rapid|today|performed|obtained|done|collected)\b"
)
_SENT_OUT = re.compile(
    r"\b(?:sent (?:to|out|for)|send[- ]?out|outside lab|reference lab|quest|labcorp|will (?:check|"
    r"obtain|order)|order(?:ed)?|at (?:home|urgent care)|home test)\b"
)
_SUPPLIED = re.compile(r"\b(?:dispensed|provided|supplied|given|fitted|placed in|applied|issued|received)\b")


class _Row(msgspec.Struct, frozen=True):
    group: str
    code: str
    kind: Kind
    label: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    options: frozenset[str]
    counted: str
    words: tuple[str, ...]


_LITERAL = re.compile(r"[a-z]{4,}")


@cache
def _rows() -> tuple[_Row, ...]:
    text = resources.files("cleanclaim.coding.procedures").joinpath("data/simple.tsv").read_text("utf-8")
    found = []
    for row in text.splitlines():
        if not row or row.startswith("#"):
            continue
        group, code, kind, label, words, needs, unless, options = [*row.split("\t"), "", "", "", ""][:8]
        if unless in ("medicare:only",) or "medicare:only" in unless:
            options += " medicare"
            unless = unless.replace("|medicare:only", "").replace("medicare:only", "")
        if unless.startswith("units:"):
            options, unless = unless, ""
        if unless in ("side", "supply", "supply side", "op", "op side", "test", "qw test"):
            options, unless = unless, ""
        counted = options.removeprefix("units:") if options.startswith("units:") else ""
        found.append(
            _Row(
                group,
                code,
                msgspec.convert(kind, Kind),
                label,
                re.compile(rf"\b(?:{words})"),
                re.compile(needs) if needs else None,
                re.compile(rf"\b(?:{unless})") if unless else None,
                frozenset() if counted else frozenset(options.split()),
                counted,
                (),
            )
        )
    return tuple(found)


@cache
def _quick() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return for each group the words of which one must stand in the note before its rows are tried."""
    text = (
        resources.files("cleanclaim.coding.procedures").joinpath("data/simple_words.tsv").read_text("utf-8")
    )
    found = []
    for row in text.splitlines():
        if row and not row.startswith("#"):
            group, words = row.split("\t")
            found.append((group, tuple(words.split("|"))))
    return tuple(found)


def simple(reading: Reading) -> Iterator[Outcome]:
    """Yield the procedures of the table; within a group the first row that fits counts."""
    groups = {group for group, words in _quick() if reading.has(*words)}
    if not groups:
        return
    done: set[str] = set()
    for row in _rows():
        if row.group not in groups or row.group in done or not _fits(reading, row):
            continue
        outcome = _find(reading, row)
        if outcome is not None:
            done.add(row.group)
            yield outcome


def _fits(reading: Reading, row: _Row) -> bool:
    context = reading.context
    if "medicare" in row.options and context.payer_kind != "medicare":
        return False
    if "under12" in row.options:
        age = context.patient_age
        if age is None:
            stated = re.search(r"\b(\d{1,2})[- ](?:year|yr|y/?o)", reading.lower)
            age = float(stated.group(1)) if stated else None
        if age is None or age >= 12:
            return False
    if (
        "op" in row.options
        and context.setting != "operative"
        and not any(section.kind == "procedure" for section in reading.note.sections.all)
    ):
        return False
    if (
        row.kind == "test"
        and "test" in row.options
        and context.setting
        in ("ed", "inpatient", "observation", "operative", "imaging", "home", "telehealth")
    ):
        return False
    return not (row.code in ("36415", "36416") and context.setting in ("ed", "inpatient", "observation"))


def _find(reading: Reading, row: _Row) -> Performed | None:
    for said, match in reading.find(row.pattern):
        if row.unless and row.unless.search(said.lower):
            continue
        if row.needs and not row.needs.search(_around(reading, said)):
            continue
        if not _was_done(reading, row, said, match):
            continue
        return _made(reading, row, said, match)
    return None


def _was_done(reading: Reading, row: _Row, said: Said, match: re.Match[str]) -> bool:
    status = reading.status(said, match.start(), match.end())
    if "supply" in row.options or row.kind == "supply":
        return (
            status is Status.DONE
            and _SUPPLIED.search(said.lower) is not None
            and said.section not in ("hpi", "chief_complaint", "exam")
        )
    if "test" in row.options:
        if status in (Status.REFUSED, Status.PAST, Status.PLANNED) and not (
            status is Status.PLANNED
            and re.search(r"\b(?:today|in (?:the )?(?:office|clinic))\b", said.lower)
            and re.search(r"\b(?:positive|negative|normal|\d)", said.lower)
        ):
            return False
        if said.section in ("hpi", "chief_complaint", "pmh", "plan", "instructions") and not re.search(
            r"\b(?:today|performed|in (?:the )?(?:office|clinic))\b", said.lower
        ):
            return False
        if _SENT_OUT.search(said.lower):
            return False
        return status is Status.DONE or (
            said.section in ("results", "unnamed", "assessment", "exam", "procedure")
            and ("here" not in row.options or _HERE.search(said.lower) is not None)
        )
    if "op" in row.options:
        if status is Status.REFUSED or (status is Status.PAST and said.section != "procedure"):
            return False
        if reading.context.setting == "operative":
            return said.section not in ("preoperative", "hpi", "pmh", "psh", "plan") or status is Status.DONE
        return status is Status.DONE
    if row.kind == "time":
        return (
            status in (Status.DONE, Status.MENTIONED)
            or re.search(r"\b(?:spent|counsel\w*|discussed|provided)\b", said.lower) is not None
        )
    if status is Status.DONE:
        return True
    return status is Status.MENTIONED and said.section in ("results", "procedure") and row.kind == "test"


def _around(reading: Reading, said: Said) -> str:
    section = reading.note.sections.at(said.start)
    if section.kind == "procedure" or reading.context.setting == "operative":
        return reading.lower[: min(len(reading.lower), 20000)]
    last = min(len(reading.sentences), said.number + 5)
    return reading.lower[said.start : reading.sentences[last - 1].end]


def _made(reading: Reading, row: _Row, said: Said, match: re.Match[str]) -> Performed:
    modifiers: tuple[tuple[str, str], ...] = ()
    if "side" in row.options:
        modifiers = side_modifiers(said.lower) or (
            side_modifiers(reading.lower[:1200]) if "op" in row.options else ()
        )
    if "digit" in row.options:
        modifiers = tuple(digit_modifiers(said.lower) or digit_modifiers(reading.lower[:1500]))[:1]
    if "qw" in row.options:
        modifiers = (("QW", "waived test"),)
    if row.code == "69210" and modifiers and modifiers[0][0] in ("LT", "RT"):
        modifiers = ()
    if row.code == "69209" and modifiers and modifiers[0][0] in ("LT", "RT"):
        modifiers = ()
    if row.code == "69210" and modifiers and reading.context.payer_kind == "medicare":
        modifiers = ()
    units = 1
    if "two" in row.options and re.search(r"\ba\b[^.\n]{0,12}\bb\b|a/b|a&b", said.lower):
        units = 2
    if row.counted:
        counted = count_of(row.counted, said.lower)
        units = counted[0] if counted else 1
    end = min(match.end(), match.start() + 120)
    return Performed(
        code=row.code,
        kind=row.kind,
        family=row.group,
        units=units,
        modifiers=modifiers,
        spans=((match.start(), end),),
        why=(row.label,),
        confidence=0.75,
    )
