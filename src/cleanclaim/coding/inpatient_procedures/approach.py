"""The approach of a procedure, from the words of the report (ICD-10-PCS guidelines B5.2 to B5.4)."""

import re

import msgspec

_OPEN_WORDS = r"(?:open|laparotomy|thoracotomy|celiotomy)"
_CONVERTED = re.compile(
    rf"\bconverted\b(?:[ -]\w+){{0,4}}?[ -](?:an )?{_OPEN_WORDS}\b"
    rf"|\bconversion to (?:an )?{_OPEN_WORDS}(?: \w+)? (?:was|became|being) (?:then )?(?:performed|"
    rf"required|necessary|made|needed)\b",
    re.IGNORECASE,
)
_ASSISTED_OPEN = re.compile(r"\blaparoscop\w+[- ]assisted\b(?! vaginal)", re.IGNORECASE)
# In the order in which they decide: a scope through ports has incisions as well, a scope through an opening
# has none, and every open operation uses catheters and needles.
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (character, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for character, words in (
        ("F", r"laparoscop\w+[- ]assisted vaginal|vaginal\w* with laparoscopic assistance|lavh"),
        (
            "4",
            (
                r"laparoscop|lap\b(?! sponge)|thoracoscop|vats\b|arthroscop|robot|da ?vinci|"
                r"mediastinoscop|percutaneous endoscop|trocars?\b|"
                r"pneumoperitoneum|scope was introduced through (?:the )?(?:port|portal)|portals?\b|"
                r"tapp\b|ventriculoscop"
            ),
        ),
        (
            "8",
            (
                r"endoscop|colonoscop|egd\b|esophagogastroduodenoscop|gastroscop|bronchoscop|cystoscop|"
                r"cystourethroscop|"
                r"ureteroscop|hysteroscop|sigmoidoscop|enteroscop|ercp\b|resectoscope|transurethral|"
                r"turp\b|turbt\b|fess\b"
            ),
        ),
        (
            "7",
            (
                r"vaginal|transvaginal|transanal|per ?rectum|transoral|orotracheal|nasotracheal|"
                r"suction curette|curett"
            ),
        ),
        (
            "0",
            (
                r"open\b|laparotomy|celiotomy|thoracotomy|sternotomy|craniotomy|arthrotomy|cut ?down|"
                r"pfannenstiel|"
                r"(?:midline|transverse|horizontal|longitudinal|curvilinear|elliptical|oblique|lateral|anterior|"
                r"posterior|skin|linear|inguinal|subcostal|"
                r"surgical|standard|anterolateral|posterolateral|kocher|mcburney|medial|parapatellar|low|"
                r"cervical|groin|flank|scrotal|vertical|\d+ ?-?cm) "
                r"(?:\w+ ){0,2}?(?:incision|arthrotomy|approach)|incision (?:was|is) (?:then )?(?:made|"
                r"carried|created|extended)|incised|"
                r"dissect(?:ed|ion) (?:was carried )?down|an incision"
            ),
        ),
        (
            "3",
            (
                r"percutaneous|needle|seldinger|guide ?wire|catheter|ultrasound[- ]guid|ct[- ]guid|"
                r"image[- ]guid|fluoroscopic[- ]guid|"
                r"sheath|femoral (?:artery|venous|vein) access|radial access|endovascular|transcatheter|"
                r"stab incision|"
                r"transjugular|trochar puncture|aspirat"
            ),
        ),
        ("X", r"closed reduction|closed manipulation|externally|external|spontaneous|shave|skin"),
    )
)


class Approach(msgspec.Struct, frozen=True):
    """An approach and the words that say so; offsets into the note."""

    character: str
    start: int
    end: int


def approach_in(text: str, places: tuple[tuple[int, int], ...], legal: frozenset[str]) -> Approach | None:
    """Return the approach that the first place with a word for one says, among those the table has.

    Places are offsets in the order in which they count. A conversion to open anywhere makes it
    open, as does an open operation with laparoscopic assistance (B5.2a); the words for it stand in ``text``.
    """
    if "0" in legal:
        for start, end in places:
            found = _CONVERTED.search(text, start, end) or _ASSISTED_OPEN.search(text, start, end)
            if found:
                return Approach("0", found.start(), found.end())
    for start, end in places:
        for character, pattern in _CUES:
            if character in legal:
                found = pattern.search(text, start, end)
                if found and not re.search(
                    r"\b(?:no|not|without|instead of|prior|previous)\s$",
                    text[max(start, found.start() - 12) : found.start()],
                ):
                    return Approach(character, found.start(), _word_end(text, found.end(), end))
    return None


def _word_end(text: str, place: int, end: int) -> int:
    """Return where the word ends that a cue begins ("laparoscop-ic")."""
    while place < end and text[place].isalpha():
        place += 1
    return place


def converted_in(text: str, places: tuple[tuple[int, int], ...]) -> re.Match[str] | None:
    """Return the words that tell of a conversion to an open operation."""
    for start, end in places:
        found = _CONVERTED.search(text, start, end)
        if found:
            return found
    return None
