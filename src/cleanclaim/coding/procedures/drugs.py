"""Drugs given by injection, infusion or inhalation: units from the dose, administration, waste (JW, JZ).

Units: dose divided by the amount of one unit, rounded up. JW and JZ: Medicare Claims Processing Manual,
chapter 17 section 40 (single-dose containers); asked for of Medicare only.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "drug administration"
TRIGGERS = ("mg", "mcg", "units", "inject", "infus", " im", "iv ", "dose", "nebul", "intramuscular", "subcut")

_DOSE = re.compile(
    r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)\s*(?:-\s*)?(mg|milligrams?|mcg|"
    r"micrograms?|g|gm|grams?|million units?|units?|iu|u)\b(?!\s*/\s*(?:ml|cc|kg|dl))"
)
_STRENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mg|mcg|units?)\s*/\s*(\d*(?:\.\d+)?)\s*(?:ml|cc)")
_VOLUME = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?|\.\d+)\s*(?:ml|cc)\b")
_ROUTE_MUSCLE = re.compile(
    r"\b(?:im|intramuscular\w*|i\.m\.|deltoid|gluteal|gluteus|ventrogluteal|vastus|buttock|"
    r"subcutaneous\w*|subcut|sub-?q|sc|sq)\b"
)
_ROUTE_PUSH = re.compile(r"\b(?:iv push|ivp|iv|intravenous\w*)\b")
_ROUTE_INFUSION = re.compile(r"\b(?:infus\w+|ivpb|piggyback|drip)\b")
_ROUTE_ELSEWHERE = re.compile(
    r"\b(?:joint|knee|shoulder|hip|bursa|intra-?articular|trigger point|tendon|carpal|plantar|"
    r"epidural|lesions?|keloid|nebuliz\w*|inhal\w*|intravitreal|forehead|glabella\w*|migraine|"
    r"uter\w+)\b"
)
_GIVEN = re.compile(
    r"\b(?:given|administered|injected|injection|infused|received|push|placed|inserted|mixed|"
    r"mixture|with|of|instilled|gave|shot|delivered|using)\b"
)
_NOT_HERE = re.compile(
    r"\b(?:tablets?|tabs?|capsules?|po|p\.o\.|oral(?:ly)?|by mouth|prescri\w+|daily|bid|tid|twice|"
    r"sent to|pharmacy|refill\w*|every (?:\d+|four|six|eight|morning|night)|qhs|home dose|inhaler|"
    r"continue)\b"
)
_WASTE = re.compile(
    r"\b(?:(?:waste[d]?|discard(?:ed)?|wastage)[^.\d\n]{0,25}(\d+(?:\.\d+)?)\s*(mg|mcg|units?|ml|"
    r"cc)|(\d+(?:\.\d+)?)\s*(mg|mcg|units?|ml|cc)[^.\n]{0,25}(?:was |were )?(?:waste[d]?|"
    r"discard(?:ed)?))"
)
_NO_WASTE = re.compile(
    r"\b(?:no (?:drug |medication )?(?:waste|wastage)|(?:no|zero|none) (?:\w+ )?(?:was |were "
    r")?(?:discarded|wasted)|nothing (?:was )?(?:wasted|discarded)|0 ?(?:mg|ml|units) (?:wasted|"
    r"discarded)|entire (?:vial|contents|dose|syringe)[^.]{0,30}(?:used|given|administered)|"
    r"without waste)\b"
)
_SINGLE = re.compile(
    r"\b(?:single[- ](?:dose|use)(?: \w+)? ?(?:vial|syringe|container|prefilled)?|sdv|prefilled "
    r"syringe|single[- ]dose)\b"
)
_MULTI = re.compile(r"\b(?:multi-?(?:ple)?[- ]?(?:dose|use)|mdv)\b")
_VIAL = re.compile(
    r"\b(\d+(?:\.\d+)?)[- ]?\s*(mg|mcg|units?)\s*(?:/\s*\d*\.?\d*\s*m?l)?\s*(?:single[- ](?:dose|"
    r"use) )?vials?"
)
_TIMES = re.compile(
    r"\b(?:start(?:ed)?|from|began|begin)\D{0,20}(\d{1,2}):(\d{2})\s*(am|"
    r"pm)?\D{0,40}?(?:stop(?:ped)?|to|end(?:ed)?|until|-|"
    r"completed)\D{0,15}(\d{1,2}):(\d{2})\s*(am|pm)?"
)
_DURATION = re.compile(
    r"\b(?:over|for|lasting|duration)\W+(?:\w+ )?(\d+(?:\.\d+)?)\s*-?(minutes?|mins?|hours?|hrs?)|"
    r"(\d+)\s*(?:minute|min)\s*infusion"
)
_CHEMO = frozenset(
    {
        "J9312",
        "J9035",
        "J9271",
        "J9299",
        "J9355",
        "J9045",
        "J9267",
        "J9060",
        "J9171",
        "J1745",
        "J3380",
        "J3262",
        "J0129",
    }
)
_DEVICES = frozenset({"J7298", "J7297", "J7296", "J7301", "J7300", "J7307"})
_HYDRATION = re.compile(r"\b(?:normal saline|lactated ringer\w*|ns bolus|lr bolus|iv fluids?|iv hydration)\b")


class _Drug(msgspec.Struct, frozen=True):
    code: str
    amount: float | None
    measure: str
    pattern: re.Pattern[str]
    single_dose: bool


@cache
def _drugs() -> tuple[_Drug, ...]:
    text = resources.files("cleanclaim.coding.procedures").joinpath("data/drugs.tsv").read_text("utf-8")
    found = []
    for row in text.splitlines():
        if row and not row.startswith("#"):
            code, amount, measure, names, *vials = row.split("\t")
            found.append(
                _Drug(
                    code,
                    None if amount == "each" else float(amount),
                    measure,
                    re.compile(rf"\b(?:{names})\b"),
                    bool(vials and vials[0]),
                )
            )
    return tuple(found)


@cache
def _any_drug() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{drug.pattern.pattern})" for drug in _drugs()))


def drugs(reading: Reading) -> Iterator[Outcome]:
    """Yield drugs given here with their units, and the way they were given."""
    if reading.context.setting in (
        "inpatient",
        "observation",
        "ed",
        "operative",
        "imaging",
        "laboratory",
        "dental",
    ):
        return
    given: dict[str, tuple[_Drug, Said, re.Match[str]]] = {}
    named = [(drug, said, match) for drug in _drugs() for said, match in reading.find(drug.pattern)]
    for drug, said, match in named:
        if drug.code in _DEVICES or said.section in ("medications", "allergies", "pmh", "instructions"):
            continue
        if drug.code in given and _DOSE.search(given[drug.code][1].lower):
            continue
        if not _was_given(reading, said, match):
            continue
        given[drug.code] = (drug, said, match)
    if "J7620" in given:
        given.pop("J7613", None)
    routes: list[tuple[str, _Drug, Said, re.Match[str]]] = []
    for drug, said, match in given.values():
        text = _near(reading, said)
        yield from _units(reading, drug, said, match, text)
        routes.append((_route(said.lower, text), drug, said, match))
    yield from _administration(reading, routes)
    yield from _hydration(reading, bool(routes))


def _was_given(reading: Reading, said: Said, match: re.Match[str]) -> bool:
    status = reading.status(said, match.start(), match.end())
    if status in (Status.PLANNED, Status.REFUSED, Status.PAST):
        return False
    clause = said.lower
    if _NOT_HERE.search(clause) and not re.search(
        r"\b(?:in (?:the )?(?:office|clinic)|today|\bim\b|intramuscular\w*|\bivp?\b|injected|infused|"
        r"administered)\b",
        clause,
    ):
        return False
    if (
        re.search(r"\b(?:tablets?|po|oral(?:ly)?|by mouth|odt)\b", clause)
        and not _ROUTE_MUSCLE.search(clause)
        and not _ROUTE_PUSH.search(clause)
    ):
        return False
    if not _GIVEN.search(clause) and said.section != "procedure":
        return False
    return (
        status is Status.DONE or bool(_ROUTE_MUSCLE.search(clause)) or bool(_ROUTE_ELSEWHERE.search(clause))
    )


def _near(reading: Reading, said: Said) -> str:
    block = reading.procedure_text(said.start)
    if block is not None and block[1] - block[0] < 4000:
        return reading.lower[block[0] : block[1]]
    first, last = max(0, said.number - 1), min(len(reading.sentences), said.number + 4)
    return reading.lower[reading.sentences[first].start : reading.sentences[last - 1].end]


def _measure(word: str) -> tuple[str, float]:
    if word.startswith(("mcg", "microg")):
        return "mcg", 1.0
    if word.startswith("m") and not word.startswith("million"):
        return "mg", 1.0
    if word.startswith("million"):
        return "unit", 1_000_000.0
    if word.startswith("g"):
        return "mg", 1000.0
    return "unit", 1.0


def _dose_of(drug: _Drug, said: Said, match: re.Match[str]) -> tuple[float, int, int] | None:
    """Return the dose in the drug's own measure, from the statement nearest to its name."""
    place = match.start() - said.start
    best: tuple[int, float, int, int] | None = None
    wasted = [(one.start(), one.end()) for one in _WASTE.finditer(said.lower)]
    for dose in _DOSE.finditer(said.lower):
        if any(start <= dose.start() < end for start, end in wasted):
            continue
        measure, factor = _measure(dose.group(2))
        amount = float(dose.group(1).replace(",", "")) * factor
        if measure == "mg" and drug.measure == "mcg":
            amount *= 1000
        elif measure == "mcg" and drug.measure == "mg":
            amount /= 1000
        elif measure != drug.measure:
            continue
        after = said.lower[dose.end() : dose.end() + 12]
        if re.match(r"\s*(?:vial|single|sdv)", after):
            continue
        distance = abs(dose.start() - place) + (
            15 if dose.start() < place and drug.pattern.search(said.lower[dose.end() : place]) else 0
        )
        between = said.lower[min(dose.end(), place) : max(dose.start(), place + len(match.group()))]
        if _any_drug().search(between.replace(match.group(), " ")):
            distance += 200
        if best is None or distance < best[0]:
            best = (distance, amount, said.start + dose.start(), said.start + dose.end())
    if best is not None and best[0] < 200:
        return best[1:]
    strength = _STRENGTH.search(said.lower)
    volume = next(
        (
            one
            for one in _VOLUME.finditer(said.lower)
            if not strength or not (strength.start() <= one.start() < strength.end())
        ),
        None,
    )
    if strength and volume and _measure(strength.group(2))[0] == drug.measure:
        per = float(strength.group(3) or 1)
        return (
            float(strength.group(1)) / per * float(volume.group(1)),
            said.start + strength.start(),
            said.start + strength.end(),
        )
    brand = re.match(r"\s*-?(10|40|80)\b", said.lower[match.end() - said.start :])
    if brand and volume and drug.code in ("J3301", "J1010"):
        return float(brand.group(1)) * float(volume.group(1)), match.start(), match.end() + brand.end()
    return None


