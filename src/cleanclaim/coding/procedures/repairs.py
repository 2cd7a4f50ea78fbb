"""Repair of wounds: simple, intermediate or complex, by site and length; lengths of a group are summed."""

import re
from collections import defaultdict
from collections.abc import Iterator

from cleanclaim.coding.procedures.facts import Length, lengths, nearest_site, sites_in
from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "wound repair"
TRIGGERS = ("lacerat", "wound", "sutur", "repair", "stitch", "staple", "dermabond", "closure", "closed with")

_FACE = frozenset({"face", "ear", "eyelid", "nose", "lip", "mouth", "forehead", "cheek", "chin"})
_SIMPLE = {
    "body": (
        (2.5, "12001"),
        (7.5, "12002"),
        (12.5, "12004"),
        (20.0, "12005"),
        (30.0, "12006"),
        (1e9, "12007"),
    ),
    "face": (
        (2.5, "12011"),
        (5.0, "12013"),
        (7.5, "12014"),
        (12.5, "12015"),
        (20.0, "12016"),
        (30.0, "12017"),
        (1e9, "12018"),
    ),
}
_INTERMEDIATE = {
    "body": (
        (2.5, "12031"),
        (7.5, "12032"),
        (12.5, "12034"),
        (20.0, "12035"),
        (30.0, "12036"),
        (1e9, "12037"),
    ),
    "hands": (
        (2.5, "12041"),
        (7.5, "12042"),
        (12.5, "12044"),
        (20.0, "12045"),
        (30.0, "12046"),
        (1e9, "12047"),
    ),
    "face": (
        (2.5, "12051"),
        (5.0, "12052"),
        (7.5, "12053"),
        (12.5, "12054"),
        (20.0, "12055"),
        (30.0, "12056"),
        (1e9, "12057"),
    ),
}
_COMPLEX = {
    "trunk": ("13100", "13101", "13102"),
    "limbs": ("13120", "13121", "13122"),
    "hands": ("13131", "13132", "13133"),
    "face": ("13151", "13152", "13153"),
}

_REPAIR = re.compile(
    r"\b(?:(?:simple|intermediate|complex|layered|primary|single[- ]layer(?:ed)?|two[- "
    r"]layer(?:ed)?|multi-?layer(?:ed)?)[ -](?:\w+ ){0,3}(?:repair|closure)|lacerations?(?: "
    r"\w+){0,3}? (?:repair|closure)|"
    r"wounds?(?: \w+){0,3}? (?:repair|closure)|(?:repair|closure) of (?:the |a |an |\w+ "
    r"){0,6}(?:laceration|wound)|"
    r"(?:laceration|wound|skin|edges|it|this|which|defect|layer|incision|epidermis)s?(?: "
    r"\w+){0,6}? (?:was|were) (?:\w+ ){0,3}(?:closed|repaired|approximated|sutured|stapled)|"
    r"closed (?:with|using|in)|(?:interrupted|running|simple|mattress|nylon|prolene|ethilon|"
    r"vicryl|monocryl|chromic|gut|absorbable)\s(?:\w+ ){0,3}sutures?|sutures? (?:was|were "
    r")?(?:placed|applied|used)|"
    r"staples? (?:was|were )?(?:placed|applied|used)|(?:dermabond|tissue adhesive|skin glue)(?: "
    r"was| were)?(?: \w+)? ?(?:applied|used|placed)?)"
)
_LAYERED = re.compile(
    r"\b(?:layered|two[- ]layer\w*|multi-?layer\w*|in (?:two|2|multiple|three) layers|deep "
    r"(?:dermal )?(?:sutures?|layer|stitch\w*)|(?:subcutaneous|deep(?:er)?|dermal|fascial?|galea) "
    r"(?:layer|tissue|sutures?|closure)s?"
    r"[^.]{0,40}(?:clos\w+|approximat\w+|sutur\w+|vicryl|monocryl|pds|absorbable)|buried|"
    r"intermediate (?:repair|closure|laceration|wound)|(?:vicryl|monocryl|"
    r"pds)[^.]{0,40}(?:subcutaneous|deep|dermal|fascia)|heavily contaminated[^.]{0,80}(?:clean|"
    r"debrid|irrigat))"
)
_COMPLEX_WORDS = re.compile(
    r"\b(?:complex (?:repair|closure|laceration repair|wound repair)|extensive undermining|"
    r"retention sutures?|scar revision|stents? placed for closure|exposure of (?:bone|cartilage|"
    r"tendon)|debridement of (?:wound )?edges|"
    r"exposed (?:bone|cartilage|tendon)|free margins? of|undermin\w+ (?:was|were)? ?(?:extensive|of))"
)
_SINGLE = re.compile(
    r"\b(?:simple (?:interrupted )?(?:repair|closure|laceration|suture)|single[- ]layer\w*|one[- "
    r"]layer|superficial)"
)
_GLUE = re.compile(r"\b(?:dermabond|tissue adhesive|skin glue|cyanoacrylate|tissue glue)\b")
_STITCHED = re.compile(r"\b(?:sutur\w*|stapl\w*|stitch\w*|nylon|prolene|ethilon|vicryl|monocryl|chromic)\b")
_STRIPS = re.compile(r"\bsteri-?strips?|adhesive strips?|butterfly\b")
_NOT_WOUND = re.compile(
    r"\b(?:excis\w+|lesion|biops\w+|incision|port|trocar|abscess|hernia|cyst|punch|shave|melanoma|"
    r"carcinoma|tumor|nevus|mass)\b"
)
_LENGTH_WORD = re.compile(r"\blacerations?|wounds?|repair|length|long|cuts?|gash|measur")


