"""Vaccines given here: product and administration (Medicare's own codes; counselling through 18 years)."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.procedures.values import Missing, Outcome, Performed
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "vaccination"
TRIGGERS = (
    "vaccin",
    "immuniz",
    "shot",
    "tdap",
    "mmr",
    "dtap",
    "prevnar",
    "gardasil",
    "shingrix",
    "pediarix",
    "flu",
    "nirsevimab",
    "beyfortus",
    "arexvy",
    "abrysvo",
    "heplisav",
    "pneumovax",
    "covid",
    "hpv",
    "hib",
    "boostrix",
    "td ",
    "menveo",
    "bexsero",
    "vaxelis",
    "pentacel",
    "rota",
)

_GIVEN = re.compile(
    r"\b(?:given|administered|received (?:his|her|their|the)?[^.]{0,40}today|vaccinated|gave|"
    r"immunizations? (?:given|administered|today)|today|deltoid|vastus|\bim\b|lot (?:#|number)?|"
    r"thigh)\b"
)
_COUNSELED = re.compile(
    r"\b(?:counsel\w*|risks and benefits|discussed (?:the )?(?:vaccines?|immunizations?|each)|vis "
    r"(?:given|provided)|reviewed (?:the )?(?:vaccine|vis))\b"
)
_GENERIC_COVID = re.compile(r"\bcovid(?:-?19)? (?:vaccine|booster|vaccination|shot)\b")


class _Vaccine(msgspec.Struct, frozen=True):
    code: str
    components: int
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    family: str
    route: str
    least_age: float
    most_age: float


@cache
def _vaccines() -> tuple[_Vaccine, ...]:
    text = resources.files("cleanclaim.coding.procedures").joinpath("data/vaccines.tsv").read_text("utf-8")
    found = []
    for row in text.splitlines():
        if row and not row.startswith("#"):
            code, components, names, needs, family, route, least, most = [*row.split("\t"), "", ""][:8]
            found.append(
                _Vaccine(
                    code,
                    int(components),
                    re.compile(rf"\b(?:{names})"),
                    re.compile(needs) if needs else None,
                    family,
                    route,
                    float(least or 0),
                    float(most or 200),
                )
            )
    return tuple(found)


def vaccines(reading: Reading) -> Iterator[Outcome]:
    """Yield vaccines given at this encounter and their administration."""
    if reading.context.setting in ("imaging", "laboratory", "operative", "dental", "therapy"):
        return
    found: dict[str, tuple[_Vaccine, Said, re.Match[str]]] = {}
    unnamed_covid = None
    named = [one for vaccine in _vaccines() for one in reading.find(vaccine.pattern)]
    for said, match in sorted(named, key=lambda one: (one[1].start(), -one[1].end())):
        if _given(reading, said, match):
            vaccine = _which(reading, said, match.group())
            if vaccine is not None:
                found.setdefault(vaccine.code, (vaccine, said, match))
    for said, match in reading.find(_GENERIC_COVID):
        if _given(reading, said, match) and not any(one[0].family == "covid" for one in found.values()):
            unnamed_covid = (match.start(), match.end())
    _drop_contained(found)
    for vaccine, _, match in found.values():
        yield Performed(
            code=vaccine.code,
            kind="vaccine",
            family=FAMILY,
            spans=((match.start(), match.end()),),
            why=(f'"{match.group().strip()}" given',),
        )
    if unnamed_covid:
        yield Missing(
            family=FAMILY,
            topic="procedure-detail",
            question=(
                "A COVID-19 vaccine is documented without its product. Please document the manufacturer and "
                "dose."
            ),
            options=("Manufacturer and dose (please specify)",),
            spans=(unnamed_covid,),
        )
    yield from _administration(reading, list(found.values()), covid=unnamed_covid)


def _drop_contained(found: dict[str, tuple[_Vaccine, Said, re.Match[str]]]) -> None:
    """A combination vaccine keeps away the single ones whose names stand inside its own words."""
    for code, (_, _, match) in list(found.items()):
        if any(
            other is not match
            and other.start() <= match.start()
            and match.end() <= other.end()
            and len(other.group()) > len(match.group())
            for _, _, other in found.values()
        ):
            del found[code]
    if "90656" in found and any(one[0].family == "flu" for code, one in found.items() if code != "90656"):
        del found["90656"]


def _which(reading: Reading, said: Said, words: str) -> _Vaccine | None:
    age = reading.context.patient_age
    if age is None:
        stated = re.search(r"\b(\d{1,3})[- ](?:year|yr|y/?o)", reading.lower[:800])
        months = re.search(r"\b(\d{1,2})[- ](?:month|mo|week|day)", reading.lower[:800])
        age = float(stated.group(1)) if stated else 1.0 if months else None
    for vaccine in _vaccines():
        if vaccine.pattern.match(words) is None or (vaccine.needs and not vaccine.needs.search(said.lower)):
            continue
        if age is not None and not (vaccine.least_age <= age < vaccine.most_age + 1):
            continue
        return vaccine
    return None


def _given(reading: Reading, said: Said, match: re.Match[str]) -> bool:
    status = reading.status(said, match.start(), match.end())
    if status in (Status.PLANNED, Status.REFUSED, Status.PAST):
        return False
    if said.section in ("pmh", "hpi", "social") and "today" not in said.lower:
        return False
    before = reading.lower[max(0, said.start - 120) : said.start]
    words = said.lower + (
        " " + before
        if re.search(r"(?:vaccin|immuniz)\w*[^.]{0,40}(?:given|administered|today)[^.]*$", before)
        else ""
    )
    if re.search(
        r"\b(?:titers?|antibod\w*|immun(?:e|ity)|series|status|test|swab|screen|antigen|pcr|positive|"
        r"negative|a&b|symptoms|season|exposure|illness)\b",
        reading.lower[match.end() : match.end() + 18],
    ):
        return False
    return status is Status.DONE and _GIVEN.search(words) is not None


def _administration(
    reading: Reading, given: list[tuple[_Vaccine, Said, re.Match[str]]], covid: tuple[int, int] | None
) -> Iterator[Outcome]:
    medicare = reading.context.payer_kind == "medicare"
    rest = []
    for vaccine, _, match in given:
        span = (match.start(), match.end())
        own = {"covid": "90480", "antibody": "96381"}.get(vaccine.family)
        if own is None and medicare:
            own = {"flu": "G0008", "pneumonia": "G0009", "hepatitis b": "G0010"}.get(vaccine.family)
        if own == "96381" and _COUNSELED.search(reading.lower):
            own = "96380"
        if own:
            yield Performed(
                code=own,
                kind="add-on",
                family=FAMILY,
                spans=(span,),
                why=(f"administration, {vaccine.family}",),
            )
        else:
            rest.append((vaccine, span))
    if covid is not None:
        yield Performed(
            code="90480",
            kind="add-on",
            family=FAMILY,
            spans=(covid,),
            why=("administration of a COVID-19 vaccine",),
            confidence=0.6,
        )
    if not rest:
        return
    age = reading.context.patient_age
    if age is None:
        stated = re.search(r"\b(\d{1,3})[- ](year|month|week|day)", reading.lower[:800])
        age = None if stated is None else float(stated.group(1)) if stated.group(2) == "year" else 0.0
    spans = tuple(span for _, span in rest)[:3]
    if age is not None and age < 19 and _COUNSELED.search(reading.lower):
        yield Performed(
            code="90460",
            kind="add-on",
            family=FAMILY,
            units=len(rest),
            spans=spans,
            why=("counselling on vaccines through 18 years: each vaccine's first component",),
        )
        more = sum(vaccine.components - 1 for vaccine, _ in rest)
        if more:
            yield Performed(
                code="90461",
                kind="add-on",
                family=FAMILY,
                units=more,
                spans=spans,
                why=(f"{more} further components",),
            )
        return
    injected = [span for vaccine, span in rest if vaccine.route == "im"]
    oral = [span for vaccine, span in rest if vaccine.route == "oral"]
    if injected:
        yield Performed(
            code="90471",
            kind="add-on",
            family=FAMILY,
            spans=tuple(injected[:1]),
            why=("first vaccine injected",),
        )
        if len(injected) > 1:
            yield Performed(
                code="90472",
                kind="add-on",
                family=FAMILY,
                units=len(injected) - 1,
                spans=tuple(injected[1:4]),
                why=("each further vaccine injected",),
            )
    if oral:
        first = "90474" if injected else "90473"
        yield Performed(
            code=first,
            kind="add-on",
            family=FAMILY,
            spans=tuple(oral[:1]),
            why=("vaccine given by mouth or nose",),
        )
        if len(oral) > 1:
            yield Performed(
                code="90474",
                kind="add-on",
                family=FAMILY,
                units=len(oral) - 1,
                spans=tuple(oral[1:4]),
                why=("each further vaccine by mouth or nose",),
            )