def _units(reading: Reading, drug: _Drug, said: Said, match: re.Match[str], text: str) -> Iterator[Outcome]:
    span: Span = (match.start(), match.end())
    name = match.group()
    if drug.amount is None:
        yield Performed(
            code=drug.code, kind="drug", family="drug supplied", spans=(span,), why=(f"{name}, one dose",)
        )
        return
    dose = _dose_of(drug, said, match)
    if dose is None:
        yield Missing(
            family="drug supplied",
            topic="dose",
            question=f'"{name}" is documented as given without its dose. Please document the amount given.',
            options=("Amount given (please specify with its measure)",),
            spans=(span,),
        )
        return
    amount, start, end = dose
    units = max(1, math.ceil(round(amount / drug.amount, 6)))
    why = [f"{amount:g} {drug.measure} given, {drug.amount:g} {drug.measure} a unit: {units}"]
    spans = (
        ((min(start, match.start()), max(end, match.end())),)
        if max(end, match.end()) - min(start, match.start()) < 80
        else (span, (start, end))
    )
    medicare = reading.context.payer_kind == "medicare"
    single = (drug.single_dose or _SINGLE.search(text) is not None) and not _MULTI.search(text)
    wasted = _wasted(drug, text)
    if single and medicare and _NO_WASTE.search(text):
        yield Performed(
            code=drug.code,
            kind="drug",
            family="drug supplied",
            units=units,
            modifiers=(("JZ", "single-dose container, nothing discarded"),),
            spans=spans,
            why=tuple(why),
        )
        return
    yield Performed(
        code=drug.code,
        kind="drug",
        family="drug supplied",
        units=units,
        modifiers=(),
        spans=spans,
        why=tuple(why),
    )
    if wasted is not None and single and medicare:
        waste_units = (
            math.floor(round((amount + wasted) / drug.amount, 6)) - units
            if (amount + wasted) % drug.amount == 0
            else math.ceil(round(wasted / drug.amount, 6))
        )
        if waste_units > 0:
            yield Performed(
                code=drug.code,
                kind="drug",
                family="drug discarded",
                units=waste_units,
                modifiers=(("JW", "discarded from a single-dose container"),),
                spans=spans,
                why=(f"{wasted:g} {drug.measure} discarded",),
            )
    elif single and medicare and wasted is None:
        yield Missing(
            family="drug supplied",
            topic="drug-waste",
            question=(
                f'"{name}" comes from a single-dose container. Please document the '
                "amount discarded, or that none was."
            ),
            options=("Amount discarded (please specify)", "None discarded"),
            spans=(span,),
        )


