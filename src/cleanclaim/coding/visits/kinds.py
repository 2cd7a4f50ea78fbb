"""Which kind of visit a note documents: place, new or established, first or later, discharge, preventive."""

import re

import msgspec

from cleanclaim.coding.reading import Reading

_NEW = re.compile(
    r"\b(?:new patient|establish(?:es|ing)? (?:\w+ )?care|new to (?:the |this |our |my "
    r")?(?:practice|clinic|office|provider)|first visit (?:to|with)|initial (?:office |clinic "
    r")?(?:visit|evaluation)|"
    r"never been seen|not been seen (?:here|in this (?:practice|clinic)) (?:in|for) (?:over |more "
    r"than )?(?:3|three|4|5|four|five)|seeing (?:me|us) for the first time|presents as a new)\b"
)
_ESTABLISHED = re.compile(
    r"\b(?:established patient|est\.? (?:pt|patient)|established pt|"
    r"follow[- ]?up|since (?:his|her|their|the|our) last (?:visit|"
    r"appointment)|last (?:saw|seen)|last visit|returns (?:today |for |to )|well known to (?:me|"
    r"us|this)|"
    r"interval history|here for (?:a )?recheck|recheck|i have been (?:following|seeing)|"
    r"previously seen (?:by me|here)|routine visit|annual|seen (?:by me )?(?:\d+|two|three|six) "
    r"(?:weeks|months) ago)\b"
)
_PREVENTIVE = re.compile(
    r"\b(?:annual (?:physical|wellness|preventive|exam\w*|well)|(?:well[- ](?:child|woman|baby|"
    r"adult|man|visit)(?:'s)?)|preventive (?:visit|medicine|exam\w*|care visit|health)|"
    r"(?:complete|routine|yearly) physical|"
    r"physical exam(?:ination)? (?:for|annual)|health maintenance (?:exam|visit)|wellness "
    r"(?:exam\w*|visit|check)|annual gyn\w* exam|"
    r"\d+[- ](?:month|year)[- ](?:old )?(?:well|check-?up|wcc)|wcc|camp physical|sports physical|"
    r"school physical)\b"
)
_AWV = re.compile(
    r"\b(?:(?:medicare )?annual wellness visit|awv|welcome to medicare|ippe|initial preventive physical)\b"
)
_CONSULT = re.compile(
    r"\b(?:consultation (?:note|report|request\w*)|request(?:ed)? (?:for |a |by )?(?:\w+ "
    r")?consult\w*|consult(?:ation|ed)? (?:was )?request\w*|(?:seen|referred|evaluated) in "
    r"consultation|thank you for (?:asking|referring|this consult\w*|allowing)|"
    r"at the request of|asked (?:by|to (?:see|evaluate|consult))|reason for consult\w*)\b"
)
_DISCHARGE = re.compile(
    r"\b(?:discharge (?:summary|note|day)|day of discharge|date of discharge|discharg(?:ed|e) "
    r"(?:to )?home today|discharge home today|will be discharged (?:home )?today|discharged in "
    r"stable)\b"
)
_INITIAL = re.compile(
    r"\b(?:h ?& ?p|history and physical|admission (?:note|h|history|date)|admit(?:ting)? (?:note|"
    r"diagnosis|to)|initial (?:hospital|visit|evaluation|nursing|assessment|observation)|new "
    r"admission|admission (?:visit|assessment|to)|"
    r"plac(?:e|ed) in observation|admitted (?:to|from|for)|will (?:be )?admit\w*|will be admitted)\b"
)
_SUBSEQUENT = re.compile(
    r"\b(?:progress note|hospital day|hd ?#?\d|(?:post-?op(?:erative)?|pod) ?(?:day )?#?\d|"
    r"overnight|interval|subsequent|rounds?|follow[- ]?up|day \d+|no acute events|monthly visit|"
    r"regulatory visit|routine visit)\b"
)
_SAME_DAY = re.compile(
    r"\b(?:admitted and discharged (?:on )?the same (?:day|date)|same[- ]day (?:admission and "
    r")?discharge|admission and discharge on the same)"
)
_TELE = re.compile(
    r"\b(?:telehealth|telemedicine|video visit|virtual visit|video(?:-| )?conferenc\w*|audio[- "
    r"]?(?:and|/)?[- ]?video|zoom|doxy)\b"
)
_AUDIO_ONLY = re.compile(
    r"\b(?:audio[- ]only|telephone (?:visit|encounter|call)|by (?:tele)?phone|phone visit|video "
    r"(?:was )?not (?:available|possible|working)|unable to (?:use|connect) video)\b"
)
_GLOBAL = re.compile(
    r"\b(?:post-?op(?:erative)? (?:visit|check|follow[- ]?up|day)|global period|suture removal|"
    r"staple removal|wound check)\b"
)

_NURSE = re.compile(
    r"\b(?:nurse(?:-only)? visit|nurse[- ]only|rn visit|(?:bp|blood pressure) check (?:by|with) "
    r"(?:the )?(?:nurse|rn|ma|medical assistant))\b"
)

_SPECIAL = frozenset({"operative", "imaging", "laboratory", "therapy", "dental"})


class Kind(msgspec.Struct, frozen=True):
    """The kind of a visit. ``family`` is a key of ``levels.FAMILIES``, or "" when no visit is levelled.

    ``asks`` are the facts that the note and the context leave open: ``new-patient``, ``visit-type``.
    """

    family: str
    why: str
    new: bool | None = None
    preventive: bool = False
    wellness: str = ""
    discharge: str = ""
    telehealth: str = ""
    asks: tuple[str, ...] = ()
    postoperative: bool = False
    nurse: bool = False


