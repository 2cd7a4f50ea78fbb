"""Imaging: plain films by region and views, CT and MRI by contrast, other studies.

26 where the place owns the machine.

Planned and ordered studies, and those done elsewhere, are not coded. In the office a study counts when the
note says that it was taken there or now and gives its reading.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.procedures.facts import digit_modifiers, number, side_modifiers, sides_in
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

TRIGGERS = (
    "x-ray",
    "xr ",
    "xray",
    "x ray",
    "radiograph",
    "cxr",
    "film",
    "views",
    "view",
    "ct ",
    "cta",
    "mri",
    "mra",
    "tomograph",
    "magnetic",
    "ultraso",
    "sonogra",
    "doppler",
    "duplex",
    "mammogra",
    "dexa",
    "dxa",
    "bone density",
    "echo",
    "tte",
    "kub",
    "perfusion",
    "tee",
)

_FILM = re.compile(
    r"\b(?:x-?\s?rays?|xrays?|radiographs?|cxr|plain films?|films?|kub|radiography|xr)\b|\b\d+[- "
    r"]views?\b|\b(?:one|two|three|four|five|six|single)[- ]views?\b|\bviews? of the\b"
)
_VIEWS = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|single|a single)(?:\+| or more)?[- ]?(?:\w+ "
    r")?(?:views?|projections?)\b|\bviews?:\s*(\d+)|\bx ?(\d) views?|\b(\d) ?(?:v|vw|vws)\b"
)
_NAMED_VIEWS = re.compile(
    r"\b(?:ap|pa|lateral|lat|oblique|obliques|sunrise|merchant|mortise|axillary|y[- ]view|"
    r"scapular y|grashey|odontoid|swimmer'?s|frog[- ]leg|tunnel|internal rotation|external "
    r"rotation|cross-?table|upright|supine|decubitus|flexion|extension|skyline|patellar|open[- "
    r"]mouth)\b"
)
_SCAN = re.compile(
    r"\b(?:(?P<cta>ct angiogra\w+|cta|computed tomograph\w+ angiogra\w+)|(?P<mra>mr angiogra\w+|"
    r"mra)|(?P<ct>ct(?: scan)?|cat scan|computed tomograph\w+)|(?P<mri>mri|mr imaging|magnetic "
    r"resonance(?: imaging)?))\b"
)
_WITH_AND_WITHOUT = re.compile(
    r"\b(?:with and without|without and with|w/?wo|w/ and w/o|w & w/o|without (?:then|followed "
    r"by) with|pre-? and post-?)\s*-?(?:iv |intravenous )?(?:contrast|gadolinium)?"
)
_WITHOUT = re.compile(
    r"\b(?:without|w/o|non-?|no )\s*-?(?:iv |intravenous |the use of |administration of "
    r")?(?:contrast\w*|gadolinium)|\bnon-?contrast\w*|\bunenhanced"
)
_WITH = re.compile(
    r"\b(?:with|w/|following|after|administration of|post-?)\s*(?:the administration of |"
    r"uneventful |administration of )?(?:\d+ ?(?:ml|cc) (?:of )?)?(?:iv |intravenous |oral and iv "
    r"|\w+ )?(?:contrast\w*|gadolinium|omnipaque|isovue|gadavist)|\bcontrast[- ]enhanced"
)
_ELSEWHERE = re.compile(
    r"\b(?:outside|prior|previous|last (?:year|month|week)|from (?:the )?(?:ed|er|hospital|urgent "
    r"care)|at (?:the )?(?:hospital|ed|er|urgent care)|previously|\d+ (?:days?|weeks?|months?|"
    r"years?) ago|brought|compared (?:to|with)|comparison)\b"
)
_HERE = re.compile(
    r"\b(?:today|in (?:the |our )?(?:office|clinic)|obtained|taken|performed|in-?office|now|my "
    r"interpretation|interpreted by me|i (?:personally |independently )?(?:reviewed|"
    r"interpreted))\b"
)


class _Film(msgspec.Struct, frozen=True):
    region: str
    pattern: re.Pattern[str]
    by_views: tuple[tuple[int, str], ...]
    sided: str


class _Scan(msgspec.Struct, frozen=True):
    method: str
    region: str
    pattern: re.Pattern[str]
    without: str
    with_contrast: str
    both: str
    sided: bool


class _Study(msgspec.Struct, frozen=True):
    code: str
    label: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    sided: bool


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("cleanclaim.coding.procedures").joinpath(f"data/{name}").read_text("utf-8")
    for row in text.splitlines():
        if row and not row.startswith("#"):
            yield row.split("\t")


@cache
def _films() -> tuple[_Film, ...]:
    found = []
    for region, words, codes, sided in _rows("films.tsv"):
        views = tuple((int(one.split(":")[0].rstrip("+")), one.split(":")[1]) for one in codes.split())
        found.append(_Film(region, re.compile(rf"\b(?:{words})\b"), views, sided))
    return tuple(found)


@cache
def _scans() -> tuple[_Scan, ...]:
    return tuple(
        _Scan(method, region, re.compile(rf"\b(?:{words})\b"), without, with_contrast, both, sided == "yes")
        for method, region, words, without, with_contrast, both, sided in _rows("scans.tsv")
    )


@cache
def _studies() -> tuple[_Study, ...]:
    found = []
    for row in _rows("studies.tsv"):
        code, label, words, needs, unless, sided = [*row, "", "", "", ""][:6]
        found.append(
            _Study(
                code,
                label,
                re.compile(rf"\b(?:{words})\b"),
                re.compile(needs) if needs else None,
                re.compile(unless) if unless else None,
                sided == "yes",
            )
        )
    return tuple(found)


def imaging(reading: Reading) -> Iterator[Outcome]:
    """Yield imaging studies that were done for this encounter by this practice."""
    report = reading.context.setting == "imaging"
    if reading.context.setting in (
        "inpatient",
        "observation",
        "ed",
        "therapy",
        "dental",
        "laboratory",
        "nursing_facility",
        "home",
        "telehealth",
    ) and not reading.has("interpret", "my read", "read by me"):
        return
    if report:
        yield from _report(reading)
        return
    seen: set[str] = set()
    for said, match in reading.find(_FILM):
        for outcome in _film(reading, said, match):
            key = (
                outcome.code + str(outcome.modifiers)
                if isinstance(outcome, Performed)
                else outcome.topic + outcome.family
            )
            if key not in seen:
                seen.add(key)
                yield outcome
    for study in _studies():
        for said, match in reading.find(study.pattern):
            if study.code in seen or not _here(reading, said, match.start(), match.end()):
                continue
            words = _near(reading, said)
            if (study.needs and not study.needs.search(words)) or (
                study.unless and study.unless.search(said.lower)
            ):
                continue
            seen.add(study.code)
            modifiers = side_modifiers(said.lower) if study.sided else ()
            yield Performed(
                code=study.code,
                kind="imaging",
                family="imaging",
                modifiers=_owned(reading, modifiers),
                spans=((match.start(), match.end()),),
                why=(study.label,),
            )


def _owned(reading: Reading, modifiers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if reading.context.setting in ("ed", "inpatient", "observation"):
        return (("26", "only the interpretation: the machine belongs to the hospital"), *modifiers)
    return modifiers


def _near(reading: Reading, said: Said) -> str:
    last = min(len(reading.sentences), said.number + 4)
    return reading.lower[said.start : reading.sentences[last - 1].end]


def _here(reading: Reading, said: Said, start: int, end: int) -> bool:
    """Return whether a study was done here and now, with a reading."""
    if said.section in ("chief_complaint", "instructions", "pmh", "psh", "family", "social", "medications"):
        return False
    clause = said.lower
    if _ELSEWHERE.search(clause) and not re.search(
        r"\b(?:today|in (?:the |our )?(?:office|clinic))\b", clause
    ):
        return False
    status = reading.status(said, start, end)
    if reading.context.setting in ("ed", "inpatient", "observation"):
        return (
            status is not Status.REFUSED
            and re.search(r"interpret\w*|my read", _near(reading, said)) is not None
            and re.search(r"\b(?:by me|my|i (?:personally |independently )?interpret)", _near(reading, said))
            is not None
            and status in (Status.DONE, Status.MENTIONED)
        )
    if status is not Status.DONE and not (said.section == "results" and status is Status.MENTIONED):
        return False
    return _HERE.search(_near(reading, said)) is not None


def _film(reading: Reading, said: Said, match: re.Match[str]) -> Iterator[Outcome]:
    if not _here(reading, said, match.start(), match.end()):
        return
    if _SCAN.search(said.lower) and not re.search(r"x-?\s?ray|xray|radiograph|film|cxr|view", said.lower):
        return
    film = _film_region(said.lower, match.start() - said.start)
    if film is None:
        return
    yield from _film_codes(reading, film, said.lower, _near(reading, said), (match.start(), match.end()))


def _film_region(text: str, place: int) -> _Film | None:
    """Return the region named nearest to the film's word, the longer name on equal terms."""
    found = []
    for film in _films():
        for match in film.pattern.finditer(text):
            distance = (
                0
                if match.start() <= place <= match.end()
                else min(abs(match.start() - place), abs(match.end() - place))
            )
            found.append((distance // 25, -len(match.group()), distance, film))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _views_in(text: str) -> int | None:
    match = _VIEWS.search(text)
    if match:
        value = next(group for group in match.groups() if group)
        amount = number(value.replace("a single", "one"))
        return int(amount) if amount else None
    named = list(dict.fromkeys(one.group() for one in _NAMED_VIEWS.finditer(text)))
    if len(named) >= 2 or (named and re.search(r"\bviews?\b", text)):
        plural = sum(1 for one in named if one in ("obliques",))
        return len(named) + plural
    return None


def _film_codes(reading: Reading, film: _Film, clause: str, near: str, span: Span) -> Iterator[Outcome]:
    views = _views_in(clause) or _views_in(near)
    codes = film.by_views
    if views is None and len(codes) > 1:
        yield Missing(
            family="imaging",
            topic="views",
            question=(
                f"The X-ray ({film.region}) is documented without the number of views. "
                "Please document the views taken."
            ),
            options=("Number of views (please specify)",),
            spans=(span,),
        )
        return
    reached = [code for least, code in codes if views is None or least <= views]
    code = reached[-1] if reached else codes[0][1]
    why: tuple[str, ...] = (
        f"{film.region}, {views} view{'s' if views != 1 else ''}" if views else film.region,
    )
    modifiers: tuple[tuple[str, str], ...] = ()
    sides = sides_in(clause) or sides_in(near)
    if film.sided == "hip" and len(sides) == 2:
        code = "73521" if (views or 2) <= 2 else "73522" if (views or 2) <= 4 else "73523"
    elif film.sided == "digit":
        modifiers = tuple(digit_modifiers(clause) or digit_modifiers(near))[:1]
    elif film.sided in ("yes", "hip"):
        modifiers = side_modifiers(clause) or side_modifiers(near)
        if film.region == "knee" and len(sides) == 2 and re.search(r"standing", clause) and views == 1:
            code, modifiers = "73565", ()
        if not modifiers:
            yield Missing(
                family="imaging",
                topic="laterality",
                question=(
                    f"The X-ray ({film.region}) is documented without a side. Please "
                    "document which side was imaged."
                ),
                options=("Right", "Left", "Bilateral"),
                spans=(span,),
            )
    if views is not None and not reached:
        why = (*why, "fewer views than any code of this region asks for")
        modifiers = (*modifiers, ("52", "fewer views than the code describes"))
    yield Performed(
        code=code,
        kind="imaging",
        family="imaging",
        modifiers=_owned(reading, modifiers),
        spans=(span,),
        why=why,
        site=film.region,
    )


def _report(reading: Reading) -> Iterator[Outcome]:
    """Yield the study of a radiology report: its title says what was done."""
    head = _title(reading)
    text, offset = head
    technique = _technique(reading)
    whole = reading.lower
    for study in _studies():
        match = study.pattern.search(text)
        if (
            match
            and not (study.unless and study.unless.search(text))
            and (study.needs is None or study.needs.search(whole))
        ):
            modifiers = side_modifiers(text) if study.sided else ()
            span = (offset + match.start(), offset + match.end())
            yield Performed(
                code=study.code,
                kind="imaging",
                family="imaging",
                modifiers=modifiers,
                spans=(span,),
                why=(study.label,),
            )
            if study.code in ("77065", "77066", "77067") and re.search(r"tomosynthesis|3d|3-d|dbt", whole):
                yield Performed(
                    code="77063"
                    if study.code == "77067"
                    else "G0279"
                    if reading.context.payer_kind == "medicare"
                    else "77061"
                    if study.code == "77065"
                    else "77062",
                    kind="add-on",
                    family="imaging",
                    spans=(span,),
                    why=("tomosynthesis with the mammogram",),
                )
            return
    scan = _SCAN.search(text)
    if scan:
        yield from _scan_code(scan, text, offset, technique)
        return
    film = _film_region(text, (_FILM.search(text) or re.search(r"", text)).start())  # type: ignore[union-attr]
    if film is not None and (_FILM.search(text) or _VIEWS.search(text) or _NAMED_VIEWS.search(text)):
        span_match = _FILM.search(text) or film.pattern.search(text)
        assert span_match is not None
        views_text = text if _views_in(text) is not None else technique
        yield from _film_codes(
            reading, film, text, views_text, (offset + span_match.start(), offset + span_match.end())
        )


def _title(reading: Reading) -> tuple[str, int]:
    lower = reading.lower
    for word in ("exam:", "examination:", "study:", "procedure:", "exam\n", "examination\n", "procedure\n"):
        place = lower.find(word)
        if place >= 0:
            end = lower.find("\n", place + len(word) + 1)
            end = len(lower) if end < 0 else end
            if end - place - len(word) > 3:
                return lower[place + len(word) : end], place + len(word)
    for said in reading.sentences:
        if (
            _SCAN.search(said.lower)
            or _FILM.search(said.lower)
            or any(study.pattern.search(said.lower) for study in _studies())
        ) and not re.search(r"\b(?:compar|prior|history|indication)", said.lower):
            return said.lower, said.start
    first = lower.lstrip().find("\n")
    start = len(lower) - len(lower.lstrip())
    return lower[start : start + (first if first > 0 else 200)], start


def _technique(reading: Reading) -> str:
    for word in ("technique:", "technique\n", "procedure:", "protocol:"):
        place = reading.lower.find(word)
        if place >= 0:
            end = reading.lower.find("\n\n", place)
            return reading.lower[place : end if end > 0 else place + 600]
    return reading.lower[:800]


def _scan_code(scan: re.Match[str], text: str, offset: int, technique: str) -> Iterator[Outcome]:
    method = scan.lastgroup or ""
    span = (offset + scan.start(), offset + scan.end())
    for row in _scans():
        if row.method != method or not row.pattern.search(text):
            continue
        contrast = _contrast(text) or _contrast(technique)
        modifiers = side_modifiers(text) if row.sided else ()
        if row.method == "cta":
            contrast = "with"
        if contrast is None:
            yield Missing(
                family="imaging",
                topic="contrast",
                question=(
                    "The study is documented without saying whether contrast was given. Please document it."
                ),
                options=("Without contrast", "With contrast", "Without and then with contrast"),
                spans=(span,),
            )
            return
        code = {"without": row.without, "with": row.with_contrast, "both": row.both}[contrast]
        if code:
            yield Performed(
                code=code,
                kind="imaging",
                family="imaging",
                modifiers=modifiers,
                spans=(span,),
                why=(f"{method.upper()}, {row.region}, contrast: {contrast}",),
                site=row.region,
            )
        return


def _contrast(text: str) -> str | None:
    if _WITH_AND_WITHOUT.search(text):
        return "both"
    without, given = _WITHOUT.search(text), _WITH.search(text)
    if without and given and given.start() < without.start() + 4 and given.end() >= without.end():
        return "without"
    if without:
        return "without"
    return "with" if given else None
