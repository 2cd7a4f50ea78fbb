"""Dental services by tooth and surfaces. CDT numbers, not checked against the ADA's list (unverified)."""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.facts import count_of
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "dental services"
TRIGGERS = (
    "tooth",
    "teeth",
    "#",
    "dental",
    "prophy",
    "crown",
    "composite",
    "amalgam",
    "extraction",
    "exam",
    "bitewing",
    "caries",
    "sealant",
    "scaling",
    "fluoride",
    "quadrant",
)

_TOOTH = re.compile(r"(?:#|tooth |teeth |no\. ?)\s*#?(\d{1,2}|[a-t])\b")
_SURFACES = re.compile(r"(?<![a-z])([modbflid]{1,5})(?![a-z])")
_SURFACE_WORDS = re.compile(r"\b(mesial|occlusal|distal|buccal|facial|lingual|incisal)")
_FILLING = re.compile(r"\b(composite|resin|amalgam|filling|restoration)s?\b")
_EXTRACT = re.compile(r"\b(?:extract(?:ion|ed)|removed (?:tooth|teeth)|(?:tooth|teeth)[^.\n]{0,30}removed)\b")
_ROOT = re.compile(
    r"\b(?:root canal(?: therapy| treatment)?|rct|endodontic (?:therapy|treatment)|obturat\w+)\b"
)
_CROWN = re.compile(r"\bcrown\b")
_SCALING = re.compile(r"\b(?:scaling and root planing|srp)\b")
_QUADRANT = re.compile(
    r"\b(ur|ul|lr|ll|upper right|upper left|lower right|lower left|maxillary right|maxillary left|"
    r"mandibular right|mandibular left)\b(?: quadrant)?"
)

_PLAIN: tuple[tuple[str, str, str, str], ...] = (
    (
        "D0150",
        r"comprehensive (?:oral )?(?:exam\w*|evaluation)|new patient (?:exam\w*|comprehensive)",
        "comprehensive oral evaluation",
        "",
    ),
    (
        "D0140",
        (
            r"limited (?:oral )?(?:exam\w*|evaluation)|emergency exam\w*|problem[- ]focused (?:exam\w*|"
            r"evaluation)"
        ),
        "limited oral evaluation",
        "",
    ),
    ("D0120", r"periodic (?:oral )?(?:exam\w*|evaluation)|recall exam\w*", "periodic oral evaluation", ""),
    (
        "D0145",
        r"oral evaluation (?:of|for) (?:a )?(?:child|patient) under (?:3|three)",
        "oral evaluation under three years",
        "",
    ),
    ("D0210", r"full[- ]mouth (?:series|x-?rays?|radiographs?)|fmx", "full-mouth films", ""),
    ("D0330", r"panoram\w+|panorex|\bpano\b", "panoramic film", ""),
    ("D0274", r"(?:4|four) (?:bitewings?|bwx?)|bitewings? ?x ?4|4 ?bwx?", "four bitewing films", ""),
    ("D0272", r"(?:2|two) (?:bitewings?|bwx?)|bitewings? ?x ?2|2 ?bwx?", "two bitewing films", ""),
    ("D1110", r"adult prophy\w*|prophy\w*(?: \w+){0,3} adult", "cleaning, adult", ""),
    ("D1120", r"child prophy\w*|pediatric prophy\w*", "cleaning, child", ""),
    ("D1206", r"fluoride varnish", "fluoride varnish", ""),
    ("D1208", r"(?:topical )?fluoride(?: gel| foam| treatment)?", "fluoride, not varnish", "varnish"),
    ("D4910", r"periodontal maintenance|perio maintenance", "periodontal maintenance", ""),
    ("D4355", r"full[- ]mouth debridement", "full-mouth debridement", ""),
    ("D9230", r"nitrous(?: oxide)?", "nitrous oxide", ""),
    ("D9110", r"palliative (?:treatment|care)", "palliative treatment of pain", ""),
    ("D9944", r"(?:occlusal|night) guard|nightguard", "occlusal guard", ""),
    ("D3220", r"(?:therapeutic )?pulpotomy", "pulpotomy", ""),
    ("D2930", r"stainless steel crown|\bssc\b", "stainless steel crown, primary tooth", ""),
    ("D2920", r"re-?cement\w*[^.\n]{0,25}crown", "crown cemented again", ""),
    ("D2950", r"core build-?up|build-?up", "core build-up", ""),
    ("D2954", r"post and core", "post and core", ""),
    ("D6010", r"(?:endosteal )?implant (?:was )?(?:placed|placement)", "implant", ""),
    ("D7510", r"(?:incision and drainage|i&d)", "drainage of an abscess in the mouth", ""),
)


