"""Therapy: timed treatments by the 8-minute rule, evaluations, discipline modifiers; psychotherapy by time.

8-minute rule: Medicare Claims Processing Manual, chapter 5 section 20.2: units of all timed codes together
follow the total of timed minutes; commercial payers often count each code by itself from 8 minutes.
"""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading

FAMILY = "therapy"
TRIGGERS = (
    "therap",
    "gait",
    "neuro",
    "97",
    "psychotherapy",
    "treatment minutes",
    "stim",
    "ultrasound",
    "session",
    "minutes",
)

_TIMED = (
    (
        "97112",
        (
            r"neuro(?:muscular)?[ -]?(?:re-?ed\w*|reeducation)|nmr[- ]?e?d?|balance training|"
            r"proprioceptive training"
        ),
        "neuromuscular re-education",
    ),
    ("97116", r"gait (?:training|trng)", "gait training"),
    (
        "97140",
        (
            r"manual (?:therapy|techniques?|treatment)|joint mobili[sz]ation|soft tissue mobili[sz]ation|"
            r"myofascial release|stm\b"
        ),
        "manual therapy",
    ),
    (
        "97530",
        r"therapeutic activit(?:y|ies)|ther[ -]?act|theract|functional activities|ta\b",
        "therapeutic activities",
    ),
    (
        "97535",
        r"self[- ]care(?:/| and )?(?:home management)?(?: training)?|adl training",
        "self-care training",
    ),
    ("97113", r"aquatic therapy", "aquatic therapy"),
    ("97124", r"massage(?: therapy)?", "massage"),
    ("97035", r"(?:therapeutic )?ultrasound", "therapeutic ultrasound"),
    ("97033", r"iontophoresis", "iontophoresis"),
    (
        "97032",
        r"attended (?:electrical )?stim\w*|attended e-?stim|manual electrical stim\w*",
        "attended electrical stimulation",
    ),
    ("97129", r"cognitive (?:function )?(?:intervention|training|therapy)", "cognitive intervention"),
    ("97110", r"therapeutic exercis\w*|ther[ -]?ex|therex|te\b|exercises?", "therapeutic exercise"),
)
_UNTIMED = (
    ("97012", r"mechanical traction", "mechanical traction"),
    ("97150", r"group (?:therapy|therapeutic|exercise|treatment)", "group therapy"),
    (
        "97014",
        (
            r"unattended (?:electrical )?(?:stim\w*|e-?stim)|electrical stimulation,? unattended|ifc|"
            r"interferential|e-?stim(?:ulation)?|electrical stimulation"
        ),
        "unattended electrical stimulation",
    ),
    ("97016", r"vasopneumatic|gameready|game ready", "vasopneumatic device"),
)
_EVALUATIONS = (
    (
        "physical",
        r"(?:physical therapy|pt) (?:initial )?evaluation|initial (?:physical therapy|pt) evaluation",
        ("97161", "97162", "97163"),
        "97164",
    ),
    (
        "occupational",
        (
            r"(?:occupational therapy|ot) (?:initial )?evaluation|initial (?:occupational therapy|ot) "
            r"evaluation"
        ),
        ("97165", "97166", "97167"),
        "97168",
    ),
)
_MINUTES = re.compile(r"[^.\n;]{0,25}?(?:x|×|for|:|-|–|—|\(|,|=)?\s*(\d{1,3})\s*(?:min(?:ute)?s?\b|')|")
_BEFORE = re.compile(r"(\d{1,3})\s*(?:min(?:ute)?s?)(?: of| -|:)?\s*$")
_OCCUPATIONAL = re.compile(r"\b(?:occupational therap\w+|\bot\b|otr)\b")
_SPEECH = re.compile(r"\b(?:speech(?:-language)? (?:therap\w+|patholog\w+)|slp|ccc-slp)\b")
_ASSISTANT = re.compile(
    r"\b(?:pta|physical therap(?:y|ist) assistant|cota|ota|occupational therapy assistant)\b"
)
_TOTAL_TIMED = re.compile(r"\btotal (?:timed|direct|one-on-one|1:1)[^.\n\d]{0,40}(\d{1,3})\s*min")


