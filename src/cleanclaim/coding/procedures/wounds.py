"""Debridement by depth and area, burns, nails, abscesses, foreign bodies: one fact decides each."""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.facts import count_of, digit_modifiers, lengths, side_modifiers
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

TRIGGERS = (
    "debrid",
    "burn",
    "nail",
    "abscess",
    "foreign body",
    "splinter",
    "i&d",
    "drainage",
    "hematoma",
    "paronychia",
    "felon",
    "epistaxis",
    "nosebleed",
    "retained",
)

_NO_MODIFIERS: tuple[tuple[str, str], ...] = ()
_DEBRIDE = re.compile(r"\bdebrid(?:ement|ed)\b")
_AREA = re.compile(r"(\d+(?:\.\d+)?)\s*(?:sq\.? ?cm|square (?:cm|centimeters?)|cm2|cm²|cm\^2)")
_DRAIN = re.compile(
    r"\b(?:incision (?:and|&) drainage|i ?& ?d|i and d|incised and drained|"
    r"abscess[^.\n]{0,60}(?:was|were) (?:incised|drained|opened|lanced)|(?:incised|lanced|"
    r"opened)[^.\n]{0,40}abscess|drainage of[^.\n]{0,30}abscess)"
)
_COMPLICATED = re.compile(
    r"\b(?:complicated|complex|multiple (?:abscesses|loculations)|multiloculated|loculat\w+|"
    r"pack(?:ed|ing)|drain (?:was )?placed|probed)\b"
)
_FOREIGN = re.compile(
    r"\b(?:foreign bod(?:y|ies)|splinter|fish ?hook|glass (?:fragment|shard)|thorn|tick|bead|"
    r"insect|pebble|rust ring|gravel)\b"
)
_REMOVED = re.compile(r"\b(?:remov\w+|retriev\w+|extract\w+|irrigated out)\b")
_NAIL = re.compile(r"\b(?:(?:toe|finger)?nail(?:s)?(?: plate)?|nail avulsion|matri[cx]ectomy|ingrown)\b")


def wounds(reading: Reading) -> Iterator[Outcome]:
    """Yield debridement, drainage, removal of foreign bodies, burns and nails."""
    for family in (_debridement, _drainage, _foreign_bodies, _burns, _nails, _nosebleeds):
        yield from family(reading)


def _done(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[Said, re.Match[str]]]:
    for said, match in reading.find(pattern):
        if reading.status(said, match.start(), match.end()) is Status.DONE:
            yield said, match


def _text(reading: Reading, said: Said) -> str:
    block = reading.procedure_text(said.start)
    if block is not None and block[1] - block[0] < 4000:
        return reading.lower[block[0] : block[1]]
    first, last = max(0, said.number - 3), min(len(reading.sentences), said.number + 5)
    return reading.lower[reading.sentences[first].start : reading.sentences[last - 1].end]