def dental(reading: Reading) -> Iterator[Outcome]:
    """Yield dental services that were done at this visit."""
    if reading.context.setting != "dental" and reading.context.claim_type != "dental":
        return
    for code, words, label, unless in _PLAIN:
        for said, match in reading.find(re.compile(rf"\b(?:{words})")):
            if not _here(reading, said, match) or (unless and unless in said.lower):
                continue
            yield _plain(code, label, (match.start(), match.end()), said)
            break
    yield from _prophylaxis(reading)
    yield from _periapicals(reading)
    yield from _fillings(reading)
    yield from _extractions(reading)
    yield from _root_canals(reading)
    yield from _crowns(reading)
    yield from _scalings(reading)
    yield from _sealants(reading)


def _plain(code: str, label: str, span: Span, said: Said) -> Performed:
    teeth = _teeth(said.lower)
    return Performed(
        code=code,
        kind="dental",
        family=FAMILY,
        spans=(span,),
        why=(label + (f", tooth {', '.join(teeth)}" if teeth else ""),),
        confidence=0.7,
    )


def _here(reading: Reading, said: Said, match: re.Match[str]) -> bool:
    status = reading.status(said, match.start(), match.end())
    if status in (Status.REFUSED, Status.PAST, Status.PLANNED):
        return False
    if said.section in ("plan", "instructions", "hpi", "chief_complaint", "pmh", "assessment", "diagnoses"):
        return status is Status.DONE and re.search(r"\btoday\b|completed|performed", said.lower) is not None
    return True


def _teeth(text: str) -> list[str]:
    found: list[str] = []
    for match in re.finditer(
        r"(?:#|\btooth |\bteeth |\bno\. ?)\s*#?((?:\d{1,2}|[a-t]\b)(?:(?:\s*,\s*|\s*(?:and|&)\s*|"
        r"\s*,\s*and\s*)#?(?:\d{1,2}|[a-t])\b)*)",
        text,
    ):
        found.extend(re.findall(r"\d{1,2}|[a-t](?![a-z])", re.sub(r"\band\b", " ", match.group(1))))
    return [tooth.upper() for tooth in dict.fromkeys(found) if not tooth.isdigit() or 1 <= int(tooth) <= 32]


def _anterior(tooth: str) -> bool:
    if tooth.isdigit():
        return 6 <= int(tooth) <= 11 or 22 <= int(tooth) <= 27
    return tooth in "CDEFGHMNOPQR"


def _molar(tooth: str) -> bool:
    if tooth.isdigit():
        return int(tooth) in (1, 2, 3, 14, 15, 16, 17, 18, 19, 30, 31, 32)
    return tooth in "ABIJKLST"


def _prophylaxis(reading: Reading) -> Iterator[Outcome]:
    match = re.search(r"\b(?:prophylaxis|prophy|dental cleaning)\b", reading.lower)
    if match is None or re.search(
        r"\b(?:adult|child|pediatric) prophy|prophy\w*(?: \w+){0,3} adult|antibiotic prophylaxis",
        reading.lower,
    ):
        return
    said = reading.at(match.start())
    if said is None or not _here(reading, said, match):
        return
    age = reading.context.patient_age
    if age is None:
        stated = re.search(r"\b(\d{1,2})[- ](?:year|yr|y/?o)", reading.lower)
        age = float(stated.group(1)) if stated else None
    code = "D1120" if age is not None and age < 14 else "D1110"
    yield Performed(
        code=code,
        kind="dental",
        family=FAMILY,
        spans=((match.start(), match.end()),),
        why=("cleaning, by the dentition of the age",),
        confidence=0.7 if age is not None else 0.5,
    )


def _periapicals(reading: Reading) -> Iterator[Outcome]:
    pattern = re.compile(
        r"\b(?:periapicals?|pa (?:x-?rays?|radiographs?|films?|of)|pas?\b(?= (?:taken|#|of tooth)))"
    )
    total, span = 0, None
    for said, match in reading.find(pattern):
        if not _here(reading, said, match):
            continue
        counted = count_of(r"periapicals?|pas?\b|pa x-?rays?|pa radiographs?", said.lower)
        total = max(total, counted[0] if counted else max(1, len(_teeth(said.lower))))
        span = span or (match.start(), match.end())
    if span is not None:
        yield Performed(
            code="D0220",
            kind="dental",
            family=FAMILY,
            spans=(span,),
            why=("first periapical film",),
            confidence=0.7,
        )
        if total > 1:
            yield Performed(
                code="D0230",
                kind="dental",
                family=FAMILY,
                units=total - 1,
                spans=(span,),
                why=("further periapical films",),
                confidence=0.7,
            )


