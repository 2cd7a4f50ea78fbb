"""Questions about statements of one note that contradict each other: sides, types, status."""

import re
from collections import defaultdict
from collections.abc import Iterator

from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import Query

_OPEN_ENDED = ("Other (please specify)", "Unable to determine")
_SITED = re.compile(
    r"\b(right|left)\s+(?:\w+\s+)?(knee|shoulder|hip|ankle|wrist|elbow|hand|foot|breast|ear|eye|"
    r"leg|arm|thigh|calf|flank|finger|thumb|toe|lung|kidney|ovary|groin|cheek|forearm)\b"
)
_TOLD = frozenset({"chief_complaint", "hpi", "unnamed", "exam", "preoperative"})
_JUDGED = frozenset({"assessment", "plan", "diagnoses", "procedure"})

_PAIRS: tuple[tuple[str, re.Pattern[str], re.Pattern[str], tuple[str, str]], ...] = (
    (
        "type of diabetes",
        re.compile(r"\btype (?:1|i|one) (?:diabetes|dm)\b|\bt1dm\b|\bdiabetes (?:mellitus )?type 1\b"),
        re.compile(
            r"\btype (?:2|ii|two) (?:diabetes|dm)\b|\bt2dm\b|\bdiabetes (?:mellitus )?type (?:2|ii)\b"
        ),
        ("Type 1", "Type 2"),
    ),
    (
        "tobacco use",
        re.compile(r"\b(?:never[- ]smoker|never smoked|non-?smoker)\b"),
        re.compile(
            r"\b(?:current (?:\w+ )?smoker|smokes (?:\d|one|half|a pack)|\d+ packs? (?:per|a) day|active "
            r"smoker)\b"
        ),
        ("Current use", "Never used"),
    ),
    (
        "heart failure",
        re.compile(r"\b(?:chronic )?systolic (?:\(\w+\) )?(?:congestive )?heart failure|\bhfref\b"),
        re.compile(r"\b(?:chronic )?diastolic (?:\(\w+\) )?(?:congestive )?heart failure|\bhfpef\b"),
        ("Systolic", "Diastolic"),
    ),
)


def conflicts(reading: Reading) -> Iterator[Query]:
    """Yield a question for each contradiction; each shows both statements."""
    yield from _sides(reading)
    for what, first, second, options in _PAIRS:
        one, other = _first(reading, first), _first(reading, second)
        if one is not None and other is not None:
            yield Query(
                topic="conflict",
                question=f"The note has two statements on the {what} that do not agree. Please clarify.",
                options=(*options, *_OPEN_ENDED),
                evidence=(reading.evidence(*one), reading.evidence(*other)),
            )


def _first(reading: Reading, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    for said, match in reading.find(pattern):
        before = said.lower[: match.start() - said.start]
        if said.section == "family" or re.search(
            r"\b(?:no|not|denies|mother|father|brother|sister|family|ruled out|vs|versus|or)\b[^.;]{0,30}$",
            before,
        ):
            continue
        return match.start(), match.end()
    return None


def _sides(reading: Reading) -> Iterator[Query]:
    told: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    judged: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for said, match in reading.find(_SITED):
        side, site = match.groups()
        if said.section in _TOLD:
            told[site].setdefault(side, (match.start(), match.end()))
        elif said.section in _JUDGED:
            judged[site].setdefault(side, (match.start(), match.end()))
    for site, sides in judged.items():
        before = told.get(site, {})
        if len(sides) == 1 and len(before) == 1 and set(sides) != set(before):
            (one,), (other,) = before.values(), sides.values()
            yield Query(
                topic="conflict",
                question=(
                    f"The note names different sides for the {site}. Please clarify which "
                    "side this encounter concerns."
                ),
                options=("Right", "Left", "Both", *_OPEN_ENDED),
                evidence=(reading.evidence(*one), reading.evidence(*other)),
            )
