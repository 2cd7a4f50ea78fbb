"""Amount and complexity of data: tests, documents, historian; independent interpretation; discussion.

Each unique test counts once, ordered or reviewed; a test whose interpretation is reported separately does
not count; what is only planned conditionally, refused or copied from an earlier note does not count.
"""

import re
from collections.abc import Collection
from functools import cache
from importlib import resources

from cleanclaim.coding.reading import Reading, Said
from cleanclaim.coding.visits.elements import Element, Item

TEST, DOCUMENT, HISTORIAN, INTERPRETATION, DISCUSSION = (
    "test",
    "document",
    "historian",
    "interpretation",
    "discussion",
)

_ORDERED = re.compile(
    r"\b(?:order\w*|obtain\w*|check\w*|repeat\w*|sen[dt]|get|draw\w*|will have|recheck\w*|"
    r"request\w*|schedul\w*|start with|perform\w*|pending|add|"
    r"review\w*|result\w*|show\w*|demonstrat\w*|reveal\w*|remarkable|unremarkable|positive|"
    r"negative|normal|elevated|within normal|is at|was|of|collected|done|today|"
    r"labs?|impression|sent|noted|stable|low|high|improved|interpretation)\b|[:=]\s*\d|\d"
)
_NOT_ORDERED = re.compile(
    r"\b(?:no (?:need|indication)|not (?:indicated|needed|necessary|ordered|obtained|done)|"
    r"declin\w+|refus\w+|deferred|hold off|held off|consider\w*|"
    r"if (?:symptoms|pain|no|not|he|she|they|it|the|this|there|worse|persist)|may need|could|"
    r"without|unable to|at (?:the )?next visit|in the future|discussed the option)\b"
)
_PREVIOUSLY = re.compile(
    r"\b(?:ordered (?:at|during) (?:the|his|her|their)? ?(?:last|previous|prior) visit|already "
    r"reviewed|counted at)\b"
)
_NO_TEST_SECTIONS = frozenset(
    {
        "family",
        "psh",
        "social",
        "allergies",
        "medications",
        "instructions",
        "exam",
        "vitals",
        "ros",
        "chief_complaint",
        "pmh",
    }
)

_DOCUMENT = re.compile(
    r"\b(?:review(?:ed|ing)?|obtained|read)\b[^.\n]{0,60}?\b((?:outside|external|emergency "
    r"department|ed|er|hospital|discharge|cardiolog\w*|neurolog\w*|"
    r"oncolog\w*|nephrolog\w*|pulmonolog\w*|surg\w+|orthop\w*|specialist|consult\w*|pcp|primary "
    r"care|transfer|nursing (?:home|facility)|ems|urgent care|"
    r"rheumatolog\w*|gastroenterolog\w*|endocrin\w*|psychiat\w*|ob/?gyn|physical therapy|old|"
    r"facility|operative)(?:'s)? "
    r"(?:\w+ )?(?:notes?|records?|summar(?:y|ies)|documentation|reports?|visit|paperwork|run "
    r"sheet|chart|letter))"
)
_DOCUMENT_BACK = re.compile(
    r"\b((?:notes?|records?|summary|documentation) from (?:the |an? |his |her |their )?(?:outside|"
    r"external|emergency|ed|er|hospital|cardiolog\w*|neurolog\w*|oncolog\w*|"
    r"specialist|pcp|urgent care|nursing|surg\w+|orthop\w*|consult\w*|referring|\w+ (?:hospital|"
    r"clinic|medical center))[^.\n]{0,40}?(?:(?:was|were) )?review\w*"
    r"|(?:outside|external|hospital|discharge|ed|er|specialist|cardiology|prior external) (?:\w+ "
    r")?(?:notes?|records?|summary|documentation) (?:(?:was|were|is) )?(?:\w+ )?(?:reviewed|"
    r"obtained and reviewed))"
)
_HISTORIAN = re.compile(
    r"\b((?:history|hpi|information|collateral)[^.\n]{0,50}?(?:obtained|provided|given|supplied|"
    r"supplemented|taken|gathered|per|comes|is|corroborated)[^.\n]{0,25}?"
    r"(?:mother|father|mom|dad|parents?|daughter|son|wife|husband|spouse|caregiver|guardian|"
    r"partner|ems|paramedics?|family|grandmother|grandfather|aunt|sister|brother|"
    r"nursing (?:home |facility )?staff|group home|caretaker|sibling|friend|roommate)|independent "
    r"historian\w*|historian(?: is|:) (?:the )?(?:patient's )?(?:mother|father|parent|daughter|"
    r"son|wife|husband|caregiver|spouse)|"
    r"(?:mother|father|mom|dad|parents?|daughter|son|wife|husband|caregiver|spouse|guardian) (?:provides|"
    r"provided|gives|gave|supplies|supplied) (?:the |most of the |much of the |all |all of the )?"
    r"history|collateral (?:history )?(?:from|obtained))"
)
_INTERPRETED = re.compile(
    r"\b((?:i|we) (?:have )?(?:personally |independently |also |directly )+(?:reviewed|"
    r"interpreted|viewed|read|visualized)[^.\n]{0,20}?(?:images?|imaging|films?|x-?rays?|"
    r"radiographs?|"
    r"ct|mri|ekg|ecg|tracing|scan|ultrasound|echo\w*|study|chest)|(?:independent(?:ly)?|"
    r"personally|my own|my independent) (?:interpret\w*|read|review)(?:ed)?(?: and interpreted)? "
    r"(?:of )?(?:the )?"
    r"[^.\n]{0,30}?(?:images?|imaging|films?|x-?rays?|radiographs?|ct|cxr|mri|ekg|ecg|tracing|"
    r"scan|ultrasound|echo\w*)|"
    r"(?:ekg|ecg|x-?rays?|ct|cxr|mri|images?|imaging|films?|radiographs?|ultrasound|"
    r"tracing)[^.\n]{0,40}?(?:(?:independently|personally) (?:interpreted|reviewed|viewed|read|"
    r"visualized)|"
    r"my (?:own |independent )?(?:interpretation|read)|reviewed[^.\n]{0,20}?personally|"
    r"interpreted by me|as interpreted by me|per "
    r"my (?:read|interpretation)|reviewed by me|images? (?:were )?reviewed by me)|my "
    r"(?:independent )?interpretation of)"
)
_WITH = (
    r"(?:dr\.? [a-z]+|cardiolog\w+|surgeon|surgery|general surgery|hospitalist|radiolog\w+|"
    r"neurolog\w+|neurosurg\w+|pharmacist|case manag\w+|social work\w*|orthop\w+|"
    r"urolog\w+|oncolog\w+|nephrolog\w+|gastroenterolog\w+|\bgi\b|psychiat\w+|the (?:on-call|"
    r"consult\w+|accepting|admitting|referring|primary)|on-call|pcp|primary care|"
    r"infectious disease|endocrin\w+|pulmonolog\w+|intensivist|icu|ob/?gyn|obstetric\w+|poison "
    r"control|teacher|school|specialist|(?:his|her|their|the patient's) (?:cardiolog|oncolog|"
    r"nephrolog|psychiat|pcp|surgeon|neurolog)\w*)"
)
_DISCUSSED = re.compile(
    r"\b((?:(?:case|patient|care|management|findings|plan|results?|imaging|"
    r"disposition)[^.\n]{0,30}?)?(?:discussed|spoke|spoken|conferred|consulted|talked|reviewed "
    r"the case|phone call)"
    r"(?: (?:the )?(?:case|patient|care|management|results?|findings|plan|imaging|this|on the "
    r"phone|by phone|directly|via phone|over the phone|admission))*(?: of care)? with (?:the )?" + _WITH + ")"
)