def _surface_count(text: str) -> int | None:
    counted = re.search(r"\b(one|two|three|four|1|2|3|4)[- ]surfaces?\b", text)
    if counted:
        return {"one": 1, "two": 2, "three": 3, "four": 4}.get(counted.group(1)) or int(counted.group(1))
    words = {
        match.group(1)[0] if match.group(1) != ("facial") else "b" for match in _SURFACE_WORDS.finditer(text)
    }
    letters = [
        set(match.group(1).replace("f", "b"))
        for match in _SURFACES.finditer(text)
        if (
            len(match.group(1)) <= 5
            and match.group(1) not in ("do", "i", "id", "mid", "dob", "d", "m", "did", "lid", "bid", "mod")
        )
        or match.group(1) in ("mod", "do", "m", "d", "o", "b", "l", "f", "i")
    ]
    return max([len(words), *(len(one) for one in letters)], default=0) or None


def _fillings(reading: Reading) -> Iterator[Outcome]:
    done: set[str] = set()
    for said, match in reading.find(_FILLING):
        if not _here(reading, said, match) or (
            re.search(
                r"\b(?:crown|core|temporary|existing|defective|recurrent|old|shade|cement)\b", said.lower
            )
            and not re.search(r"\b(?:placed|restored|completed)\b", said.lower)
        ):
            continue
        teeth = [tooth for tooth in _teeth(said.lower) if tooth not in done]
        span = (match.start(), match.end())
        if not teeth:
            if (
                not done
                and re.search(r"\b(?:placed|restored|completed)\b", said.lower)
                and not _teeth(reading.lower)
            ):
                done.add("?")
                yield Missing(
                    family=FAMILY,
                    topic="teeth",
                    question=(
                        "A restoration is documented without the tooth. Please document tooth and surfaces."
                    ),
                    options=("Tooth and surfaces (please specify)",),
                    spans=(span,),
                )
            continue
        for tooth in teeth:
            part = _part_for(said.lower, tooth, teeth)
            surfaces = _surface_count(part) or _surface_count(_after_tooth(reading, said))
            if surfaces is None:
                yield Missing(
                    family=FAMILY,
                    topic="surfaces",
                    question=f"The restoration of tooth {tooth} has no surfaces. Please document them.",
                    options=("Surfaces restored (please specify)",),
                    spans=(span,),
                )
                done.add(tooth)
                continue
            done.add(tooth)
            amalgam = "amalgam" in said.lower
            if amalgam:
                code = ("D2140", "D2150", "D2160", "D2161")[min(surfaces, 4) - 1]
            elif _anterior(tooth):
                code = ("D2330", "D2331", "D2332", "D2335")[min(surfaces, 4) - 1]
            else:
                code = ("D2391", "D2392", "D2393", "D2394")[min(surfaces, 4) - 1]
            yield Performed(
                code=code,
                kind="dental",
                family=FAMILY,
                spans=(span,),
                why=(f"tooth {tooth}, {surfaces} surface(s), {'amalgam' if amalgam else 'resin'}",),
                site=tooth,
            )


def _after_tooth(reading: Reading, said: Said) -> str:
    return reading.lower[said.start : min(len(reading.lower), said.end + 120)]


def _part_for(text: str, tooth: str, teeth: list[str]) -> str:
    """Return the words that belong to one tooth when a sentence names several."""
    if len(teeth) == 1:
        return re.sub(r"#\s*\w+|tooth #?\w+", " ", text)
    place = re.search(rf"#?\b{tooth.lower()}\b", text)
    if place is None:
        return text
    rest = text[place.end() : place.end() + 22]
    return re.split(r"#|,|\band\b|;", rest)[0]


def _extractions(reading: Reading) -> Iterator[Outcome]:
    done: set[str] = set()
    for said, match in reading.find(_EXTRACT):
        if not _here(reading, said, match):
            continue
        text = said.lower
        section = reading.note.sections.at(said.start)
        whole = reading.lower[section.start : section.end]
        teeth = [tooth for tooth in _teeth(text) if tooth not in done]
        span = (match.start(), match.end())
        if not teeth:
            if not done and not _teeth(reading.lower):
                done.add("?")
                yield Missing(
                    family=FAMILY,
                    topic="teeth",
                    question="An extraction is documented without the tooth. Please document which it was.",
                    options=("Tooth (please specify)",),
                    spans=(span,),
                )
            continue
        for tooth in teeth:
            done.add(tooth)
            if re.search(r"\bcomplete(?:ly)? bony", whole):
                code, label = "D7240", "impacted, completely in bone"
            elif re.search(r"\bpartial(?:ly)? bony", whole):
                code, label = "D7230", "impacted, partly in bone"
            elif re.search(r"\bsoft tissue impact\w*", whole):
                code, label = "D7220", "impacted in soft tissue"
            elif re.search(
                r"\b(?:surgical extraction|section(?:ed|ing)|bone (?:was )?removed|removal of bone|flap "
                r"(?:was )?(?:elevated|reflected|raised)|mucoperiosteal)\b",
                whole,
            ) and not re.search(r"\b(?:no|without) (?:flap|section\w*|bone removal)", whole):
                code, label = "D7210", "surgical"
            elif not tooth.isdigit() and re.search(r"coronal remnants", whole):
                code, label = "D7111", "coronal remnants"
            else:
                code, label = "D7140", "erupted tooth"
            yield Performed(
                code=code,
                kind="dental",
                family=FAMILY,
                spans=(span,),
                why=(f"extraction of tooth {tooth}, {label}",),
                site=tooth,
            )