def _debridement(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("debrid"):
        return
    for said, match in _done(reading, _DEBRIDE):
        text = _text(reading, said)
        span = (match.start(), match.end())
        if re.search(
            r"\bnails?\b|full[- ]mouth|arthroscop|\bedges\b|meniscus|laceration|fracture|burn", said.lower
        ):
            continue
        depth = (
            ("bone")
            if re.search(
                r"(?:to|into|down to|including|level of|and) (?:the )?bone|bone (?:was )?debrid|depth: ?bone",
                text,
            )
            else "muscle"
            if re.search(r"\b(?:muscle|fascia\w*)\b", text)
            else "subcutaneous"
            if re.search(r"\bsubcutaneous|subq\b", text)
            else "skin"
            if re.search(r"\b(?:epidermis|dermis|devitalized|slough|fibrin|biofilm|selective)\b", text)
            else ""
        )
        areas = [float(one) for one in _AREA.findall(text)]
        area = sum(dict.fromkeys(areas)) if areas else None
        if area is None:
            sizes = [one for one in lengths(text) if one.second is not None]
            area = round(sum(one.cm * (one.second or 0) for one in sizes[:1]), 2) or None
        if not depth:
            yield Missing(
                family="debridement",
                topic="depth",
                question="Please document the deepest tissue that was removed by the debridement.",
                options=("Skin (epidermis, dermis)", "Subcutaneous tissue", "Muscle or fascia", "Bone"),
                spans=(span,),
            )
        if area is None:
            yield Missing(
                family="debridement",
                topic="size",
                question="Please document the area that was debrided in square centimetres.",
                options=("Area in square cm (please specify)",),
                spans=(span,),
            )
        if not depth or area is None:
            return
        first, further = {
            "skin": ("97597", "97598"),
            "subcutaneous": ("11042", "11045"),
            "muscle": ("11043", "11046"),
            "bone": ("11044", "11047"),
        }[depth]
        why = (f"debridement to {depth}, {area:g} square cm",)
        yield Performed(code=first, kind="minor", family="debridement", spans=(span,), why=why)
        if area > 20:
            yield Performed(
                code=further,
                kind="add-on",
                family="debridement",
                units=-int(-(area - 20) // 20),
                spans=(span,),
                why=why,
            )
        return


def _drainage(reading: Reading) -> Iterator[Outcome]:
    for said, match in _done(reading, _DRAIN):
        text = _text(reading, said)
        span: Span = (match.start(), match.end())
        special = (
            ("56420", r"bartholin", "Bartholin's gland"),
            ("46050", r"perianal", "perianal abscess"),
            ("42700", r"peritonsillar", "peritonsillar abscess"),
            ("26010", r"\bfelon|finger abscess", "abscess of a finger"),
            ("67700", r"eyelid", "abscess of the eyelid"),
            ("10140", r"\bhematoma\b", "hematoma"),
        )
        for code, words, label in special:
            if re.search(words, text) and (code != "10140" or "abscess" not in text):
                yield Performed(
                    code=code,
                    kind="minor",
                    family="incision and drainage",
                    modifiers=tuple(digit_modifiers(said.lower))[:1] if code == "26010" else (),
                    spans=(span,),
                    why=(f"drainage: {label}",),
                )
                return
        if re.search(r"\bpilonidal\b", text):
            yield Performed(
                code=("10081") if re.search(r"\bcomplicated|extensive", text) else "10080",
                kind="minor",
                family="incision and drainage",
                spans=(span,),
                why=("drainage of a pilonidal cyst",),
            )
            return
        several = count_of(r"abscess(?:es)?", text)
        hard = (
            _COMPLICATED.search(text) is not None
            and re.search(r"\b(?:no|not|without) (?:\w+ ){0,3}(?:pack\w*|locul\w*|drain)", text) is None
        )
        complicated = (
            bool(
                hard
                and re.search(
                    r"\b(?:complicated|complex|multiple|multiloculated|drain (?:was )?placed|"
                    r"locul\w+[^.\n]{0,60}(?:broken|lysed|disrupted|probed)|(?:broken|broke|lysed|disrupt\w+|"
                    r"break)[^.\n]{0,40}locul\w+)",
                    text,
                )
            )
            or bool(several and several[0] > 1)
            or bool(
                re.search(r"\bpack(?:ed|ing) (?:was )?(?:with|placed|left)|packed with|iodoform", text)
                and not re.search(r"\b(?:no|without) packing|\bsimple\b", text)
            )
        )
        yield Performed(
            code=("10061") if complicated else "10060",
            kind="minor",
            family="incision and drainage",
            spans=(span,),
            why=(
                "drainage of an abscess, "
                + ("complicated or multiple" if complicated else "simple or single"),
            ),
            confidence=0.7,
        )
        return
    for said, match in _done(
        reading,
        re.compile(
            r"\b(?:puncture aspiration|aspirat\w+ of (?:the |an? )?(?:abscess|hematoma|cyst|bulla|seroma)|"
            r"needle aspiration of (?:the |an? )?(?:abscess|cyst|seroma))"
        ),
    ):
        yield Performed(
            code="10160",
            kind="minor",
            family="incision and drainage",
            spans=((match.start(), match.end()),),
            why=("puncture aspiration",),
        )
        del said
        return


def _foreign_bodies(reading: Reading) -> Iterator[Outcome]:
    for said, match in reading.find(_FOREIGN):
        if not _REMOVED.search(said.lower):
            continue
        removed = _REMOVED.search(said.lower)
        assert removed is not None
        if reading.status(said, said.start + removed.start(), said.start + removed.end()) is not Status.DONE:
            continue
        text = _text(reading, said)
        span: Span = (match.start(), match.end())
        if re.search(r"\bcornea\w*|slit lamp", text):
            code, label = (
                ("65222", "cornea, with slit lamp")
                if re.search(r"slit[- ]?lamp", text)
                else ("65220", "cornea, without slit lamp")
            )
        elif re.search(r"conjunctiva\w*|eyelid|eye\b", text):
            code, label = "65205", "conjunctiva"
        elif re.search(r"\bear canal|\bear\b|auditory canal", text):
            code, label = "69200", "ear canal"
        elif re.search(r"\bnose|nasal|nostril|naris|nares", text):
            code, label = "30300", "nose"
        elif re.search(r"\bvagin", text):
            code, label = "57415", "vagina"
            if not re.search(r"anesthesia", text):
                continue
        elif re.search(r"\btick\b", match.group()) and not re.search(r"incis", text):
            continue
        elif re.search(r"\bincis\w+", text):
            code, label = (
                ("10121", "skin, complicated")
                if re.search(r"complicated|deep|extensive|dissect", text)
                else ("10120", "skin, by incision")
            )
        elif re.search(r"\bfoot\b|\bplantar", text) and re.search(r"subcutaneous", text):
            code, label = "28190", "foot, subcutaneous"
        elif re.search(r"skin|finger|hand|foot|arm|leg|subcutaneous", text):
            yield Missing(
                family="removal of a foreign body",
                topic="approach",
                question=(
                    "The removal of a foreign body from the skin is documented. Please document how it was "
                    "removed."
                ),
                options=("By incision", "Without incision (forceps, tweezers, irrigation)"),
                spans=(span,),
            )
            return
        else:
            continue
        modifiers = side_modifiers(text) if code[0] == "6" else ()
        modifiers = modifiers if modifiers and modifiers[0][0] != "50" else ()
        yield Performed(
            code=code,
            kind="minor",
            family="removal of a foreign body",
            modifiers=modifiers,
            spans=(span,),
            why=(f"foreign body removed: {label}",),
        )
        return


def _burns(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("burn"):
        return
    for said, match in _done(
        reading,
        re.compile(
            r"\b(?:burns?[^.\n]{0,60}(?:dress\w+|debrid\w+|treated)|(?:dress\w+|"
            r"debrid\w+)[^.\n]{0,40}burns?|silvadene[^.\n]{0,30}(?:applied|dressing))"
        ),
    ):
        text = _text(reading, said)
        span = (match.start(), match.end())
        percent = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|percent)(?: of)?(?: total)?(?: body| tbsa)?", text)
        if re.search(r"\bfirst[- ]degree|superficial burn\b", text) and not re.search(
            r"second|partial", text
        ):
            yield Performed(
                code="16000",
                kind="minor",
                family="burn care",
                spans=(span,),
                why=("first-degree burn, local treatment",),
            )
            return
        if percent is None:
            yield Missing(
                family="burn care",
                topic="size",
                question="Please document the burned area in percent of the body surface.",
                options=("Percent of body surface (please specify)",),
                spans=(span,),
            )
            return
        amount = float(percent.group(1))
        code = "16020" if amount < 5 else "16025" if amount <= 10 else "16030"
        yield Performed(
            code=code,
            kind="minor",
            family="burn care",
            spans=(span,),
            why=(f"partial-thickness burn, {amount:g} % of the body surface",),
        )
        return


def _nails(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("nail"):
        return
    said_of: dict[str, tuple[Said, re.Match[str]]] = {}
    for said, match in _done(reading, _NAIL):
        words = said.lower
        if re.search(
            r"matri[cx]ectomy|phenol|matrix (?:was )?(?:destroyed|ablated|excised)|permanent\w* "
            r"(?:removal|nail)",
            words,
        ):
            said_of.setdefault("11750", (said, match))
        elif re.search(
            r"avuls\w+|(?:partial|complete) nail removal|nail (?:plate )?(?:was )?(?:partially |"
            r"completely )?removed|removed? (?:the |part of the )?(?:ingrown )?(?:toe|finger)?nail",
            words,
        ):
            said_of.setdefault("11730", (said, match))
        elif re.search(r"debrid\w+", words):
            said_of.setdefault("11720", (said, match))
        elif re.search(r"subungual hematoma|trephin\w+", words):
            said_of.setdefault("11740", (said, match))
        elif re.search(r"nail ?bed (?:laceration )?(?:was )?repair\w*|repair of (?:the )?nail ?bed", words):
            said_of.setdefault("11760", (said, match))
        elif re.search(r"\btrimm?(?:ed|ing)\b|\bcut\b", words):
            said_of.setdefault("11719", (said, match))
    if "11750" in said_of:
        said_of.pop("11730", None)
    for code, (said, match) in said_of.items():
        yield from _nail(reading, code, said, (match.start(), match.end()))


def _nail(reading: Reading, code: str, said: Said, span: Span) -> Iterator[Outcome]:
    digits = tuple(digit_modifiers(said.lower)) or tuple(digit_modifiers(_text(reading, said)))
    if code == "11720":
        counted = count_of(r"(?:toe)?nails?", said.lower) or count_of(r"(?:toe)?nails?", _text(reading, said))
        if counted is None and re.search(r"\b(?:all|bilateral)\b", said.lower):
            counted = (10, 0, 0)
        if counted is None:
            yield Missing(
                family="nails",
                topic="number",
                question=(
                    "The debridement of nails is documented without their number. Please document how many "
                    "were debrided."
                ),
                options=("1 to 5", "6 or more"),
                spans=(span,),
            )
            return
        yield Performed(
            code=("11721") if counted[0] >= 6 else "11720",
            kind="minor",
            family="nails",
            spans=(span,),
            why=(f"{counted[0]} nails debrided",),
        )
        return
    labels = {
        "11750": "nail and matrix removed for good",
        "11730": "nail avulsed",
        "11740": "blood under a nail evacuated",
        "11760": "nail bed repaired",
        "11719": "nails trimmed",
    }
    if code == "11719":
        yield Performed(
            code=code, kind="minor", family="nails", spans=(span,), why=(labels[code],), confidence=0.6
        )
        return
    yield Performed(
        code=code, kind="minor", family="nails", modifiers=digits[:1], spans=(span,), why=(labels[code],)
    )
    if code == "11730" and len(digits) > 1:
        yield Performed(
            code="11732",
            kind="add-on",
            family="nails",
            units=len(digits) - 1,
            modifiers=digits[1:2],
            spans=(span,),
            why=("each further nail avulsed",),
        )
    if not digits:
        yield Missing(
            family="nails",
            topic="laterality",
            question=(
                "The procedure on a nail is documented without the digit and side. Please document which "
                "digit was treated."
            ),
            options=("Digit and side (please specify)",),
            spans=(span,),
        )


def _nosebleeds(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("epistaxis", "nosebleed", "nose bleed"):
        return
    for said, match in _done(
        reading,
        re.compile(
            r"\b(?:cauter\w+|silver nitrate|pack(?:ed|ing)|rhino ?rocket|rapid rhino|merocel|balloon "
            r"catheter)\b"
        ),
    ):
        text = _text(reading, said)
        span = (match.start(), match.end())
        if not re.search(r"nas|nose|epistaxis|septum|kiesselbach", text):
            continue
        if re.search(r"\bposterior\b", text):
            code, label, modifiers = "30905", "posterior", _NO_MODIFIERS
        else:
            extensive = re.search(
                r"\b(?:extensive|complex|multiple (?:attempts|sites)|pack\w*|rhino ?rocket|rapid rhino|"
                r"merocel)\b",
                text,
            )
            code, label = ("30903", "anterior, extensive") if extensive else ("30901", "anterior, simple")
            modifiers = side_modifiers(text)
        yield Performed(
            code=code,
            kind="minor",
            family="nosebleed",
            modifiers=modifiers,
            spans=(span,),
            why=(f"control of a nosebleed, {label}",),
            confidence=0.7,
        )
        return