def units_by_eight_minutes(minutes: list[int]) -> list[int]:
    """Return the units of each timed treatment under Medicare's rule, from the minutes of each.

    Full quarters of an hour come first; the units still open by the total go to the largest remainders.
    """
    total = sum(minutes)
    allowed = (total + 7) // 15
    units = [one // 15 for one in minutes]
    rest = [one % 15 for one in minutes]
    order = sorted(range(len(minutes)), key=lambda place: (-rest[place], units[place] > 0, -minutes[place]))
    for place in order:
        if sum(units) >= allowed:
            break
        if rest[place]:
            units[place] += 1
    return units


def units_each(minutes: list[int]) -> list[int]:
    """Return the units of each timed treatment counted by itself, from 8 minutes."""
    return [(one + 7) // 15 for one in minutes]


def therapy(reading: Reading) -> Iterator[Outcome]:
    """Yield treatments of a therapy note, and psychotherapy by its time."""
    if reading.context.setting == "therapy" or reading.has(
        "physical therapy daily note", "timed minutes", "therapeutic exercise", "ther ex", "97110"
    ):
        yield from _treatments(reading)
    yield from _psychotherapy(reading)


def _discipline(reading: Reading) -> tuple[str, str]:
    beginning = reading.lower[:1500]
    if _SPEECH.search(beginning):
        return "GN", "speech-language pathology plan of care"
    if _OCCUPATIONAL.search(beginning) and "physical therap" not in beginning[:300]:
        return "GO", "occupational therapy plan of care"
    return "GP", "physical therapy plan of care"


def _modifiers(reading: Reading) -> tuple[tuple[str, str], ...]:
    discipline = _discipline(reading)
    assistant = _ASSISTANT.search(reading.lower)
    if (
        assistant
        and reading.context.payer_kind == "medicare"
        and re.search(
            r"(?:treated|provided|performed|session|by|signed)[^.\n]{0,50}(?:pta|cota|assistant)",
            reading.lower,
        )
    ):
        return (
            discipline,
            ("CO" if discipline[0] == "GO" else "CQ", "furnished in whole or part by an assistant"),
        )
    return (discipline,)


def _treatments(reading: Reading) -> Iterator[Outcome]:
    modifiers = _modifiers(reading)
    timed: list[tuple[str, str, int, Span]] = []
    without: list[tuple[str, Span]] = []
    taken: list[Span] = []
    for code, words, label in _TIMED:
        best: tuple[int, Span] | None = None
        named: Span | None = None
        for said, match in reading.find(re.compile(rf"\b(?:{words})")):
            if said.section in ("plan", "instructions", "hpi", "assessment") and not re.search(
                r"\d\s*min", said.lower
            ):
                continue
            if re.search(
                r"\b(?:home exercise|hep|will|next (?:visit|session)|continue with|plan to|goal|"
                r"not performed|"
                r"deferred|declined|held)\b",
                said.lower,
            ):
                continue
            if any(start <= match.start() < end for start, end in taken):
                continue
            minutes = _minutes_of(reading.lower, said.start, said.end, match)
            span = (match.start(), match.end())
            if minutes is not None and (best is None or minutes > best[0]):
                best = (minutes, span)
            named = named or (
                span if said.section not in ("plan", "instructions", "hpi", "assessment") else None
            )
        if best is not None:
            timed.append((code, label, best[0], best[1]))
            taken.append(best[1])
        elif named is not None and code != "97110" and reading.context.setting == "therapy":
            without.append((label, named))
    each = reading.context.payer_kind not in (None, "medicare", "medicaid", "workers_comp", "auto")
    minutes_of = [minutes for _, _, minutes, _ in timed]
    units = units_each(minutes_of) if each else units_by_eight_minutes(minutes_of)
    rule = (
        ("each code by itself from 8 minutes")
        if each
        else f"8-minute rule on {sum(minutes_of)} timed minutes"
    )
    for (code, label, minutes, span), count in zip(timed, units, strict=True):
        if count:
            yield Performed(
                code=code,
                kind="therapy",
                family=FAMILY,
                units=count,
                modifiers=modifiers,
                spans=(span,),
                why=(f"{label}, {minutes} minutes: {count} unit(s), {rule}",),
            )
    for label, span in without[:2]:
        yield Missing(
            family=FAMILY,
            topic="time",
            question=(
                f"The treatment ({label}) is documented without its minutes. Please "
                "document the time of each timed treatment."
            ),
            options=("Minutes (please specify)",),
            spans=(span,),
        )
    yield from _untimed(reading, modifiers)
    yield from _evaluations(reading, modifiers)


def _minutes_of(lower: str, start: int, end: int, match: re.Match[str]) -> int | None:
    line_end = lower.find("\n", match.end())
    stop = min(end + 1, line_end if line_end >= 0 else end + 1)
    following = re.match(
        r"[^.\n;]{0,45}?(\d{1,3})\s*(?:min(?:ute)?s?\b|')", lower[match.end() : max(stop, match.end())]
    )
    before = _BEFORE.search(lower[max(start, match.start() - 30) : match.start()])
    if (
        before
        and (following is None or "min" in before.group())
        and (
            following is None
            or not re.match(r"\W{0,4}(?:x|for|:|-|–|\()", lower[match.end() : match.end() + 6])
        )
    ):
        return int(before.group(1))
    return int(following.group(1)) if following else None


def _untimed(reading: Reading, modifiers: tuple[tuple[str, str], ...]) -> Iterator[Outcome]:
    for code, words, label in _UNTIMED:
        for said, match in reading.find(re.compile(rf"\b(?:{words})\b")):
            if re.search(
                r"\b(?:attended|will|plan|next|deferred|declined|not)\b(?! stim)",
                said.lower.replace("unattended", ""),
            ) or said.section in ("plan", "hpi", "instructions"):
                continue
            number = "G0283" if code == "97014" and reading.context.payer_kind == "medicare" else code
            yield Performed(
                code=number,
                kind="therapy",
                family=FAMILY,
                modifiers=modifiers,
                spans=((match.start(), match.end()),),
                why=(label,),
            )
            break


def _evaluations(reading: Reading, modifiers: tuple[tuple[str, str], ...]) -> Iterator[Outcome]:
    for name, words, codes, again in _EVALUATIONS:
        match = re.search(rf"\b(?:{words})", reading.lower)
        if match is None:
            continue
        span = (match.start(), match.end())
        if re.search(r"re-?evaluation", reading.lower[:400]):
            yield Performed(
                code=again,
                kind="therapy",
                family=FAMILY,
                modifiers=modifiers,
                spans=(span,),
                why=(f"{name} therapy re-evaluation",),
            )
            return
        level = re.search(
            r"\b(low|moderate|high)[- ]complexity|complexity(?: level)?(?: is|:)? (low|moderate|high)",
            reading.lower,
        )
        if level is None:
            yield Missing(
                family=FAMILY,
                topic="complexity",
                question="The therapy evaluation is documented without its complexity. Please document it.",
                options=("Low", "Moderate", "High"),
                spans=(span,),
            )
            return
        chosen = {"low": codes[0], "moderate": codes[1], "high": codes[2]}[level.group(1) or level.group(2)]
        yield Performed(
            code=chosen,
            kind="therapy",
            family=FAMILY,
            modifiers=modifiers,
            spans=(span,),
            why=(f"{name} therapy evaluation, {level.group()}",),
        )
        return


_PSYCHOTHERAPY = re.compile(r"\bpsychotherapy|\btherapy session|\bindividual therapy|\bcbt session")
_TALK_MINUTES = re.compile(r"(\d{1,3})\s*(?:-\s*)?min(?:ute)?s?")


def _psychotherapy(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("psychotherapy", "therapy session", "individual therapy"):
        return
    for said, match in reading.find(_PSYCHOTHERAPY):
        if said.section in ("pmh", "instructions", "chief_complaint") or re.search(
            r"\b(?:refer|recommend|continue|will|attends|going to|has been|consider|start|weekly|"
            r"every)\w*\b",
            said.lower,
        ):
            continue
        span = (match.start(), match.end())
        minutes = _TALK_MINUTES.search(said.lower)
        if minutes is None:
            later = reading.lower[said.end : said.end + 200]
            minutes = _TALK_MINUTES.search(later) if re.search(r"psychotherapy|session|face", later) else None
        if minutes is None:
            yield Missing(
                family="psychotherapy",
                topic="time",
                question=(
                    "Psychotherapy is documented without its time. Please document start and stop times or "
                    "minutes."
                ),
                options=("Minutes of psychotherapy (please specify)",),
                spans=(span,),
            )
            return
        amount = int(minutes.group(1))
        if amount < 16:
            return
        with_visit = (
            re.search(
                r"\b(?:medication management|prescri|e/?m|evaluation and management|refill|sertraline|mg\b)",
                reading.lower,
            )
            is not None
            and re.search(
                r"\b(?:add-?on|in addition|separate|with medication|medication management)\b", reading.lower
            )
            is not None
        )
        place = 0 if amount < 38 else 1 if amount < 53 else 2
        code = (("90833", "90836", "90838") if with_visit else ("90832", "90834", "90837"))[place]
        yield Performed(
            code=code,
            kind="time",
            family="psychotherapy",
            spans=(span,),
            why=(f"psychotherapy of {amount} minutes",),
        )
        return