def repairs(reading: Reading) -> Iterator[Outcome]:
    """Yield repairs of wounds; what was sutured after an operation belongs to the operation."""
    done = [
        (said, match)
        for said, match in reading.find(_REPAIR)
        if reading.status(said, match.start(), match.end()) is Status.DONE
    ]
    if not done or not reading.has("lacerat", "wound", "cut ", "gash"):
        return
    said, match = done[0]
    if not re.search(r"lacerat|wound|\bcut\b|gash", _window(reading, said)[0]) or _only_operation(
        reading, said
    ):
        return
    text, offset = _window(reading, said)
    trigger = (match.start(), match.end())
    if _STRIPS.search(text) and not _STITCHED.search(text) and not _GLUE.search(text):
        return
    if _GLUE.search(text) and not _STITCHED.search(text) and reading.context.payer_kind == "medicare":
        yield Performed(
            code="G0168",
            kind="minor",
            family=FAMILY,
            spans=(trigger,),
            why=("closed with tissue adhesive only: Medicare's own code",),
        )
        return
    wounds = _wounds(text)
    if not wounds:
        site = nearest_site(text, match.start() - offset)
        question = (
            "The repair of a wound is documented without its length. Please document the length of each "
            "repaired wound."
        )
        yield Missing(
            family=FAMILY,
            topic="length",
            question=question,
            options=("Length of the repaired wound in cm (please specify)",),
            spans=(trigger,),
        )
        if not site:
            yield _asks_site(trigger)
        return
    totals: dict[tuple[str, str], list[tuple[Length, Span]]] = defaultdict(list)
    for length, site, near in wounds:
        site = site or _site_of_laceration(reading)
        if not site:
            yield _asks_site((offset + length.start, offset + length.end))
            continue
        depth = _depth(near if len(wounds) > 1 and (_LAYERED.search(near) or _SINGLE.search(near)) else text)
        if depth == "complex" and length.cm < 1.1:
            depth = "intermediate"
        totals[(depth, _group(depth, site))].append((length, (offset + length.start, offset + length.end)))
    for (depth, group), parts in totals.items():
        yield from _coded(depth, group, parts, trigger)


def _site_of_laceration(reading: Reading) -> str:
    """Return the site of the only laceration that the note names, wherever it does."""
    sites = set()
    for match in re.finditer(r"lacerat\w+", reading.lower):
        near = reading.lower[max(0, match.start() - 30) : match.end() + 40].split("\n")[0]
        sites |= {site for site, _, _ in sites_in(near)}
    return sites.pop() if len(sites) == 1 else ""


def _asks_site(span: Span) -> Missing:
    return Missing(
        family=FAMILY,
        topic="site",
        question="The site of the repaired wound is not documented. Please document the anatomic site.",
        options=("Anatomic site of each wound (please specify)",),
        spans=(span,),
    )