def kind_of(reading: Reading) -> Kind | None:
    """Return the kind of visit; None where the setting has none (operative reports, imaging, therapy)."""
    context = reading.context
    setting = context.setting
    if setting in _SPECIAL:
        return None
    if setting == "ed":
        return Kind("emergency", "emergency department")
    if setting in ("inpatient", "observation"):
        return _hospital(reading)
    if setting == "nursing_facility":
        return _nursing(reading)
    new, asks, why = _new_or_established(reading)
    if setting == "home":
        return Kind("home, new" if new else "home, established", f"home or residence; {why}", new, asks=asks)
    return _office(reading, new, asks, why)


def _office(reading: Reading, new: bool | None, asks: tuple[str, ...], why: str) -> Kind:
    beginning = reading.lower[:1500]
    telehealth = ""
    if reading.context.setting == "telehealth" or _TELE.search(beginning):
        telehealth = "93" if _AUDIO_ONLY.search(reading.lower) else "95"
    payer = reading.context.payer_kind
    complaint = _complaint(reading)
    wellness = ""
    if _AWV.search(complaint):
        if re.search(r"\b(?:welcome to medicare|ippe|initial preventive physical)\b", complaint):
            wellness = "G0402"
        elif payer == "medicare" or "medicare" in complaint or "awv" in complaint:
            wellness = (
                "G0439"
                if re.search(
                    r"\bsubsequent|prior awv|last awv|previous awv|last annual wellness", reading.lower
                )
                else "G0438"
                if re.search(r"\b(?:initial|first)\b", complaint)
                else "G0439"
            )
    preventive = not wellness and _PREVENTIVE.search(complaint) is not None
    takes_consultations = payer not in (None, "medicare", "medicaid", "self_pay")
    if takes_consultations and not preventive and _CONSULT.search(beginning):
        return Kind("consultation, office", "consultation at another's request", new, telehealth=telehealth)
    return Kind(
        "office, new" if new else "office, established",
        f"office or other outpatient; {why}",
        new,
        preventive,
        wellness,
        telehealth=telehealth,
        asks=asks,
        postoperative=_GLOBAL.search(complaint) is not None,
        nurse=not new and _NURSE.search(reading.lower[:400]) is not None,
    )


def _complaint(reading: Reading) -> str:
    """Return the words that say why the patient came: chief complaint, title, beginning of the history."""
    parts = [reading.lower[:250]]
    for section in reading.note.sections.all:
        if section.kind == "chief_complaint":
            parts.append(reading.lower[section.start : min(section.end, section.start + 300)])
        if section.kind == "hpi":
            said = reading.note.between(section.start, section.end)
            parts.extend(reading.lower[one.start : one.end][:250] for one in said[:1])
    return "\n".join(parts)


def _new_or_established(reading: Reading) -> tuple[bool, tuple[str, ...], str]:
    if reading.context.new_patient is not None:
        return (
            reading.context.new_patient,
            (),
            "new patient" if reading.context.new_patient else "established patient",
        )
    words = reading.lower
    new = _NEW.search(words)
    olds = [one for one in _ESTABLISHED.finditer(words[:2500]) if not _in_plan(reading, one.start())]
    old = next((one for one in olds if one.group() not in ("annual", "routine visit")), None)
    if new and not (old and old.start() < new.start() and old.group() == "established patient"):
        return True, (), f'new patient ("{new.group()}")'
    if old:
        return False, (), f'established patient ("{old.group()}")'
    return False, ("new-patient",), "taken as established: the note does not say new or established"


def _in_plan(reading: Reading, offset: int) -> bool:
    return reading.note.sections.at(offset).kind in ("plan", "assessment", "instructions", "diagnoses")


def _hospital(reading: Reading) -> Kind:
    beginning = reading.lower[:1200]
    if _SAME_DAY.search(reading.lower):
        return Kind("hospital, same day", "admitted and discharged on the same date")
    at_end = _DISCHARGE.search(reading.lower[-900:]) and not _INITIAL.search(beginning[:300])
    if at_end or _DISCHARGE.search(beginning):
        return Kind("hospital, subsequent", "discharge day", discharge="hospital")
    if _CONSULT.search(beginning):
        if reading.context.payer_kind in ("medicare", "medicaid") or reading.context.payer_kind is None:
            return Kind(
                "hospital, initial", "consultation, reported as an initial hospital visit for this payer"
            )
        return Kind("consultation, hospital", "consultation at another's request")
    early, later = _INITIAL.search(beginning), _SUBSEQUENT.search(beginning)
    if early and not (later and later.start() < early.start()):
        return Kind("hospital, initial", f'first hospital visit ("{early.group()}")')
    if later:
        return Kind("hospital, subsequent", f'later hospital visit ("{later.group()}")')
    kinds = {section.kind for section in reading.note.sections.all}
    if len(kinds & {"pmh", "family", "social", "psh", "chief_complaint"}) >= 3:
        return Kind(
            "hospital, initial",
            "first hospital visit by its parts (chief complaint, past, family and social history)",
        )
    return Kind(
        "hospital, subsequent",
        "taken as a later hospital visit: the note does not say which",
        asks=("visit-type",),
    )


def _nursing(reading: Reading) -> Kind:
    beginning = reading.lower[:1200]
    if _DISCHARGE.search(beginning):
        return Kind("nursing facility, subsequent", "discharge day", discharge="nursing facility")
    early, later = _INITIAL.search(beginning), _SUBSEQUENT.search(beginning)
    if early and not (later and later.start() < early.start()):
        return Kind("nursing facility, initial", f'first visit in the facility ("{early.group()}")')
    asks = () if later else ("visit-type",)
    return Kind("nursing facility, subsequent", "later visit in the facility", asks=asks)