def _wasted(drug: _Drug, text: str) -> float | None:
    match = _WASTE.search(text)
    if match is None:
        return None
    value, measure = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
    kind = "unit" if measure.startswith("u") else measure
    return float(value) if kind == drug.measure else None


def _route(clause: str, text: str) -> str:
    for words in (clause, text):
        if _ROUTE_ELSEWHERE.search(words):
            return "nebulizer" if re.search(r"nebul|inhal", words) else "part of a procedure"
        if _ROUTE_INFUSION.search(words):
            return "infusion"
        if _ROUTE_MUSCLE.search(words):
            return "muscle"
        if _ROUTE_PUSH.search(words):
            return "push"
    return ""


def _minutes(text: str) -> int | None:
    times = _TIMES.search(text)
    if times:
        start = (
            int(times.group(1)) * 60
            + int(times.group(2))
            + (720 if times.group(3) == "pm" and times.group(1) != ("12") else 0)
        )
        stop = (
            int(times.group(4)) * 60
            + int(times.group(5))
            + (720 if times.group(6) == "pm" and times.group(4) != ("12") else 0)
        )
        if times.group(3) is None and times.group(6) is None and stop < start:
            stop += 720
        if 0 < stop - start <= 900:
            return stop - start
    duration = _DURATION.search(text)
    if duration:
        value = float(duration.group(1) or duration.group(3))
        return int(value * 60) if (duration.group(2) or "").startswith("h") else int(value)
    return None


