"""Fracture and dislocation care: closed treatment with or without manipulation, or only a splint or cast.

Definitive care is coded as fracture care; a splint put on until somebody else treats is coded as a splint.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from cleanclaim.coding.procedures.facts import digit_modifiers, side_modifiers
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "fracture or dislocation care"
TRIGGERS = (
    "fractur",
    "dislocat",
    "splint",
    "cast",
    "strapp",
    "taping",
    "nursemaid",
    "orif",
    "open reduction",
    "unna",
)

_REDUCED = re.compile(
    r"\b(?:closed reduction|manipulat(?:ed|ion)|reduced (?:with|using|under|by|successfully)|"
    r"(?:fracture|dislocation|joint|shoulder|finger|it) was (?:successfully |then )?reduced|"
    r"reduction (?:was )?(?:performed|achieved|obtained|successful)|successful reduction|"
    r"relocated)\b"
)
_OPEN = re.compile(r"\b(?:open reduction|orif|internal fixation|plate and screws?)\b")
_CARE = re.compile(
    r"\b(?:fracture care|definitive (?:fracture )?(?:care|treatment|management)|closed treatment|"
    r"treated (?:closed|non-?operatively|definitively)|global fracture|non-?operative "
    r"(?:treatment|management))\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:refer\w*|follow[- ]?up|see) (?:\w+ ){0,6}(?:orthop\w*|hand surg\w*|podiatr\w*)|"
    r"orthop\w* (?:follow[- ]?up|referral|consult\w*))"
)
_SPLINTS: tuple[tuple[str, str, str], ...] = (
    (
        "29105",
        (
            r"long[- ]arm splint|posterior (?:long )?arm splint|sugar[- ]?tong (?:splint )?(?:of|to) "
            r"(?:the )?(?:elbow|humerus)"
        ),
        "long arm splint",
    ),
    (
        "29125",
        (
            r"short[- ]arm (?:static )?splint|volar splint|(?:ulnar|radial) gutter(?: splint)?|thumb "
            r"spica splint|wrist splint (?:was )?applied|sugar[- ]?tong(?: splint)?|forearm splint"
        ),
        "short arm splint",
    ),
    ("29130", r"finger splint", "finger splint"),
    ("29505", r"long[- ]leg splint", "long leg splint"),
    (
        "29515",
        r"short[- ]leg splint|posterior (?:short )?(?:leg |ankle )?splint|stirrup splint",
        "short leg splint",
    ),
    ("29065", r"long[- ]arm cast", "long arm cast"),
    ("29075", r"short[- ]arm cast|forearm cast", "short arm cast"),
    ("29085", r"gauntlet cast|thumb spica cast|hand cast", "cast of hand and lower forearm"),
    ("29345", r"long[- ]leg cast", "long leg cast"),
    ("29425", r"short[- ]leg walking cast|walking cast", "short leg walking cast"),
    ("29405", r"short[- ]leg cast", "short leg cast"),
    (
        "29540",
        (
            r"(?:strapp\w+|taping|taped)[^.\n]{0,30}(?:ankle|foot)|(?:ankle|foot)[^.\n]{0,30}(?:strapp\w+|"
            r"taping)"
        ),
        "strapping of ankle or foot",
    ),
    (
        "29550",
        r"buddy tap\w+[^.\n]{0,20}toes?|toes?[^.\n]{0,30}buddy tap\w+|strapping[^.\n]{0,20}toes?",
        "strapping of toes",
    ),
    ("29280", r"buddy tap\w+|strapping[^.\n]{0,20}(?:hand|fingers?)", "strapping of hand or finger"),
    ("29240", r"strapping[^.\n]{0,20}shoulder", "strapping of the shoulder"),
    ("29530", r"strapping[^.\n]{0,20}knee", "strapping of the knee"),
    ("29580", r"unna(?:'s)? boot", "Unna boot"),
)
_JOINTS: tuple[tuple[str, str, str], ...] = (
    ("24640", r"nursemaid'?s? elbow|radial head subluxation", "subluxation of the radial head in a child"),
    (
        "23650",
        (
            r"shoulder dislocation|dislocat\w+[^.\n]{0,30}shoulder|glenohumeral dislocation|shoulder "
            r"(?:was )?reduc\w+"
        ),
        "dislocation of the shoulder",
    ),
    (
        "26770",
        (
            r"(?:pip|dip|interphalangeal|finger) (?:joint )?dislocation|dislocat\w+[^.\n]{0,30}(?:finger|"
            r"pip|dip)"
        ),
        "dislocation of a finger joint",
    ),
    ("26700", r"(?:mcp|metacarpophalangeal) (?:joint )?dislocation", "dislocation of a knuckle"),
    ("24600", r"elbow dislocation|dislocat\w+[^.\n]{0,20}elbow", "dislocation of the elbow"),
    ("27560", r"patellar? dislocation|dislocat\w+[^.\n]{0,20}patella", "dislocation of the kneecap"),
    (
        "27265",
        (
            r"(?:prosthetic|total) hip dislocation|dislocat\w+[^.\n]{0,30}(?:hip prosthe\w+|prosthetic "
            r"hip)"
        ),
        "dislocation of a hip prosthesis",
    ),
    ("21480", r"(?:tmj|jaw|mandib\w+) dislocation", "dislocation of the jaw"),
    ("28660", r"toe dislocation|dislocat\w+[^.\n]{0,20}toe", "dislocation of a toe joint"),
)


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})")


@cache
def _fractures() -> tuple[tuple[str, re.Pattern[str], str, str, str, str], ...]:
    text = resources.files("cleanclaim.coding.procedures").joinpath("data/fractures.tsv").read_text("utf-8")
    found = []
    for row in text.splitlines():
        if row and not row.startswith("#"):
            name, words, without, manipulated, opened, sided = row.split("\t")
            found.append((name, re.compile(rf"\b(?:{words})"), without, manipulated, opened, sided))
    return tuple(found)


def fractures(reading: Reading) -> Iterator[Outcome]:
    """Yield fracture care, reductions, and splints, casts or strapping where care is not definitive."""
    treated = False
    for outcome in (*_fracture(reading), *_dislocation(reading)):
        treated = treated or isinstance(outcome, Performed)
        yield outcome
    if not treated:
        yield from _splints(reading)


def _done(reading: Reading, pattern: re.Pattern[str]) -> tuple[Said, re.Match[str]] | None:
    for said, match in reading.find(pattern):
        if reading.status(said, match.start(), match.end()) is Status.DONE:
            return said, match
    return None


def _fracture(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("fractur", "orif"):
        return
    opened = _done(reading, _OPEN)
    reduced = _done(reading, _REDUCED)
    care = next(
        (
            one
            for one in reading.find(_CARE)
            if not re.search(
                r"\b(?:will|defer|refer)\w*\b[^.\n]{0,20}$", one[0].lower[: one[1].start() - one[0].start]
            )
        ),
        None,
    )
    acted = opened or reduced or care
    if acted is None:
        return
    said, match = acted
    bone = _bone(reading, said)
    span: Span = (match.start(), match.end())
    if bone is None:
        if "dislocat" not in reading.lower and "nursemaid" not in reading.lower:
            yield Missing(
                family=FAMILY,
                topic="site",
                question=(
                    "Fracture care is documented without the bone and part of the bone. Please document them."
                ),
                options=("Bone and part (please specify)",),
                spans=(span,),
            )
        return
    name, _, without, manipulated, open_code, sided = bone
    if opened:
        code, how = open_code, "open treatment"
    elif reduced:
        code, how = manipulated or without, "closed treatment with manipulation"
    else:
        code, how = without, "closed treatment without manipulation"
    words = said.lower + " " + reading.lower
    near = reading.lower[max(0, said.start - 250) : said.end + 250]
    modifiers: tuple[tuple[str, str], ...] = tuple(digit_modifiers(near))[:1] if sided == "digit" else ()
    if not modifiers and sided == "yes":
        modifiers = _side_of(bone[1], words)
    if (
        reading.context.setting == "ed"
        and how != "open treatment"
        and _ELSEWHERE.search(reading.lower)
        and re.search(r"54|surgical care only", reading.lower) is None
    ):
        modifiers = (("54", "care after the treatment is another's"), *modifiers)
    yield Performed(
        code=code,
        kind="major",
        family=FAMILY,
        modifiers=modifiers,
        spans=(span,),
        why=(f"{name}: {how}",),
        site=name,
    )
    if not modifiers:
        yield Missing(
            family=FAMILY,
            topic="laterality",
            question=(
                f"The treatment of the fracture ({name}) is documented without a side. Please document it."
            ),
            options=("Right", "Left"),
            spans=(span,),
        )


def _side_of(pattern: re.Pattern[str], words: str) -> tuple[tuple[str, str], ...]:
    for match in pattern.finditer(words):
        near = words[max(0, match.start() - 40) : match.end() + 40]
        found = side_modifiers(near)
        if found and found[0][0] != "50":
            return found
    return ()


def _bone(reading: Reading, said: Said) -> tuple[str, re.Pattern[str], str, str, str, str] | None:
    for words in (said.lower, reading.lower):
        best = None
        for row in _fractures():
            for match in row[1].finditer(words):
                near = words[max(0, match.start() - 60) : match.end() + 60]
                if "fractur" in near or "boxer" in match.group() or "colles" in match.group():
                    if best is None:
                        best = row
                    break
        if best is not None:
            return best
    return None


def _dislocation(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("dislocat", "nursemaid", "subluxation"):
        return
    reduced = _done(reading, _REDUCED)
    if reduced is None:
        return
    for code, words, label in _JOINTS:
        match = re.search(rf"\b(?:{words})", reading.lower)
        if match is None:
            continue
        near = reading.lower[max(0, match.start() - 60) : match.end() + 60]
        modifiers = tuple(digit_modifiers(near))[:1] or side_modifiers(near)
        sedated = re.search(r"\b(?:general|regional) anesthesia\b", reading.lower)
        if code == "23650" and sedated:
            code = "23655"
        yield Performed(
            code=code,
            kind=("minor") if code == "24640" else "major",
            family=FAMILY,
            modifiers=modifiers,
            spans=((reduced[1].start(), reduced[1].end()),),
            why=(f"{label}, reduced",),
        )
        return


def _splints(reading: Reading) -> Iterator[Outcome]:
    for code, words, label in _SPLINTS:
        found = _done(reading, _compiled(words))
        if found is None:
            continue
        said, match = found
        if re.search(
            r"\b(?:remov\w+|wear|prefabricated|off[- ]the[- ]shelf|velcro|otc|change)\b", said.lower
        ) and not re.search(r"appl", said.lower):
            continue
        modifiers = side_modifiers(said.lower)
        if code == "29130" and digit_modifiers(said.lower):
            modifiers = tuple(digit_modifiers(said.lower))[:1]
        if not modifiers:
            modifiers = side_modifiers(reading.lower[max(0, said.start - 200) : said.end + 200])
            modifiers = modifiers if modifiers and modifiers[0][0] != "50" else ()
        yield Performed(
            code=code,
            kind="minor",
            family="splint, cast or strapping",
            modifiers=modifiers,
            spans=((match.start(), match.end()),),
            why=(f"{label} applied",),
        )
        return
