"""What is counted for a character: coronary arteries and stents (ICD-10-PCS guideline B4.4)."""

import re

_NUMBERS = {
    "one": 1,
    "single": 1,
    "two": 2,
    "double": 2,
    "three": 3,
    "triple": 3,
    "four": 4,
    "quadruple": 4,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "five": 5,
    "quintuple": 5,
    "six": 6,
    "sextuple": 6,
}
_NUMBER = r"(?P<number>\d|" + "|".join(_NUMBERS) + r")"
_GRAFTS = (
    re.compile(
        r"(?:\bcabg|bypass(?: graft(?:ing)?s?)?)\s*(?:\(cabg\)\s*)?,?\s*[x×]\s*" + _NUMBER, re.IGNORECASE
    ),
    re.compile(
        _NUMBER + r"[- ]vessel (?:coronary|cabg|bypass|pci|percutaneous|angioplasty|stent)", re.IGNORECASE
    ),
    re.compile(
        r"(?:bypass\w*|cabg|grafts?) (?:of|to) (?:the )?" + _NUMBER + r" (?:coronary|vessels?|arteries)",
        re.IGNORECASE,
    ),
    re.compile(r"[x×] ?" + _NUMBER + r"\b(?! ?(?:mm|days?|units?))", re.IGNORECASE),
)
_VESSELS = (
    ("lad", re.compile(r"\b(?:lad|left anterior descending)\b", re.IGNORECASE)),
    ("diagonal", re.compile(r"\b(?:diagonal|d1|d2|diag)\b", re.IGNORECASE)),
    ("circumflex", re.compile(r"\b(?:circumflex|lcx|cx|lcfx)\b", re.IGNORECASE)),
    ("marginal", re.compile(r"\b(?:obtuse marginal|om ?\d?|om-\d)\b", re.IGNORECASE)),
    ("right", re.compile(r"\b(?:rca|right coronary(?: artery)?)\b", re.IGNORECASE)),
    ("pda", re.compile(r"\b(?:pda|posterior descending|rpda)\b", re.IGNORECASE)),
    ("plv", re.compile(r"\b(?:plv|posterolateral|rpl|plb)\b", re.IGNORECASE)),
    ("ramus", re.compile(r"\bramus\b", re.IGNORECASE)),
    ("main", re.compile(r"\b(?:left main|lmca)\b", re.IGNORECASE)),
)
_MAMMARY = re.compile(r"\b(?:lima|rima|left internal mammary|right internal mammary)\b", re.IGNORECASE)
_VEIN_TO = re.compile(
    r"\b(?:svg|saphenous vein(?: graft)?|vein graft|reversed saphenous vein(?: graft)?)s?\b[^.;\n]{0,80}",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:for|total(?: of)?|x|lasting|approximately|about)\s+(?:a total of |about |approximately |"
    r"over |more than )?"
    r"(?P<number>\d+(?:\.\d+)?|"
    + "|".join(_NUMBERS)
    + r"|seven|eight|nine|ten)[ -]*(?P<unit>hours?|hrs?|days?)\b",
    re.IGNORECASE,
)
_STENTS = re.compile(
    r"\b(?P<number>\d|one|two|three|four|"
    r"single)\s+(?:\d[\d.]* ?(?:mm)? ?[x×] ?\d+ ?(?:mm)?\s+)?(?:overlapping |new |everolimus-eluting |"
    r"\w+ )?"
    r"(?:drug[- ]eluting |bare[- ]metal |coronary )?(?:stents?|des|bms)\b|"
    r"\bstents?\s*[x×]\s*(?P<times>\d)|\bdes\s*[x×]\s*(?P<des>\d)",
    re.IGNORECASE,
)


def number_of_arteries(text: str, places: tuple[tuple[int, int], ...]) -> tuple[int, int, int] | None:
    """Return how many coronary arteries a passage treats, with the words: a stated number, else
    those named.
    """
    for start, end in places:
        for pattern in _GRAFTS:
            found = pattern.search(text, start, end)
            if found:
                return _value(found["number"]), found.start(), found.end()
        named = [match for _, words in _VESSELS if (match := words.search(text, start, end))]
        if named:
            return len(named), named[0].start(), named[0].end()
    return None


def number_of_vein_grafts(text: str, places: tuple[tuple[int, int], ...]) -> tuple[int, int, int] | None:
    """Return how many arteries a bypass reaches from the aorta: those stated or named, less those
    of a mammary artery.
    """
    for start, end in places:
        mammary = len({found.group().lower()[0] for found in _MAMMARY.finditer(text, start, end)})
        stated = next((found for one in _GRAFTS if (found := one.search(text, start, end))), None)
        if stated:
            for wider in places:
                mammary = max(
                    mammary, len({one.group().lower()[0] for one in _MAMMARY.finditer(text, *wider)})
                )
            number = _value(stated["number"]) - min(mammary, 2)
            return (number, stated.start(), stated.end()) if number > 0 else None
        to_vessels = list(_VEIN_TO.finditer(text, start, end))
        if to_vessels:
            named = {name for found in to_vessels for name, words in _VESSELS if words.search(found.group())}
            return max(len(named), 1), to_vessels[0].start(), to_vessels[0].end()
    return None


def hours_of(text: str, places: tuple[tuple[int, int], ...]) -> tuple[float, int, int] | None:
    """Return for how many hours a support went on, with the words."""
    for start, end in places:
        found = _DURATION.search(text, start, end)
        if found:
            number = (
                float(_value(found["number"]))
                if not found["number"].replace(".", "").isdigit()
                else float(found["number"])
            )
            return number * (24 if found["unit"].lower().startswith("d") else 1), found.start(), found.end()
    return None


def number_of_stents(text: str, places: tuple[tuple[int, int], ...]) -> tuple[int, int, int] | None:
    """Return how many stents a passage says were placed, with the words."""
    for start, end in places:
        found = _STENTS.search(text, start, end)
        if found:
            return _value(next(one for one in found.groups() if one)), found.start(), found.end()
    return None


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)
