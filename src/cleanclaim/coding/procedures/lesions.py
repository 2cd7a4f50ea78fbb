"""Lesions of the skin: destruction, tags, excision, shaving, biopsy; by kind, count, site and size."""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.facts import count_of, lengths, nearest_site, sites_in
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

TRIGGERS = (
    "cryo",
    "liquid nitrogen",
    "destr",
    "froze",
    "excis",
    "shave",
    "biops",
    "skin tag",
    "curett",
    "electrodes",
    "mohs",
    "cautery",
    "tca",
    "cantharidin",
)

_FACE = frozenset({"face", "ear", "eyelid", "nose", "lip", "mouth", "forehead", "cheek", "chin"})
_SPECIAL = frozenset({"scalp", "neck", "hand", "foot", "genitalia"})
_EXCISED = (0.5, 1.0, 2.0, 3.0, 4.0, 1e9)
_BENIGN = {"trunk": "1140", "neck": "1142", "face": "1144"}
_MALIGNANT = {"trunk": "1160", "neck": "1162", "face": "1164"}
_SHAVED = {"trunk": 11300, "neck": 11305, "face": 11310}
_MALIGNANT_DESTROYED = {
    "trunk": ("17260", "17261", "17262", "17263", "17264", "17266"),
    "neck": ("17270", "17271", "17272", "17273", "17274", "17276"),
    "face": ("17280", "17281", "17282", "17283", "17284", "17286"),
}

_DESTROY = re.compile(
    r"\b(?:cryotherapy|cryosurgery|cryo|liquid nitrogen|ln2|destruct\w+|destroyed|frozen|froze|"
    r"electrodes\w+|electrocauter\w+|curett\w+|cantharidin|laser ablat\w+|(?:tca|podophyllin|"
    r"trichloroacetic acid) (?:was |were )?appl\w+)\b"
)
_AK = re.compile(r"\b(?:actinic kerat\w+|aks?|solar kerat\w+|premalignant lesions?|pre-?cancer\w*)\b")
_WART = re.compile(
    r"\b(?:warts?|verruca\w*|molluscum|seborrheic kerat\w+|sks?|benign lesions?|milia|"
    r"condylomat?a?)\b"
)
_CANCER = re.compile(r"\b(?:basal cell|squamous cell|bcc|scc|melanoma|carcinoma|malignan\w+)\b")
_TAG = re.compile(r"\b(?:skin tags?|acrochordons?|fibroepithelial polyps?)\b")
_TAG_REMOVED = re.compile(
    r"\b(?:remov\w+|snip\w*|excis\w+|scissor\w*|cauter\w+|clipped|ligat\w+|destroy\w+|cryo\w*|"
    r"treated)\b"
)
_EXCISE = re.compile(
    r"\b(?:excis(?:ion|ed|ional)|elliptical (?:incision|excision)|wide local excision|fusiform)\b"
)
_SHAVE = re.compile(r"\b(?:shave removal|shave excision|shaved|shaving)\b")
_BIOPSY = re.compile(
    r"\b(?:(?:shave|tangential|punch|incisional|saucerization|scoop) biops(?:y|ies)|biops(?:y|"
    r"ies) (?:of|by|was|were|performed)|\d ?mm punch|skin biops(?:y|ies)|biopsied)\b"
)
_MARGIN = re.compile(
    r"\b(?:margins?(?: of)?[^.\d]{0,20}(\d*\.?\d+)\s*(cm|mm)|(\d*\.?\d+)\s*-?(cm|mm)\s*(?:\w+ "
    r")?(?:surgical |clinical |circumferential |lateral )?margins?)"
)
_EXCISED_DIAMETER = re.compile(
    r"\b(?:excised (?:diameter|lesion)|total (?:excised )?diameter|including margins?|with "
    r"margins?|(?:excision|specimen) (?:diameter|size))[^.\d]{0,30}(\d*\.?\d+)\s*(cm|mm)|"
    r"(\d*\.?\d+)\s*(cm|mm)[^.\d]{0,15}(?:including|with) margins?"
)
_BENIGN_WORDS = re.compile(
    r"\b(?:benign|epidermal (?:inclusion )?cyst|sebaceous cyst|inclusion cyst|\beic\b|pilar cyst|"
    r"nevus|nevi|dermatofibroma|keratosis|cyst|mole|lipoma|neurofibroma)\b"
)
_SKIN = re.compile(
    r"\b(?:lesions?|cyst|nevus|nevi|mole|keratos\w+|carcinoma|basal cell|squamous cell|melanoma|"
    r"bcc|scc|dermatofibroma|skin|papule|nodule|wart)\b"
)
_NOT_SKIN = re.compile(
    r"\b(?:lymph node|breast|endometri\w+|cervi(?:x|cal)|colon\w*|polyp|prostate|renal|liver|bone "
    r"marrow|gastric|duoden\w+|esophag\w+|bladder|uter\w+|tonsil\w*|gallbladder|append\w+|"
    r"hemorrhoid\w*|lung|bronch\w+|thyroid|synovi\w+|menisc\w+|nail)\b"
)
_HISTORY_OF = re.compile(r"\b(?:history of|prior|previous|scar)\b")