@cache
def tests() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    """Return the unique tests: name, pattern, and the first characters of codes that report them."""
    text = resources.files("cleanclaim.coding.visits").joinpath("data/tests.tsv").read_text("utf-8")
    found = []
    for row in text.splitlines():
        if row and not row.startswith("#"):
            name, words, *codes = row.split("\t")
            found.append((name, re.compile(rf"\b(?:{words})\b"), tuple(codes[0].split()) if codes else ()))
    return tuple(found)


def data_reviewed(reading: Reading, reported: Collection[str]) -> Element:
    """Return the level for data.

    ``reported`` are codes of tests whose interpretation is billed separately.
    """
    items = _tests(reading, reported)
    documents = _documents(reading)
    historian = _first(
        reading,
        _HISTORIAN,
        HISTORIAN,
        "history from someone other than the patient",
        ("history", "historian", "collateral"),
    )
    interpretation = _interpretations(reading, reported)
    discussion = _first(
        reading, _DISCUSSED, DISCUSSION, "management discussed with another professional", (" with ",)
    )
    category_one = [*items, *documents, *historian]
    met = [len(category_one) >= 3, bool(interpretation), bool(discussion)]
    everything = (*category_one, *interpretation, *discussion)
    if sum(met) >= 2:
        return Element(4, everything, _told(everything, "two of three kinds of data"))
    if any(met):
        return Element(3, everything, _told(everything, "one of three kinds of data"))
    if len(items) + len(documents) >= 2 or historian:
        return Element(2, everything, _told(everything, "limited data"))
    return Element(1, everything, _told(everything, "minimal data"))


def _told(items: tuple[Item, ...], what: str) -> str:
    names = ", ".join(dict.fromkeys(item.name for item in items))
    return f"{what}: {names}" if names else "no data reviewed, ordered or discussed"


def _tests(reading: Reading, reported: Collection[str]) -> list[Item]:
    """Return each unique test once; the name of the test is settled by its own pattern."""
    found: dict[str, Item] = {}
    taken: list[tuple[int, int]] = []
    for name, pattern, codes in tests():
        if any(code.startswith(prefix) for code in reported for prefix in codes):
            continue
        for said, match in reading.find(pattern):
            if not _counts(said, match.start() - said.start, match.end() - said.start):
                continue
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            key = name
            if name in ("x-ray", "CT", "MRI", "ultrasound"):
                key = f"{name} {_region(said, match.start() - said.start, match.end() - said.start)}".strip()
            if key not in found:
                found[key] = Item(TEST, key, match.start(), match.end())
            taken.append((match.start(), match.end()))
    for vague in ("x-ray", "CT", "MRI", "ultrasound"):
        if vague in found and any(key.startswith(f"{vague} ") for key in found):
            del found[vague]
    if len(found) > 1:
        for vague in ("labs", "imaging"):
            found.pop(vague, None)
    return list(found.values())


