"""Number and complexity of the problems addressed: each problem of the assessment gets a class.

Chronic and acute conditions are told apart by ICD-10-CM category (our own list); how a condition is doing
is read from the words of its problem. The classes follow the published CPT framework for E/M (2021/2023)
in our own words.
"""

import re
from collections.abc import Sequence

from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import Suggestion
from cleanclaim.coding.visits.elements import Element, Item

THREAT = "acute or chronic illness or injury that threatens life or bodily function"
SEVERE = "chronic illness with severe exacerbation"
WORSE = "chronic illness not at its treatment goal"
SYSTEMIC = "acute illness with systemic symptoms"
COMPLICATED = "acute complicated injury"
UNCERTAIN = "undiagnosed new problem with uncertain prognosis"
STABLE = "stable chronic illness"
ACUTE = "acute uncomplicated illness or injury"
MINOR = "self-limited or minor problem"

_CLASS_LEVEL = {
    THREAT: 4,
    SEVERE: 4,
    WORSE: 3,
    SYSTEMIC: 3,
    COMPLICATED: 3,
    UNCERTAIN: 3,
    STABLE: 2,
    ACUTE: 2,
    MINOR: 1,
}

CHRONIC = re.compile(
    r"^(?:B18|B20|B92|C|D0[0-9]|D3[2-9]|D4[5-7]|D5[0-9](?!\.0)|D6[0-4]|D68|D69|D7[0-6]|D8[0-9]|"
    r"E0[0-7]|E08|E09|E1[0-3]|E2|E3[0-5]|"
    r"E4|E5|E6[0-6]|E7|E8[0-5]|E88|E89|F0|F1[0-9]\.[12]|F2|F3|F4[0-2]|F43\.1|F43\.2|F5[0-2]|F6|F7|"
    r"F8|F9|G1|G2|G3|G4[0-1]|G43|G44|"
    r"G47|G5[0-9]|G6[0-4]|G7|G8[0-3]|G9|H1[68]|H2[5-8]|H3[3-6]|H4[0-9]|H9[0-1]|H35|I05|I06|I07|"
    r"I08|I1[0-35]|I20|I25|I27|I3[4-9]|"
    r"I42|I44|I45|I47|I48|I49|I50|I51|I6[5-79]|I7[0-37-9]|I8[37]|I89|J3[0-7]|J4[0-7]|J6|J84|"
    r"J96\.1|K0[2-8]|K2[0-2]|K25|K27|K29\.[3-9]|K3[01]|K4[04]|"
    r"K5[0-2]|K57|K58|K59|K7[0-6]|K86|K90|L2[0-1]|L40|L4[0-9]|L50\.8|L6[0-9]|L7[0-3]|L8[0-9]|"
    r"L9[0-7]|M0[5-9]|M1|M2[0-1]|M3[0-6]|M4[0-8]|M5[0-3]|"
    r"M54\.[1-5]|M62|M7[5-7]|M79\.7|M8[0-9]|M9|N0[2-8]|N18|N19|N2[05-9]|N3[0-2]|N39\.[34]|N4[0-2]|"
    r"N52|N6[0-3]|N8[0-5]|N9[1-57]|Q|R73|Z79\.4)"
)
_THREAT = re.compile(
    r"^(?:I21|I22|I24\.[89]|I26|I46|I6[0-3]|I71\.[01358]|J96\.[02]|J80|J93|J95\.82|A41|A40|R65|"
    r"R57|G00|G03\.9|G41|G61\.0|K35|K55\.0|K56\.[56]|K63\.1|K65|"
    r"K72\.0|K92\.[012]|N17|E10\.1|E11\.[01]|E13\.[01]|O00|O14|O15|O88|S06\.[1-9]|T78\.2|"
    r"T8[0-9]\.2|R45\.851|T14\.91|I44\.2|I47\.2|I49\.0|I33|I31\.4|"
    r"T4[0-9]\.\w+2|D65|N44\.0|K25\.[0-6]|K26\.[0-6]|K83\.0|E87\.[0125])"
)
_SYSTEMIC = re.compile(
    r"^(?:J1[0-8]|N10|N12|K57\.[0-9]2|K81|K85|K80\.[014]|A0[0-9]|A4[0-9]|L03|J36|J39\.0|N70|N73|"
    r"B27|U07\.1|M00|M86|H05\.0|"
    r"J44\.[01]|J45\.\d+[12]|J21|I80|I82|J20\.5|K5[01]\.\d+1|D57\.[02])"
)
_UNCERTAIN = re.compile(
    r"^(?:N63|R91|R22|R59|R63\.4|R55|R07|R31|R04\.2|R19\.0|D48|D49|R56|R40|R41\.[0128]|R10|R06\.0|"
    r"R42|R51|R20|R29|R47|R13|R16|R17|R18|"
    r"R00|R50\.9|R60|R74|R76|R79|R87|R92|R93|R94|R97|K92\.1|H53\.[1-4]|R26|R53\.1|D37|D38|D39|"
    r"D4[0-4]|N93\.9|N95\.0|G45)"
)
_MINOR = re.compile(
    r"^(?:J00|J06|R05|R09\.8|L30\.9|L22|L74|B35|B36|B85|B86|W57|S[0-9]0\.[0-9]6|S\d0\.\d[0-8]|"
    r"L2[3-5]|H10|H61\.2|K12\.0|L55|R21|B0[78]|L84|L85\.3|K59\.0|R11\.0|"
    r"R19\.7|A08|J30\.9|L60\.0|L91\.8|L98\.9|R14|T63\.\w+|B08\.1|R68\.12|H01|H00|K13|R23|L29|P|"
    r"R45\.[0-7]|R46|R51\.9)"
)
_NOT_PROBLEM = re.compile(r"^(?:Z|V|W|X|Y)")
_FRACTURE_OR_COMPLICATED = re.compile(
    r"^(?:S\d2(?!\.5)|S06\.0|S\d[67]\.[0-9]|S[2-3][67]|T0[0-7]|T2[0-9]|S61\.4|S56|S66|S86)"
)