def _administration(
    reading: Reading, routes: list[tuple[str, _Drug, Said, re.Match[str]]]
) -> Iterator[Outcome]:
    injections = [one for one in routes if one[0] == "muscle"]
    if injections:
        spans = tuple((match.start(), match.end()) for _, _, _, match in injections)[:3]
        yield Performed(
            code="96372",
            kind="add-on",
            family=FAMILY,
            units=len(injections),
            spans=spans,
            why=(f"{len(injections)} injection(s) into muscle or under the skin",),
        )
    first = True
    for route, drug, said, match in routes:
        span = (match.start(), match.end())
        if route == "push":
            yield Performed(
                code=("96374") if first else "96375",
                kind="add-on",
                family=FAMILY,
                spans=(span,),
                why=("given as an intravenous push",),
            )
            first = False
        elif route == "infusion":
            minutes = _minutes(_near(reading, said))
            if minutes is None:
                yield Missing(
                    family=FAMILY,
                    topic="start-stop-time",
                    question=(
                        "The infusion is documented without start and stop times. Please document them."
                    ),
                    options=("Start time and stop time (please specify)",),
                    spans=(span,),
                )
                continue
            if minutes <= 15:
                yield Performed(
                    code=("96374") if first else "96375",
                    kind="add-on",
                    family=FAMILY,
                    spans=(span,),
                    why=(f"infusion of {minutes} minutes is reported as a push",),
                )
                first = False
                continue
            chemo = drug.code in _CHEMO
            code, further = ("96413", "96415") if chemo else ("96365", "96366")
            if not first:
                code, further = ("96417", "96415") if chemo else ("96367", "96366")
            yield Performed(
                code=code,
                kind="add-on",
                family=FAMILY,
                spans=(span,),
                why=(f"infusion of {minutes} minutes",),
            )
            more = (minutes - 60 + 29) // 60 if minutes > 90 else 0
            if more > 0:
                yield Performed(
                    code=further,
                    kind="add-on",
                    family=FAMILY,
                    units=more,
                    spans=(span,),
                    why=(f"{minutes} minutes: each further hour counts from 31 minutes",),
                )
            first = False


def _hydration(reading: Reading, with_drugs: bool) -> Iterator[Outcome]:
    if not reading.has("saline", "ringer", "bolus", "hydration", "iv fluid"):
        return
    for said, match in reading.find(_HYDRATION):
        if reading.status(said, match.start(), match.end()) is not Status.DONE or re.search(
            r"flush|irrigat|nasal|gargl", said.lower
        ):
            continue
        span = (match.start(), match.end())
        minutes = _minutes(_near(reading, said))
        if minutes is None:
            if not with_drugs and re.search(r"\biv\b|intravenous|bolus", said.lower):
                yield Missing(
                    family="hydration",
                    topic="start-stop-time",
                    question=(
                        "Intravenous hydration is documented without start and stop times. "
                        "Please document them."
                    ),
                    options=("Start time and stop time (please specify)",),
                    spans=(span,),
                )
            return
        if minutes >= 31:
            yield Performed(
                code=("96361") if with_drugs else "96360",
                kind="add-on",
                family="hydration",
                spans=(span,),
                why=(f"hydration of {minutes} minutes",),
            )
            more = (minutes - 60 + 29) // 60 if minutes > 90 else 0
            if more > 0:
                yield Performed(
                    code="96361",
                    kind="add-on",
                    family="hydration",
                    units=more,
                    spans=(span,),
                    why=(f"{minutes} minutes: each further hour counts from 31 minutes",),
                )
        return