_REGION = re.compile(
    r"chest|abd\w*|pelvi\w*|head|brain|neck|cervical|thoracic|lumbar|spine|knee|hip|shoulder|"
    r"wrist|hand|foot|ankle|elbow|finger|toe|femur|tibia|humerus|forearm|rib\w*|"
    r"thyroid|renal|kidney|liver|gallbladder|ruq|right upper quadrant|breast|back|leg|arm|carotid|"
    r"scrot\w*|testic\w*|sinus|face|facial"
)


_SAME_REGION = {
    "back": "lumbar",
    "spine": "lumbar",
    "brain": "head",
    "abdominal": "abdomen",
    "abd": "abdomen",
    "ruq": "abdomen",
    "right upper quadrant": "abdomen",
    "kidney": "renal",
}


def _region(said: Said, start: int, end: int) -> str:
    after = _REGION.match(said.lower[end : end + 40].lstrip(" :-"))
    around = list(_REGION.finditer(said.lower[max(0, start - 30) : start]))
    if around:
        return _SAME_REGION.get(around[-1].group(), around[-1].group())
    near = after or _REGION.search(said.lower[end : end + 45])
    return _SAME_REGION.get(near.group(), near.group()) if near else ""


def _counts(said: Said, start: int, end: int) -> bool:
    if said.section in _NO_TEST_SECTIONS:
        return False
    before, after = said.lower[max(0, start - 70) : start], said.lower[end : end + 50]
    if _NOT_ORDERED.search(before) or re.search(
        r"\b(?:not (?:indicated|needed|ordered|obtained|done)|declined|deferred|if )\b", after[:30]
    ):
        return False
    if re.match(r"[ -]?(?:guid|visuali)", after) or _PREVIOUSLY.search(said.lower):
        return False
    if said.section == "results":
        return True
    around = before + after
    if said.section in ("hpi", "unnamed"):
        return re.search(r"\b(?:review|order|today|obtain|repeat)", around) is not None
    return _ORDERED.search(around) is not None


def _documents(reading: Reading) -> list[Item]:
    if not reading.has("review", "read", "obtained"):
        return []
    found: dict[str, Item] = {}
    for pattern in (_DOCUMENT, _DOCUMENT_BACK):
        for said, match in reading.find(pattern):
            if said.section in ("instructions", "family") or _NOT_ORDERED.search(
                said.lower[: match.start() - said.start]
            ):
                continue
            words = match.group(1)
            key = next(
                iter(
                    re.findall(
                        r"outside|external|ed\b|er\b|emergency|hospital|discharge|cardio|neuro|oncol|nephro|pulm|pcp|"
                        r"urgent|nursing|ems",
                        words,
                    )
                ),
                words,
            )
            if not any(item.start < match.end() and match.start() < item.end for item in found.values()):
                found.setdefault(key, Item(DOCUMENT, f"notes ({words})"[:60], match.start(1), match.end(1)))
    return list(found.values())


def _interpretations(reading: Reading, reported: Collection[str]) -> list[Item]:
    if not reading.has("interpret", "personally", "independent", "my read", "reviewed by me"):
        return []
    for said, match in reading.find(_INTERPRETED):
        words = said.lower
        if _NOT_ORDERED.search(said.lower[: match.start() - said.start]) or said.section == "instructions":
            continue
        if _reported_here(words, reported):
            continue
        return [Item(INTERPRETATION, "independent interpretation", match.start(1), match.end(1))]
    return []


def _reported_here(words: str, reported: Collection[str]) -> bool:
    """Return whether the study that the sentence speaks of is itself reported with its interpretation."""
    if re.search(r"\b(?:ekg|ecg|electrocardiogram|tracing)\b", words):
        return any(code in ("93000", "93010", "93040", "93042") for code in reported)
    if re.search(r"\b(?:x-?rays?|radiographs?|cxr|films?|views?)\b", words):
        return any(code.startswith(("70", "71", "72", "73", "74")) for code in reported)
    if re.search(r"\bultrasound\b", words):
        return any(code.startswith(("76", "93")) for code in reported)
    return False


def _first(
    reading: Reading, pattern: re.Pattern[str], kind: str, name: str, words: tuple[str, ...]
) -> list[Item]:
    if not reading.has(*words):
        return []
    for said, match in reading.find(pattern):
        if said.section in ("instructions", "family") or re.search(
            r"\b(?:will|should|if|plan to|not|unable to)\b[^.]{0,20}$",
            said.lower[: match.start() - said.start],
        ):
            continue
        if kind == DISCUSSION and re.search(
            r"\bwith (?:the )?(?:patient|family|mother|father|parents?|wife|husband|daughter|son)\b",
            match.group(),
        ):
            continue
        return [Item(kind, name, match.start(1), match.end(1))]
    return []
