"""Injections into joints, tendons, trigger points and nerves; size of the joint, guidance.

Number of muscles.
"""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.facts import count_of, digit_modifiers, side_modifiers
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "injection of a joint, tendon or nerve"
TRIGGERS = ("inject", "aspirat", "arthrocentesis", "trigger point", "nerve block", "epidural")

_SMALL = (
    r"fingers?|toes?|mcp|pip|dip|mtp|metacarpophalangeal|metatarsophalangeal|interphalangeal|cmc|"
    r"carpometacarpal|thumb|hallux|first mtp"
)
_MIDDLE = (
    r"wrist|elbow|ankle|acromioclavicular|ac joint|temporomandibular|tmj|olecranon burs\w+|"
    r"subtalar|radiocarpal|tibiotalar|sternoclavicular"
)
_LARGE = (
    r"knee|shoulder|hip|subacromial|glenohumeral|(?:greater )?trochanteric(?: bursa)?|"
    r"sacroiliac(?! joint injection under)|prepatellar|pes anserine|suprapatellar|iliopsoas bursa"
)
_JOINT = re.compile(rf"\b(?:(?P<small>{_SMALL})|(?P<middle>{_MIDDLE})|(?P<large>{_LARGE}))\b")
_INJECTED = re.compile(r"\b(?:inject(?:ion|ions|ed)|arthrocentesis|aspirat(?:ion|ed)|intra-?articular)\b")
_GUIDED = re.compile(
    r"\b(?:ultrasound[- ]guid\w+|(?:under|with|using) (?:real[- ]time |direct )?(?:ultrasound|"
    r"sonographic)(?: guidance| visualization)?|sonographic guidance|us[- ]guid\w+)\b"
)
_RECORDED = re.compile(
    r"\b(?:images? (?:were |was )?(?:saved|stored|archived|recorded|captured|retained)|"
    r"permanent(?:ly)? (?:record\w*|image\w*)|recorded|saved|archived)\b"
)
_TRIGGER_POINT = re.compile(r"\btrigger[- ]points?\b")
_NOT_JOINT = re.compile(
    r"\b(?:trigger[- ]point|vaccin\w*|local (?:anesth\w*|infiltration)|lidocaine (?:was "
    r")?injected (?:locally|subcut\w*|for)|infiltrat\w+|subcutaneous\w*|intramuscular\w*|\bim\b|"
    r"deltoid|gluteal|gluteus|vastus|epidural|botulinum|botox|keloid|intralesional|nerve block|"
    r"digital block|intravitreal|carpal tunnel|plantar fascia\w*|tendon sheath|trigger finger|"
    r"epicondyl\w+|ganglion|de quervain\w*|occipital|insulin|contrast|allergen|iv\b|"
    r"conjunctiva\w*|turbinate|fine needle)\b"
)
_MUSCLES = re.compile(
    r"\b(trapezius|levator scapula\w*|rhomboids?|splenius|semispinalis|supraspinatus|"
    r"infraspinatus|paraspinals?|quadratus lumborum|gluteus medius|gluteus maximus|gluteus "
    r"minimus|piriformis|sternocleidomastoid|scalenes?|latissimus|teres|deltoid|multifidus|"
    r"iliocostalis|longissimus|pectoralis|masseter|temporalis)\b"
)

_OTHERS: tuple[tuple[str, str, str, bool], ...] = (
    ("20526", r"carpal tunnel", "injection of a carpal tunnel", True),
    (
        "20550",
        (
            r"tendon sheath|trigger finger|plantar fascia\w*|de quervain\w*|first dorsal compartment|"
            r"ligament|flexor sheath"
        ),
        "injection of a tendon sheath, ligament or aponeurosis",
        True,
    ),
    (
        "20551",
        r"epicondyl\w+|tendon origin|tendon insertion|common extensor|common flexor",
        "injection of a tendon's origin or insertion",
        True,
    ),
    ("20612", r"ganglion(?: cyst)?", "aspiration or injection of a ganglion", True),
    ("64405", r"greater occipital nerve|occipital nerve", "block of the greater occipital nerve", True),
    (
        "64450",
        r"(?:digital|peripheral|ankle|sural|saphenous|tibial|median|ulnar) nerve block",
        "block of a peripheral nerve",
        True,
    ),
)


def joints(reading: Reading) -> Iterator[Outcome]:
    """Yield injections of joints, tendons and trigger points."""
    yield from _trigger_points(reading)
    yield from _joints(reading)
    yield from _others(reading)


def _done(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[Said, re.Match[str]]]:
    for said, match in reading.find(pattern):
        if reading.status(said, match.start(), match.end()) is Status.DONE:
            yield said, match