def _class_of(site: str) -> str:
    if site in _FACE:
        return "face"
    return "neck" if site in _SPECIAL else "trunk"


def lesions(reading: Reading) -> Iterator[Outcome]:
    """Yield destruction, excision, shaving and biopsy of skin lesions."""
    yield from _tags(reading)
    yield from _destroyed(reading)
    yield from _excised(reading)
    yield from _shaved(reading)
    yield from _biopsied(reading)


def _done(reading: Reading, pattern: re.Pattern[str]) -> list[tuple[Said, re.Match[str]]]:
    return [
        (said, match)
        for said, match in reading.find(pattern)
        if reading.status(said, match.start(), match.end()) is Status.DONE
    ]


def _around(reading: Reading, said: Said, before: int = 2, after: int = 3) -> tuple[str, int]:
    block = reading.procedure_text(said.start)
    if block is not None and block[1] - block[0] < 4000:
        return reading.lower[block[0] : block[1]], block[0]
    first, last = max(0, said.number - before), min(len(reading.sentences), said.number + after + 1)
    kept = [one for one in reading.sentences[first:last] if one.section == said.section or one is said]
    return reading.lower[kept[0].start : kept[-1].end], kept[0].start


def _tags(reading: Reading) -> Iterator[Outcome]:
    if not reading.has("skin tag", "acrochordon", "fibroepithelial"):
        return
    for said, match in _done(reading, _TAG):
        if not _TAG_REMOVED.search(said.lower):
            continue
        span = (match.start(), match.end())
        counted = count_of(r"(?:skin )?tags?|acrochordons?|lesions?", said.lower) or count_of(
            r"(?:skin )?tags?|acrochordons?", _around(reading, said)[0]
        )
        if counted is None:
            yield _ask_number("removal of skin tags", "How many skin tags were removed", span)
            return
        why = (f"{counted[0]} skin tags removed",)
        yield Performed(code="11200", kind="minor", family="removal of skin tags", spans=(span,), why=why)
        if counted[0] > 15:
            yield Performed(
                code="11201",
                kind="add-on",
                family="removal of skin tags",
                units=-(-(counted[0] - 15) // 10),
                spans=(span,),
                why=why,
            )
        return


def _ask_number(family: str, asked: str, span: Span) -> Missing:
    return Missing(
        family=family,
        topic="number",
        question=f"{asked}? The note documents the treatment without a number.",
        options=("Number treated (please specify)",),
        spans=(span,),
    )


def _destroyed(reading: Reading) -> Iterator[Outcome]:
    counted: dict[str, tuple[int | None, Span]] = {}
    for said, match in _done(reading, _DESTROY):
        text, offset = _around(reading, said)
        span = (match.start(), match.end())
        if re.search(
            r"cervi|endometri|nasal|epistaxis|prostate|hemorrhoid|septum|polyp|turbinate", said.lower
        ):
            continue
        own = (
            said.lower
            if (_AK.search(said.lower) or _WART.search(said.lower) or _CANCER.search(said.lower))
            else text
        )
        if (
            _CANCER.search(own)
            and not _HISTORY_OF.search(own)
            and not _AK.search(own)
            and not _WART.search(own)
        ):
            yield from _malignant_destroyed(text, offset, match.start() - offset, span)
            return
        for name, pattern, noun in (
            (
                "premalignant",
                _AK,
                r"actinic keratos[ie]s|aks?|solar keratos[ie]s|lesions?|premalignant lesions?|areas?",
            ),
            (
                "benign",
                _WART,
                (
                    r"warts?|verrucae?|molluscum(?: lesions?)?|seborrheic keratos[ie]s|sks?|lesions?|"
                    r"condylomata|"
                    r"papules?"
                ),
            ),
        ):
            found = pattern.search(own)
            if found is None or (name == "benign" and _AK.search(own) and not _WART.search(said.lower)):
                continue
            amount = count_of(noun, said.lower) or count_of(noun, text)
            single = re.search(
                r"\b(?:the|a|an|this|his|her) (?:\w+ ){0,3}(?:wart|verruca|actinic keratosis|ak|lesion|"
                r"seborrheic keratosis)\b(?!s)",
                own,
            )
            number = (
                amount[0]
                if amount
                else 1
                if single and not re.search(r"\b(?:warts|keratoses|aks|lesions|verrucae)\b", own)
                else None
            )
            before = counted.get(name)
            if (
                before is None
                or (before[0] is None and number is not None)
                or (number or 0) > (before[0] or 0)
            ):
                counted[name] = (number, span)
    for name, (number, span) in counted.items():
        genital = re.search(
            r"\b(?:penis|penile|vulva\w*|anal|perianal|genital|labia\w*|condylom\w+)\b", reading.lower
        )
        if name == "benign" and genital and "condylom" in reading.lower:
            code = (
                ("54056")
                if re.search(r"\bpen(?:is|ile)", reading.lower)
                else "46916"
                if re.search(r"\banal|perianal", reading.lower)
                else "56501"
            )
            yield Performed(
                code=code,
                kind="minor",
                family="destruction of lesions",
                spans=(span,),
                why=("condylomata destroyed; code by site",),
                confidence=0.6,
            )
        elif number is None:
            yield _ask_number("destruction of lesions", f"How many {name} lesions were destroyed", span)
        elif name == "premalignant":
            why = (f"destruction of {number} premalignant lesions",)
            if number >= 15:
                yield Performed(
                    code="17004", kind="minor", family="destruction of lesions", spans=(span,), why=why
                )
            else:
                yield Performed(
                    code="17000", kind="minor", family="destruction of lesions", spans=(span,), why=why
                )
                if number > 1:
                    yield Performed(
                        code="17003",
                        kind="add-on",
                        family="destruction of lesions",
                        units=number - 1,
                        spans=(span,),
                        why=why,
                    )
        else:
            why = (f"destruction of {number} benign lesions such as warts",)
            yield Performed(
                code=("17111") if number >= 15 else "17110",
                kind="minor",
                family="destruction of lesions",
                spans=(span,),
                why=why,
            )


def _malignant_destroyed(text: str, offset: int, place: int, span: Span) -> Iterator[Outcome]:
    sizes = lengths(text)
    site = nearest_site(text, place)
    if not sizes:
        yield _ask_size("destruction of malignant lesion", span)
        return
    size = sizes[0]
    code = _MALIGNANT_DESTROYED[_class_of(site)][
        next(number for number, most in enumerate(_EXCISED) if size.cm <= most)
    ]
    spans = (span, (offset + size.start, offset + size.end))
    yield Performed(
        code=code,
        kind="minor",
        family="destruction of malignant lesion",
        spans=spans,
        why=(f"malignant lesion of {size.cm:g} cm, {site or 'trunk'}, destroyed",),
        site=site,
    )


def _ask_size(family: str, span: Span) -> Missing:
    return Missing(
        family=family,
        topic="size",
        question=(
            "Please document the size of the lesion and, where tissue was excised, the narrowest margin "
            "on each side."
        ),
        options=("Diameter of the lesion and margins in cm (please specify)",),
        spans=(span,),
    )


def _excised(reading: Reading) -> Iterator[Outcome]:
    seen: set[tuple[str, float]] = set()
    asked = False
    for said, match in _done(reading, _EXCISE):
        if (
            _SHAVE.search(said.lower)
            or _TAG.search(said.lower)
            or (
                re.search(r"\bexcisional biops|excis\w+ debride", said.lower) and _NOT_SKIN.search(said.lower)
            )
        ):
            continue
        text, offset = _around(reading, said)
        if not _SKIN.search(text) or _NOT_SKIN.search(said.lower):
            continue
        if re.search(r"\b(?:hidradenitis|pilonidal|lipoma|ganglion|abscess)\b", text):
            continue
        span = (match.start(), match.end())
        place = match.start() - offset
        size, size_span = _excised_size(text, offset)
        site = nearest_site(said.lower, match.start() - said.start) or nearest_site(text, place)
        if size is None:
            if not asked and not seen:
                asked = True
                yield _ask_size("excision of a skin lesion", span)
            continue
        cancer = _CANCER.search(text) is not None and not re.search(
            r"\b(?:rule out|r/o|suspicious for|concern(?:ing)? for|possible|versus|vs|history "
            r"of)\b[^.]{0,40}(?:basal|squamous|carcinoma|melanoma|bcc|scc|malignan)",
            text,
        )
        benign = _BENIGN_WORDS.search(text) is not None
        if (site, size) in seen:
            continue
        if seen and not re.search(r"\b(?:second|another|additional|two|2nd|lesion (?:2|#2|b))\b", text):
            continue
        seen.add((site, size))
        if not site:
            yield Missing(
                family="excision of a skin lesion",
                topic="site",
                question="Please document the anatomic site of the excised lesion.",
                options=("Anatomic site (please specify)",),
                spans=(span,),
            )
            continue
        if not cancer and not benign:
            yield Missing(
                family="excision of a skin lesion",
                topic="pathology",
                question=(
                    "The nature of the excised lesion is not documented. Please add it when the pathology "
                    "report is available."
                ),
                options=("Benign", "Malignant", "Uncertain behavior"),
                spans=(span,),
            )
        stem = (_MALIGNANT if cancer else _BENIGN)[_class_of(site)]
        step = next(number for number, most in enumerate(_EXCISED) if size <= most)
        code = stem + str((0, 1, 2, 3, 4, 6)[step])
        kind = "malignant" if cancer else "benign"
        spans = (span, size_span) if size_span else (span,)
        why = (f"excision of a {kind} lesion, {site}, excised diameter {size:g} cm",)
        yield Performed(
            code=code,
            kind="minor",
            family="excision of a skin lesion",
            spans=spans,
            why=why,
            confidence=0.8 if cancer or benign else 0.4,
            site=site,
        )
        yield from _layered_closure(text, offset, site)


_OTHER_LENGTH = re.compile(
    r"\b(?:closure|repair|incision|defect|length|wound|sutur|blade)\w*\W+(?:\w+\W+){0,4}$"
)
_OTHER_LENGTH_AFTER = re.compile(r"\s*(?:\w+ ){0,2}(?:repair|closure|incision|wound|defect|long)")


def _excised_size(text: str, offset: int) -> tuple[float | None, Span | None]:
    stated = _EXCISED_DIAMETER.search(text)
    if stated:
        value, unit = (
            (stated.group(1), stated.group(2)) if stated.group(1) else (stated.group(3), stated.group(4))
        )
        return round(float(value) * (0.1 if unit == "mm" else 1), 3), (
            offset + stated.start(),
            offset + stated.end(),
        )
    margin = _MARGIN.search(text)
    sizes = [
        one for one in lengths(text) if not (margin and one.start < margin.end() and margin.start() < one.end)
    ]
    sizes = [
        one
        for one in sizes
        if not _OTHER_LENGTH.search(text[max(0, one.start - 40) : one.start])
        and not _OTHER_LENGTH_AFTER.match(text[one.end : one.end + 30])
    ]
    if not sizes:
        return None, None
    size = sizes[0].cm
    if margin:
        value, unit = (
            (margin.group(1), margin.group(2)) if margin.group(1) else (margin.group(3), margin.group(4))
        )
        size += 2 * float(value) * (0.1 if unit == "mm" else 1)
    return round(size, 3), (offset + sizes[0].start, offset + sizes[0].end)


_CLOSED = re.compile(
    r"\b(?:layered closure|intermediate (?:repair|closure)|closed in (?:two |multiple )?layers|"
    r"two[- ]layer|deep (?:dermal )?sutures|complex (?:repair|closure))\b"
)
_CLOSED_LENGTH = re.compile(
    r"(?:closure|repair|wound|incision|defect|length|closed)[^.\n]{0,60}?(\d*\.?\d+)\s*(cm|mm)|"
    r"(\d*\.?\d+)\s*-?(cm|mm)\s*(?:\w+ ){0,3}(?:closure|repair|wound|incision|defect|in length)"
)


def _layered_closure(text: str, offset: int, site: str) -> Iterator[Outcome]:
    """Yield the layered closure of an excision; a simple one is part of it."""
    from_closure = _CLOSED.search(text)
    if not from_closure:
        return
    span = (offset + from_closure.start(), offset + from_closure.end())
    length = _CLOSED_LENGTH.search(text)
    if not length:
        yield Missing(
            family="wound repair",
            topic="length",
            question=(
                "The layered closure of the excision is documented without its length. Please document it."
            ),
            options=("Length of the closure in cm (please specify)",),
            spans=(span,),
        )
        return
    value, unit = (
        (length.group(1), length.group(2)) if length.group(1) else (length.group(3), length.group(4))
    )
    cm = float(value) * (0.1 if unit == "mm" else 1)
    if "complex" in from_closure.group() and cm >= 1.1:
        stem = {"face": "1315" if site in ("eyelid", "nose", "ear", "lip") else "1313", "neck": "1313"}.get(
            _class_of(site), "1310" if site == "trunk" else "1312"
        )
        if site == "scalp":
            stem = "1312"
        yield Performed(
            code=stem
            + (
                "1"
                if cm <= 2.5 and stem in ("1313", "1315")
                else "2"
                if stem in ("1313", "1315")
                else "0"
                if cm <= 2.5
                else "1"
            ),
            kind="minor",
            family="wound repair",
            spans=(span,),
            why=(f"complex closure of {cm:g} cm, {site}",),
        )
        return
    table = {
        "face": ((2.5, "12051"), (5.0, "12052"), (7.5, "12053"), (12.5, "12054"), (1e9, "12055")),
        "neck": ((2.5, "12041"), (7.5, "12042"), (12.5, "12044"), (1e9, "12045")),
        "trunk": ((2.5, "12031"), (7.5, "12032"), (12.5, "12034"), (1e9, "12035")),
    }
    group = "trunk" if site == "scalp" else _class_of(site)
    code = next(code for most, code in table[group] if cm <= most)
    yield Performed(
        code=code,
        kind="minor",
        family="wound repair",
        spans=(span,),
        why=(f"layered closure of {cm:g} cm, {site}",),
    )


def _shaved(reading: Reading) -> Iterator[Outcome]:
    for said, match in _done(reading, _SHAVE):
        if re.search(r"\bbiops", said.lower) and not re.search(r"shave (?:removal|excision)", said.lower):
            continue
        text, offset = _around(reading, said)
        if _NOT_SKIN.search(said.lower) or re.search(
            r"\b(?:area|skin|hair) was shaved|shaved and prepped", said.lower
        ):
            continue
        sizes = lengths(said.lower) or lengths(text)
        span = (match.start(), match.end())
        site = nearest_site(said.lower, match.start() - said.start) or nearest_site(
            text, match.start() - offset
        )
        if not sizes:
            yield _ask_size("shaving of a skin lesion", span)
            return
        size = sizes[0].cm
        step = next(number for number, most in enumerate((0.5, 1.0, 2.0, 1e9)) if size <= most)
        yield Performed(
            code=str(_SHAVED[_class_of(site)] + step),
            kind="minor",
            family="shaving of a skin lesion",
            spans=(span,),
            why=(f"lesion of {size:g} cm shaved, {site}",),
            site=site,
        )
        return


def _biopsied(reading: Reading) -> Iterator[Outcome]:
    kinds: dict[str, tuple[int, Span]] = {}
    unknown: Span | None = None
    for said, match in _done(reading, _BIOPSY):
        text, _ = _around(reading, said)
        if _NOT_SKIN.search(said.lower) or not (_SKIN.search(text) or any(sites_in(said.lower))):
            continue
        words = match.group() + " " + said.lower
        kind = (
            ("punch")
            if "punch" in words
            else "incisional"
            if "incisional" in words
            else "tangential"
            if re.search(r"shave|tangential|saucer|scoop", words)
            else ""
        )
        span = (match.start(), match.end())
        if not kind:
            kind = (
                ("punch") if "punch" in text else "tangential" if re.search(r"shave|tangential", text) else ""
            )
        if not kind:
            unknown = unknown or span
            continue
        counted = count_of(r"biops(?:y|ies)|lesions?|sites?|punches", said.lower)
        amount = counted[0] if counted else 1
        if kind in kinds:
            amount = max(amount, kinds[kind][0])
        kinds[kind] = (amount, kinds[kind][1] if kind in kinds else span)
    if not kinds and unknown is not None:
        yield Missing(
            family="biopsy of the skin",
            topic="procedure-detail",
            question=(
                "A biopsy of the skin is documented without its technique. Please document how the specimen "
                "was taken."
            ),
            options=("Tangential (shave, scoop, curette)", "Punch", "Incisional"),
            spans=(unknown,),
        )
    first = True
    for kind, code, further in (
        ("incisional", "11106", "11107"),
        ("punch", "11104", "11105"),
        ("tangential", "11102", "11103"),
    ):
        if kind not in kinds:
            continue
        amount, span = kinds[kind]
        why = (f"{kind} biopsy of the skin, {amount}",)
        if first:
            yield Performed(code=code, kind="minor", family="biopsy of the skin", spans=(span,), why=why)
            amount -= 1
            first = False
        if amount:
            yield Performed(
                code=further,
                kind="add-on",
                family="biopsy of the skin",
                units=amount,
                spans=(span,),
                why=why,
            )