def _root_canals(reading: Reading) -> Iterator[Outcome]:
    for said, match in reading.find(_ROOT):
        if not _here(reading, said, match):
            continue
        teeth = _teeth(said.lower) or _teeth(reading.lower)
        span = (match.start(), match.end())
        if not teeth:
            yield Missing(
                family=FAMILY,
                topic="teeth",
                question="A root canal treatment is documented without the tooth. Please document it.",
                options=("Tooth (please specify)",),
                spans=(span,),
            )
            return
        tooth = teeth[0]
        code = "D3310" if _anterior(tooth) else "D3330" if _molar(tooth) else "D3320"
        yield Performed(
            code=code,
            kind="dental",
            family=FAMILY,
            spans=(span,),
            why=(f"root canal treatment of tooth {tooth}",),
            site=tooth,
        )
        return


def _crowns(reading: Reading) -> Iterator[Outcome]:
    for said, match in reading.find(_CROWN):
        if not _here(reading, said, match) or re.search(
            r"stainless|re-?cement|existing|fractured|temporary only|lengthening|build", said.lower
        ):
            continue
        if not re.search(r"\b(?:prep\w*|seat\w*|cemented|deliver\w*|placed|impression|bonded)\b", said.lower):
            continue
        words = reading.lower
        if re.search(r"\b(?:pfm|porcelain fused to)\b", words):
            code = (
                ("D2752")
                if "noble" in words and "high noble" not in words
                else "D2751"
                if "base metal" in words
                else "D2750"
            )
        elif re.search(r"\bfull (?:cast )?(?:gold|metal)|high noble metal\b", words):
            code = "D2790"
        elif re.search(r"\b(?:zirconia|porcelain|ceramic|e\.?max)\b", words):
            code = "D2740"
        else:
            yield Missing(
                family=FAMILY,
                topic="procedure-detail",
                question="The crown is documented without its material. Please document it.",
                options=("Porcelain or ceramic", "Porcelain fused to metal (which metal)", "Full metal"),
                spans=((match.start(), match.end()),),
            )
            return
        teeth = _teeth(said.lower) or _teeth(words)
        yield Performed(
            code=code,
            kind="dental",
            family=FAMILY,
            spans=((match.start(), match.end()),),
            why=(f"crown{', tooth ' + teeth[0] if teeth else ''}",),
            site=teeth[0] if teeth else "",
        )
        return


def _scalings(reading: Reading) -> Iterator[Outcome]:
    for said, match in reading.find(_SCALING):
        if not _here(reading, said, match):
            continue
        quadrants = {one.group(1) for one in _QUADRANT.finditer(said.lower)}
        counted = count_of(r"quadrants?|quads?", said.lower)
        number = len(quadrants) or (counted[0] if counted else 0)
        span = (match.start(), match.end())
        if re.search(r"all (?:four|4)? ?quad", said.lower):
            number = 4
        if not number:
            yield Missing(
                family=FAMILY,
                topic="site",
                question=(
                    "Scaling and root planing is documented without the quadrants. Please document them "
                    "and the number of teeth treated in each."
                ),
                options=("Quadrants and teeth (please specify)",),
                spans=(span,),
            )
            return
        few = re.search(r"\b(?:1-3|one to three|1 to 3|(?:one|two|three|1|2|3) teeth)\b", said.lower)
        yield Performed(
            code=("D4342") if few else "D4341",
            kind="dental",
            family=FAMILY,
            units=number,
            spans=(span,),
            why=(f"scaling and root planing, {number} quadrant(s)",),
        )
        return


def _sealants(reading: Reading) -> Iterator[Outcome]:
    for said, match in reading.find(re.compile(r"\bsealants?\b")):
        if not _here(reading, said, match):
            continue
        teeth = _teeth(said.lower)
        span = (match.start(), match.end())
        if not teeth:
            yield Missing(
                family=FAMILY,
                topic="teeth",
                question=(
                    "Sealants are documented without the teeth. Please document which teeth were sealed."
                ),
                options=("Teeth (please specify)",),
                spans=(span,),
            )
            return
        yield Performed(
            code="D1351",
            kind="dental",
            family=FAMILY,
            units=len(teeth),
            spans=(span,),
            why=(f"sealants, teeth {', '.join(teeth)}",),
        )
        return