def _coded(depth: str, group: str, parts: list[tuple[Length, Span]], trigger: Span) -> Iterator[Performed]:
    total = round(sum(length.cm for length, _ in parts), 2)
    spans = (trigger, *(span for _, span in parts))
    summed = f"{total:g} cm" + (f" ({len(parts)} wounds of one group summed)" if len(parts) > 1 else "")
    why = (f"{depth} repair, {group}, {summed}",)
    if depth == "complex":
        first, second, further = _COMPLEX[group]
        yield Performed(
            code=first if total <= 2.5 else second,
            kind="minor",
            family=FAMILY,
            spans=spans,
            why=why,
            site=group,
        )
        if total > 7.5:
            units = -int(-(total - 7.5) // 5)
            yield Performed(
                code=further, kind="add-on", family=FAMILY, units=units, spans=spans, why=why, site=group
            )
        return
    table = _SIMPLE if depth == "simple" else _INTERMEDIATE
    code = next(code for most, code in table[group] if total <= most)
    yield Performed(code=code, kind="minor", family=FAMILY, spans=spans, why=why, site=group)


def _depth(text: str) -> str:
    if _COMPLEX_WORDS.search(text):
        return "complex"
    return (
        ("intermediate")
        if _LAYERED.search(text) and not re.search(r"\bno (?:deep|layered|subcutaneous)", text)
        else "simple"
    )


def _group(depth: str, site: str) -> str:
    if depth == "simple":
        return "face" if site in _FACE else "body"
    if depth == "intermediate":
        if site in _FACE:
            return "face"
        return "hands" if site in ("neck", "hand", "foot", "genitalia") else "body"
    if site in ("eyelid", "nose", "ear", "lip"):
        return "face"
    if site == "trunk":
        return "trunk"
    return "limbs" if site in ("scalp", "arm", "leg") else "hands"


def _window(reading: Reading, said: Said) -> tuple[str, int]:
    """Return the text that describes the repair: its section for a procedure note.

    Else the sentences around.
    """
    block = reading.procedure_text(said.start)
    if block is not None:
        return reading.lower[block[0] : block[1]], block[0]
    first = max(0, said.number - 6)
    last = min(len(reading.sentences), said.number + 9)
    kept = [
        one
        for one in reading.sentences[first:last]
        if one.section not in ("pmh", "psh", "family", "instructions", "medications")
    ]
    if not kept:
        kept = [said]
    return reading.lower[kept[0].start : kept[-1].end], kept[0].start


def _wounds(text: str) -> list[tuple[Length, str, str]]:
    """Return each wound once: its length, its site and the words near."""
    found: list[tuple[Length, str, str]] = []
    seen: set[tuple[float, str]] = set()
    for length in lengths(text):
        start, end = text.rfind(".\n", 0, length.start) + 1, _clause_end(text, length.end)
        start = max(start, text.rfind(". ", 0, length.start) + 1, text.rfind("\n", 0, length.start) + 1)
        near = text[start:end]
        if re.search(
            r"\b(?:margins?|excis|needle|blade|gauge|deep to|depth)\b",
            text[max(0, length.start - 25) : length.end + 25],
        ) and not _LENGTH_WORD.search(near):
            continue
        if re.match(r"\s*(?:in )?(?:deep|depth|wide|width)", text[length.end : length.end + 12]):
            continue
        if not _LENGTH_WORD.search(near) and not re.search(r"\b(?:clos|sutur|repair)", near):
            continue
        clause_start = max(
            start, text.rfind(",", start, length.start) + 1, text.rfind(" and ", start, length.start) + 1
        )
        clause = text[clause_start : _item_end(text, length.end, end)]
        own = list(sites_in(clause))
        site = (
            own[0][0] if own else nearest_site(near, length.start - start) or nearest_site(text, length.start)
        )
        key = (length.cm, site)
        if key in seen:
            continue
        seen.add(key)
        found.append((length, site, near))
    return found


def _clause_end(text: str, start: int) -> int:
    ends = [place for place in (text.find(". ", start), text.find("\n", start)) if place >= 0]
    return min(ends, default=len(text))


def _item_end(text: str, start: int, end: int) -> int:
    places = [
        place
        for place in (text.find(",", start, end), text.find(" and ", start, end), text.find(";", start, end))
        if place >= 0
    ]
    following = [place for place in places if lengths(text[place:end])]
    return min(following, default=end)


def _only_operation(reading: Reading, said: Said) -> bool:
    text, _ = _window(reading, said)
    return _NOT_WOUND.search(text) is not None and "lacerat" not in text