def _trigger_points(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("trigger point", "trigger-point"):
        return
    for said, match in _done(reading, _TRIGGER_POINT):
        if not _near(reading, said, r"inject|needl"):
            continue
        text = _text(reading, said)
        muscles = {found.group(1) for found in _MUSCLES.finditer(text)}
        counted = count_of(r"muscles?(?: groups?)?", text)
        amount = counted[0] if counted else len(muscles)
        span = (match.start(), match.end())
        if not amount:
            yield Missing(
                family="trigger point injection",
                topic="number",
                question="Please document which muscles were injected.",
                options=("Muscles injected (please specify)",),
                spans=(span,),
            )
        else:
            code = "20552" if amount <= 2 else "20553"
            yield Performed(
                code=code,
                kind="minor",
                family="trigger point injection",
                spans=(span,),
                why=(f"trigger points in {amount} muscles injected",),
            )
        return


def _joints(reading: Reading) -> Iterator[Outcome]:
    found: dict[str, Performed] = {}
    for said, match in _done(reading, _INJECTED):
        if _NOT_JOINT.search(said.lower) and not re.search(
            r"intra-?articular|joint|arthrocentesis|bursa", said.lower
        ):
            continue
        joint = _JOINT.search(said.lower)
        around = said.lower
        if joint is None:
            if not re.search(
                r"joint|arthrocentesis|intra-?articular|bursa|aspirat|kenalog|depo|triamcinolone|methylpred|"
                r"betameth|hyaluron|synvisc",
                said.lower,
            ):
                continue
            section = reading.note.sections.at(said.start)
            if section.kind != "procedure":
                continue
            around = reading.lower[section.start : section.end]
            joint = _JOINT.search(around)
            if joint is None:
                continue
        if not re.search(
            r"joint|arthrocentesis|intra-?articular|bursa|kenalog|depo|triamcinolone|methylpred|betameth|"
            r"celestone|steroid|cortico|cortisone|hyaluron|synvisc|aspirat|euflexxa|lidocaine|marcaine|"
            r"bupivacaine|dexameth|orthovisc|gel-one|supartz|monovisc|durolane|inject(?:ion|ed)",
            around,
        ):
            continue
        size = joint.lastgroup or "large"
        text = _text(reading, said)
        guided = _GUIDED.search(text) is not None
        code = {"small": "20600", "middle": "20605", "large": "20610"}[size]
        if guided:
            code = {"small": "20604", "middle": "20606", "large": "20611"}[size]
        name = joint.group()
        modifiers = side_modifiers(around) or side_modifiers(text)
        if size == "small" and digit_modifiers(around):
            modifiers = tuple(digit_modifiers(around))[:1]
        key = f"{code} {name}"
        span = (match.start(), match.end())
        if any(one.code == code and one.modifiers == modifiers for one in found.values()):
            continue
        if (
            found
            and not said.lower.strip().startswith(("the ", "left", "right", "a second"))
            and name in {one.site for one in found.values()}
            and not (
                modifiers and any(one.modifiers and one.modifiers != modifiers for one in found.values())
            )
        ):
            continue
        why = [
            f"{size} joint or bursa ({name}) injected or aspirated" + (" under ultrasound" if guided else "")
        ]
        if key not in found:
            found[key] = Performed(
                code=code,
                kind="minor",
                family=FAMILY,
                modifiers=modifiers,
                spans=(span,),
                why=tuple(why),
                site=name,
            )
        if guided and not _RECORDED.search(text):
            yield Missing(
                family=FAMILY,
                topic="procedure-detail",
                question=(
                    "Ultrasound guidance is documented. Please document whether an image was recorded and "
                    "reported."
                ),
                options=("Image recorded and reported", "Image not recorded"),
                spans=(span,),
            )
    yield from _sided(list(found.values()))


def _sided(found: list[Performed]) -> Iterator[Outcome]:
    """Join a joint injected on both sides into one line with 50; ask for a side that is missing."""
    by_code: dict[tuple[str, str], list[Performed]] = {}
    for one in found:
        by_code.setdefault((one.code, one.site), []).append(one)
    for same in by_code.values():
        names = {modifier for one in same for modifier, _ in one.modifiers}
        if {"LT", "RT"} <= names:
            first = same[0]
            yield Performed(
                code=first.code,
                kind="minor",
                family=FAMILY,
                modifiers=(("50", "performed on both sides"),),
                spans=tuple(span for one in same for span in one.spans),
                why=first.why,
                site=first.site,
            )
            continue
        sided = [one for one in same if one.modifiers] or same[:1]
        for one in sided:
            yield one
            if not one.modifiers:
                yield Missing(
                    family=FAMILY,
                    topic="laterality",
                    question=(
                        f'The injection ("{one.site}") is documented without a side. Please '
                        "document which side was treated."
                    ),
                    options=("Right", "Left", "Bilateral"),
                    spans=one.spans,
                )


def _others(reading: Reading) -> Iterator[Outcome]:
    taken: set[str] = set()
    for code, words, label, sided in _OTHERS:
        pattern = re.compile(rf"\b(?:{words})")
        for said, match in _done(reading, pattern):
            if code in taken or not re.search(r"inject|aspirat|block", said.lower):
                continue
            taken.add(code)
            modifiers = side_modifiers(said.lower) if sided else ()
            if code == "20550" and digit_modifiers(said.lower):
                modifiers = tuple(digit_modifiers(said.lower))[:1]
            yield Performed(
                code=code,
                kind="minor",
                family=FAMILY,
                modifiers=modifiers,
                spans=((match.start(), match.end()),),
                why=(label,),
            )


def _text(reading: Reading, said: Said) -> str:
    block = reading.procedure_text(said.start)
    if block is not None and block[1] - block[0] < 4000:
        return reading.lower[block[0] : block[1]]
    first, last = max(0, said.number - 2), min(len(reading.sentences), said.number + 4)
    return reading.lower[reading.sentences[first].start : reading.sentences[last - 1].end]


def _near(reading: Reading, said: Said, pattern: str) -> bool:
    return re.search(pattern, _text(reading, said)) is not None