_SEVERE_WORDS = re.compile(
    r"\b(?:severe(?:ly)? (?:\w+ )?(?:exacerbat\w+|decompensat\w+|flare|progression)|severe "
    r"exacerbation|acute on chronic|"
    r"decompensat\w+|respiratory distress|hypertensive emergency|status asthmaticus|unstable angina)\b"
)
_WORSE_WORDS = re.compile(
    r"\b(?:worsen\w*|rvr|rapid ventricular|new[- ]onset|uncontrolled|not (?:well[- ])?controlled|"
    r"poorly controlled|inadequately "
    r"controlled|not at (?:his |her |their |the )?"
    r"(?:treatment )?(?:goal|target)|above (?:goal|target)|below (?:goal|target)|exacerbat\w+|"
    r"flare(?:[sd]|-up)?|progress(?:ing|ion|ed)|"
    r"elevated|side effects?|not improv\w+|unimproved|deteriorat\w+|suboptimal\w*|sub-optimal|"
    r"persistent(?:ly)?|refractory|uptrending|recurrent|"
    r"failed|inadequate (?:response|control)|out of (?:control|range)|non-?compliant|forget\w*|"
    r"inconsistent|increas(?:e|ed|ing) (?:in )?(?:pain|symptoms|shortness|frequency)|"
    r"no relief|active disease|breakthrough|still (?:having|symptomatic|elevated|high)|"
    r"hyperglycemia|above normal|declin(?:e|ing) in)\b"
)
_STABLE_WORDS = re.compile(
    r"\b(?:stable|well[- ]controlled|at goal|controlled|asymptomatic|in remission|doing well|no "
    r"(?:recent )?(?:flares?|exacerbations?)|"
    r"unchanged|at (?:target|baseline)|improved|improving)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:managed|followed|treated) (?:entirely )?by (?:her|his|their|the|an?|outside|another|"
    r"dr\.?)?\s*\w*(?:cardiolog|endocrin|nephrolog|oncolog|"
    r"neurolog|rheumatolog|psychiat|pulmonolog|gastroenterolog|urolog|specialist|pcp|physician|"
    r"provider)\w*|not addressed (?:today|at this visit)|"
    r"defer(?:red)? to (?:her |his |their |the )?(?:pcp|specialist|cardiolog\w+|endocrin\w+|"
    r"nephrolog\w+|oncolog\w+))"
)
_THREAT_WORDS = re.compile(
    r"\b(?:threat to life|life[- ]threatening|limb[- ]threatening|septic shock|impending|acute "
    r"respiratory failure|hemodynamically unstable|"
    r"suicidal (?:ideation )?with (?:a )?plan|active suicidal|testicular torsion|cauda equina)\b"
)
_SYSTEMIC_WORDS = re.compile(
    r"\b(?:with systemic symptoms|systemic symptoms|febrile and|dehydrat\w+|with dehydration)\b"
)
_NEGATED = re.compile(
    r"\b(?:no|not|without|denies|negative for|ruled out|rule out|r/o|unlikely|if|return|"
    r"prevent\w*|risk of|any)\b[^.;\n]{0,40}$"
)
_CALMED = re.compile(
    r"\W*(?:\w+ ){0,2}(?:are |is |was |were )?(?:well[- ]controlled|resolved|has resolved|improved)\b"
)
_NEW_WORK = re.compile(
    r"\b(?:work[- ]?up|etiolog\w+|differential|unclear|undifferentiated|rule out|concern(?:ing)? "
    r"for|suspicious|evaluate for|r/o)\b"
)


