"""Facts that rules read from words: numbers, lengths, counts, sides, sites."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

_COUNTING = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(_COUNTING.split(), 1)} | {
    "a": 1,
    "an": 1,
    "single": 1,
    "both": 2,
}
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
_LENGTH = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?|\.\d+)(?:\s*(?:cm|mm|centimeters?|millimeters?|inch(?:es)?|"
    r"in\b)?\s*(?:x|by|×)\s*(\d+(?:\.\d+)?))?"
    r"(?:\s*(?:x|by|×)\s*(\d+(?:\.\d+)?))?[\s-]*(cm|mm|centimeters?|millimeters?|inch(?:es)?)\b"
)
SIDE = re.compile(
    r"\b(right|left|bilateral(?:ly)?|both|each (?=knee|shoulder|hip|ear|eye)|rt|lt|"
    r"[rl](?= (?:\w+ )?(?:knee|ankle|foot|hand|wrist|"
    r"elbow|shoulder|hip|"
    r"arm|leg|ear|eye|thumb|toe|finger|forearm|thigh|calf|heel)))\b"
)


class Length(msgspec.Struct, frozen=True):
    """A length or the longest side of a size, in centimetres.

    With its place (offsets of the text searched).
    """

    cm: float
    start: int
    end: int
    second: float | None = None


def number(word: str) -> float | None:
    """Return the number that a word or numeral names."""
    word = word.strip().lower()
    if word in NUMBER_WORDS:
        return float(NUMBER_WORDS[word])
    try:
        return float(word)
    except ValueError:
        return None


def lengths(text: str) -> list[Length]:
    """Return the lengths that a text states, in centimetres."""
    found = []
    for match in _LENGTH.finditer(text):
        unit = match.group(4)
        factor = 0.1 if unit.startswith("m") else 2.54 if unit.startswith("in") else 1.0
        sides = [float(side) for side in match.groups()[:3] if side]
        ordered = sorted((round(side * factor, 4) for side in sides), reverse=True)
        second = ordered[1] if len(ordered) > 1 else None
        found.append(Length(ordered[0], match.start(), match.end(), second))
    return found


@cache
def _count_pattern(noun: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b({_NUMBER})\s+(?:\w+[ -]){{0,4}}?(?:{noun})\b|(?:{noun})\s*(?:\(|:|#|x|×|,)?\s*(?:x|×)\s*(\d+)|"
        rf"(?:{noun}) \((\d+)\)|(?:total of|number treated:?|total:?) ({_NUMBER})\b|"
        rf"\((\d+)\) (?:\w+ ){{0,3}}(?:{noun})"
    )


def count_of(noun: str, text: str) -> tuple[int, int, int] | None:
    """Return how many of something a text states, with the place; ``noun`` is a regular expression."""
    best: tuple[int, int, int] | None = None
    for match in _count_pattern(noun).finditer(text):
        value = next((group for group in match.groups() if group), None)
        amount = number(value) if value else None
        if amount is None or amount != int(amount) or amount > 200:
            continue
        if value in ("a", "an", "single") and best is not None:
            continue
        if best is None or amount > best[0]:
            best = (int(amount), match.start(), match.end())
    return best


def sides_in(text: str) -> frozenset[str]:
    """Return the sides that a text names: right, left (both for bilateral)."""
    found: set[str] = set()
    for match in SIDE.finditer(text):
        word = match.group()
        if word.startswith(("bilateral", "both", "each")):
            found |= {"right", "left"}
        else:
            found.add("right" if word.startswith("r") else "left")
    return frozenset(found)


def side_modifiers(text: str) -> tuple[tuple[str, str], ...]:
    """Return the modifier for the side that a text names: LT, RT, or 50 for both."""
    sides = sides_in(text)
    if len(sides) == 2:
        return (("50", "performed on both sides"),)
    if sides == {"right"}:
        return (("RT", "right side"),)
    if sides == {"left"}:
        return (("LT", "left side"),)
    return ()


_DIGIT_WORDS = (
    "thumb great big hallux first 1st",
    "index second 2nd",
    "middle long third 3rd",
    "ring fourth 4th",
    "little small pinky fifth 5th",
)
_DIGITS = {word: place for place, words in enumerate(_DIGIT_WORDS) for word in words.split()}
_DIGIT = re.compile(
    r"\b(?:(right|left|rt|lt)\s+)?(?:(index|middle|long|ring|little|small|pinky|great|big|first|"
    r"second|third|fourth|fifth|1st|2nd|3rd|4th|5th)\s+(?:trigger )?(finger|toe|digit|toenail|fingernail)|"
    r"(thumb|hallux|pinky))(?:nail)?\b"
)


def digit_modifiers(text: str) -> list[tuple[str, str]]:
    """Return the modifiers of the fingers (FA, F1-F9) and toes (TA.

    T1-T9) that a text names with their side.
    """
    found: dict[str, str] = {}
    sides = sides_in(text)
    for match in _DIGIT.finditer(text):
        side = match.group(1)
        if side is None and len(sides) == 1:
            side = next(iter(sides))
        if side is None:
            continue
        word = match.group(2) or match.group(4)
        toe = (
            (match.group(3) or "").startswith("toe")
            or word in ("hallux", "great", "big")
            or (match.group(3) == "digit" and "foot" in text)
        )
        place = _DIGITS[word] + (5 if side.startswith("r") else 0)
        letter = "T" if toe else "F"
        modifier = f"{letter}A" if place == 0 else f"{letter}{place}"
        found[modifier] = match.group().strip()
    return list(found.items())


_SITES: tuple[tuple[str, str], ...] = (
    ("eyelid", r"(?:upper |lower )?(?:eye)?lids?"),
    ("lip", r"(?:upper |lower )?lips?|vermilion"),
    ("ear", r"ears?|earlobes?|pinna|auricle|helix"),
    ("nose", r"nose|nasal (?:tip|ala|bridge|sidewall)|nostril"),
    ("mouth", r"oral mucosa|buccal|tongue|gingiva"),
    ("forehead", r"foreheads?|eyebrows?|brow"),
    ("cheek", r"cheeks?|temples?|malar|zygoma"),
    ("chin", r"chin|jaw(?:line)?"),
    ("face", r"face|facial"),
    ("scalp", r"scalp|vertex|occip\w+"),
    ("neck", r"neck"),
    ("axilla", r"axillae?|armpits?"),
    ("genitalia", r"penis|penile|scrot\w+|vulva\w*|labi(?:a|um|al)|genital\w*"),
    ("hand", r"hands?|palms?|palmar|fingers?|thumbs?|knuckles?|index|fingertips?"),
    ("foot", r"foot|feet|toes?|heels?|plantar|soles?|hallux"),
    ("trunk", (r"back|chest|abdom\w+|flanks?|buttocks?|trunk|breasts?|groin|shoulders?|torso|hips?|"
r"scapula\w*|sternum")),
    ("arm", r"arms?|forearms?|upper arms?|elbows?|wrists?|antecubital|upper extremity"),
    ("leg", r"legs?|thighs?|calf|calves|shins?|knees?|ankles?|lower (?:leg|extremity)|pretibial"),
)  # fmt: skip
_SITE = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _SITES))


def sites_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the sites that a text names, with their places."""
    for match in _SITE.finditer(text):
        name = match.lastgroup
        if name == "hand" and match.group() == "index" and "finger" not in text:
            continue
        if (
            name == "trunk"
            and match.group() == "back"
            and re.match(r"\s*(?:to|in|for|if|and forth)\b", text[match.end() :])
        ):
            continue
        if name is not None:
            yield name, match.start(), match.end()


def nearest_site(text: str, place: int) -> str:
    """Return the site named nearest to a place of a text, or nothing."""
    sites = list(sites_in(text))
    if not sites:
        return ""
    return min(sites, key=lambda one: min(abs(one[1] - place), abs(one[2] - place)))[0]
