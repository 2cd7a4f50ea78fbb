"""The notation of the situational rules: text into values, mistakes named by their line.

    rule frequency-without-original-number
    for 837P 837I 837D
    in 2300
    when CLM05-3 = 7,8
    need REF[F8]
    say The claim replaces or cancels an earlier one but does not give its number.
    fix Send REF*F8 with the number that the payer gave the earlier claim.
    at CLM05-3
    source 2300 REF (payer claim control number)

``in`` is a block (see ``blocks.py``), ``each`` a loop or segment id in it, looked at one by one.
A reference is ``loop/segment[qualifiers]element-component``; without a loop it means the rule's
own. ``when`` lines must all hold; of a ``need`` line one of those between ``or``; ``not`` before
a condition turns it round. After a reference: ``= a,b`` (one of these), ``has a,b`` (in any
component), ``starts a,b``, ``zero``, ``over 1`` and ``under 0`` (numbers), ``before DTP[435]03``
(its first day lies before the other's first), ``beyond DTP[434]03`` (its last after the other's
last). ``code BH = 01,02`` is a code of an HI by its qualifier, in any element. ``inner 2000C`` means
that such a block is inside; ``ask name`` is a question of ``questions.py``; ``check name`` lets a
check of ``checks.py`` and its neighbours find the places.
"""

import re
from collections.abc import Iterator

from cleanclaim.x12.problems import Severity
from cleanclaim.x12.situations.model import Condition, Situation


class SituationMistake(Exception):
    """A rule file that does not follow the notation: our mistake, never the user's."""


_REFERENCE = re.compile(
    r"(?:([0-9A-Z]+)/)?([A-Z][A-Z0-9]{1,2})(?:\[([^\]]+)\])?(?:(\d\d)(?:-(\d+))?)?"
    r"(?: (=|has|starts|over|under|before|beyond) (\S+)| (zero))?"
)
_CODE = re.compile(r"code ([A-Z0-9,]+)(?: = (\S+))?")
_WORDS = frozenset(
    {"for", "in", "each", "when", "need", "check", "say", "fix", "at", "source", "severity", "verified"}
)


def read_situations(text: str) -> Iterator[Situation]:
    """Yield the rules of a file; raises ``SituationMistake`` naming the rule or the line."""
    lines: list[tuple[str, str]] = []
    name = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "rule":
            if name:
                yield _rule(name, lines)
            name, lines = rest, []
        elif name and word in _WORDS and rest:
            lines.append((word, rest))
        else:
            raise SituationMistake(f"line {number}: {line!r} cannot be read.")
    if name:
        yield _rule(name, lines)


def _rule(name: str, lines: list[tuple[str, str]]) -> Situation:
    once = {word: rest for word, rest in lines if word not in ("when", "need")}
    lacks = {"for", "in", "say", "fix", "source"} - once.keys()
    if lacks:
        raise SituationMistake(f"rule {name}: lacks {', '.join(sorted(lacks))}.")
    if once.get("verified", "no") not in ("yes", "no"):
        raise SituationMistake(f"rule {name}: verified is yes or no.")
    return Situation(
        id=name,
        guides=tuple(once["for"].split()),
        block=once["in"],
        each=once.get("each", ""),
        when=tuple(_condition(name, rest) for word, rest in lines if word == "when"),
        needs=tuple(
            tuple(_condition(name, one) for one in rest.split(" or "))
            for word, rest in lines
            if word == "need"
        ),
        check=once.get("check", ""),
        sentence=once["say"],
        fix=once["fix"],
        at=_condition(name, once["at"]) if "at" in once else None,
        source=once["source"],
        severity=Severity(once.get("severity", "error")),
        verified=once.get("verified", "no") == "yes",
    )


def _condition(name: str, text: str) -> Condition:
    negated = text.startswith("not ")
    text = text.removeprefix("not ")
    word, _, rest = text.partition(" ")
    if word == "inner":
        return Condition("inner", loop=rest, negated=negated)
    if word == "ask":
        return Condition("ask", segment=rest, negated=negated)
    coded = _CODE.fullmatch(text)
    if coded is not None:
        values = tuple(coded[2].split(",")) if coded[2] else ()
        qualifiers = tuple(coded[1].split(","))
        return Condition("code", segment="HI", qualifiers=qualifiers, values=values, negated=negated)
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise SituationMistake(f"rule {name}: {text!r} cannot be read.")
    word = found[8] or found[6] or "exists"
    kind = {"=": "among"}.get(word, word)
    return Condition(
        kind,
        loop=found[1] or "",
        segment=found[2],
        qualifiers=tuple(found[3].split(",")) if found[3] else (),
        element=int(found[4] or 0),
        component=int(found[5] or 0),
        values=tuple(found[7].split(",")) if found[7] else (),
        negated=negated,
        other=_condition(name, found[7]) if kind in ("before", "beyond") else None,
    )