def problems_addressed(reading: Reading, suggestions: Sequence[Suggestion]) -> Element:
    """Return the level for the problems of the assessment, from the selected diagnoses and named problems."""
    items: list[Item] = []
    seen: set[tuple[str, int]] = set()
    covered: list[tuple[int, int]] = []
    for one in suggestions:
        if one.system != "ICD10CM" or not one.selected or not one.evidence:
            continue
        place = one.evidence[0]
        block = _block(reading, place.start, place.end)
        covered.append((place.start, place.end))
        if _NOT_PROBLEM.match(one.code) or reading.is_copied(place.start):
            continue
        words = reading.lower[block[0] : block[1]]
        if _ELSEWHERE.search(words):
            continue
        kind = _class_of(one.code, place.text.lower(), words, reading.context.setting)
        problem = (kind, block[0])
        if problem in seen and kind not in (STABLE, WORSE):
            continue
        seen.add(problem)
        items.append(Item(kind, place.text, place.start, place.end, _CLASS_LEVEL[kind]))
    items.extend(_unrecognised(reading, covered))
    return _element(_merged(items))


def _merged(items: list[Item]) -> list[Item]:
    """Count one condition once: two codes from the same words are one problem."""
    kept: list[Item] = []
    for item in sorted(items, key=lambda one: (-one.level, one.start)):
        if not any(item.start < other.end and other.start < item.end for other in kept):
            kept.append(item)
    return kept


def _element(items: list[Item]) -> Element:
    if not items:
        return Element(1, (), "no problem of the assessment was recognised")
    highest = max(items, key=lambda one: one.level)
    chronic = [one for one in items if one.kind in (STABLE, WORSE, SEVERE)]
    minor = [one for one in items if one.kind == MINOR]
    if highest.level >= 3:
        return Element(highest.level, tuple(items), f'{highest.kind} ("{highest.name}")')
    if len(chronic) >= 2:
        return Element(3, tuple(items), f"{len(chronic)} chronic illnesses, stable")
    if highest.level == 2:
        return Element(2, tuple(items), f'{highest.kind} ("{highest.name}")')
    if len(minor) >= 2:
        return Element(2, tuple(items), f"{len(minor)} self-limited or minor problems")
    return Element(1, tuple(items), f'{highest.kind} ("{highest.name}")')


def _class_of(code: str, name: str, words: str, setting: str) -> str:
    if _THREAT.match(code) or _said(_THREAT_WORDS, words):
        return THREAT
    chronic = CHRONIC.match(code) is not None or re.match(r"(?:\W|\w{1,12} )?chronic\b", name) is not None
    if chronic:
        if _said(_SEVERE_WORDS, words):
            return SEVERE
        if (
            _SYSTEMIC.match(code)
            or _said(_WORSE_WORDS, words)
            or re.search(r"with (?:acute )?exacerbation|hyperglycemia", words)
        ):
            return WORSE
        return STABLE
    if _SYSTEMIC.match(code) or _said(_SYSTEMIC_WORDS, words):
        return SYSTEMIC
    if _FRACTURE_OR_COMPLICATED.match(code):
        return COMPLICATED
    if _UNCERTAIN.match(code) and (setting in ("ed", "observation", "inpatient") or _NEW_WORK.search(words)):
        return UNCERTAIN
    if code[:3] in ("N63", "R91", "R63", "R55", "R31", "D48", "D49", "R04", "R56", "R97") or code.startswith(
        "R07.9"
    ):
        return UNCERTAIN
    if _MINOR.match(code):
        return MINOR
    return ACUTE


def _said(pattern: re.Pattern[str], words: str) -> bool:
    return any(
        not _NEGATED.search(words[: match.start()])
        and not _CALMED.match(words[match.end() : match.end() + 40])
        for match in pattern.finditer(words)
    )


def _block(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return the text that belongs to a diagnosis: its problem, or its sentence and the next."""
    problem = reading.note.problems.at(start)
    if problem is not None:
        return problem.start, problem.end
    said = reading.at(start)
    if said is None:
        return start, end
    return said.start, said.end


_HEADING_NOISE = re.compile(
    r"maintenance|follow|return|agreement|education|counsel|time|total|plan|signed|disposition|"
    r"code|level|patient|vaccin|immuni|"
    r"procedure|review|refill|screen|prevent|exam|diagnos|discharge|admit|condition|diet|activity|medication"
)


def _unrecognised(reading: Reading, covered: list[tuple[int, int]]) -> list[Item]:
    """Return problems that the assessment names and no code was found for.

    When something is done about them.
    """
    found = []
    for problem in reading.note.problems.all:
        if any(start < problem.end and problem.start < end for start, end in covered):
            continue
        name = reading.lower[problem.start : problem.heading_end]
        words = reading.lower[problem.heading_end : problem.end]
        if _HEADING_NOISE.search(name) or reading.is_copied(problem.start) or len(words.split()) < 4:
            continue
        if not re.search(
            r"\b(?:start|continue|increase|prescri|order|refer|will|recommend|advis|take|treat|monitor)",
            words,
        ):
            continue
        kind = WORSE if _said(_WORSE_WORDS, words) and "chronic" in words + name else ACUTE
        found.append(
            Item(
                kind,
                reading.text[problem.start : problem.heading_end],
                problem.start,
                problem.heading_end,
                _CLASS_LEVEL[kind],
            )
        )
    return found
