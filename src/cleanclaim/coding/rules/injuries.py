"""Which injury goes first, which is part of another, and what an old one left behind."""

import re

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.rules.rule import Draft, Example, Rule

# Third characters of S codes within each body region, the most serious kind of injury first.
_SEVERITY = (
    re.compile(r"S(?:06|14\.?[01]|24\.?[01]|34\.?[01]|[23][5-7]|[1-9]5)"),  # brain, cord, organ, vessel
    re.compile(r"S.[278]"),  # fracture, crush, amputation
    re.compile(r"S.[4-6]"),  # nerve, muscle
    re.compile(r"S.3"),  # dislocation, sprain
    re.compile(r"S.1"),  # open wound
    re.compile(r"S.9"),  # other
    re.compile(r"S.0"),  # superficial
)
_BURN = re.compile(r"T2[0-5]")
_SITE_WORDS = re.compile(r"[a-z]+")
_NO_SITES = frozenset(
    {
        *(
            "contusion",
            "abrasion",
            "blister",
            "superficial",
            "injury",
            "other",
            "unspecified",
            "initial",
            "of",
        ),
        *("subsequent", "encounter", "for", "sequela", "open", "closed", "fracture", "bite", "nonvenomous"),
        *(
            "insect",
            "external",
            "constriction",
            "foreign",
            "body",
            "laceration",
            "without",
            "with",
            "puncture",
        ),
        *("wound", "sprain", "strain", "dislocation", "right", "left", "and", "the", "at", "level", "lower"),
        *("upper", "end", "part", "parts", "specified", "to", "into", "displaced", "nondisplaced", "damage"),
        *("nail", "routine", "healing", "delayed", "nonunion", "malunion", "type", "routine", "muscle", "or"),
    }
)


class SuperficialInjuryOfSameSite(Rule):
    """An abrasion or contusion beside a more severe injury of the same site.

    ## Why it matters
    The severe injury contains it; coded apart it shows one event as two.
    """

    id = "GL022"
    name = "superficial-injury-beside-a-severe-one-of-its-site"
    section = "I.C.19.b.1"
    examples = (
        Example("Right forearm abrasion.\nOpen wound of right forearm.", ("S51.801A",)),
        Example("Right forearm abrasion.\nOpen wound of left forearm.", ("S51.802A", "S50.811A")),
        Example("Right knee contusion.\nRight ankle sprain.", ("S93.401A", "S80.01XA")),
    )

    def apply(self, draft: Draft) -> None:
        """Take out superficial injuries of which the site and side are those of a more severe one."""
        severe = [one for one in draft.having("S") if one.code[2] != "0"]
        for slight in [one for one in draft.having("S") if one.code[2] == "0"]:
            sites, side = _site(draft, slight)
            for one in severe:
                other_sites, other_side = _site(draft, one)
                if one.code[1] == slight.code[1] and side == other_side and sites & other_sites:
                    draft.drop(slight, self.why("part of the more severe injury of the same site"))
                    break


class MostSeriousInjuryFirst(Rule):
    """An injury listed before a more serious one.

    ## Why it matters
    The first injury decides what the claim is for. The provider's judgement goes before this order, so the
    codes keep the provider's order within one kind of injury.
    """

    id = "GL023"
    name = "slighter-injury-before-a-more-serious-one"
    section = "I.C.19.b"
    examples = (
        Example("Right wrist sprain.\nRight distal radius fracture.", ("S52.501A", "S63.501A")),
        Example("Left ankle sprain.\nRight knee sprain.", ("S93.402A", "S83.91XA")),
    )

    def apply(self, draft: Draft) -> None:
        """Sort current injuries by kind within the places that injuries take."""
        current = [one for one in draft.having("S") if not one.code.endswith("S")]
        ordered = sorted(current, key=_severity)
        if ordered == current:
            return
        places = sorted(draft.chosen.index(one) for one in current)
        for place, one in zip(places, ordered, strict=True):
            draft.chosen[place] = one


class HighestDegreeOfBurn(Rule):
    """Burns: one code a site for the highest degree, and the highest degree of all first."""

    id = "GL024"
    name = "burn-of-a-lower-degree-first-or-beside-a-higher-one"
    section = "I.C.19.d.1 and I.C.19.d.2"
    examples = (
        Example("First degree burn of the left hand.\nSecond degree burn of the left hand.", ("T23.202A",)),
        Example(
            "First degree burn of the left hand.\nThird degree burn of the chest wall.",
            ("T21.31XA", "T23.102A"),
        ),
        Example("Second degree burn of the left hand.", ("T23.202A",)),
    )

    def apply(self, draft: Draft) -> None:
        """Drop lower degrees of one site and side, then order by degree."""
        burns = [one for one in draft.chosen if _BURN.match(one.code) and len(one.code) == 7]
        for low in burns:
            if any(
                low.code[:3] == one.code[:3]
                and low.code[4:6] == one.code[4:6]
                and one.code[3] > low.code[3]
                and one.code[3] in "123"
                for one in burns
            ):
                draft.drop(low, self.why("one code a site: the highest degree"))
        burns = [one for one in burns if one in draft.chosen]
        places = sorted(draft.chosen.index(one) for one in burns)
        ordered = sorted(burns, key=lambda one: -int(one.code[3]) if one.code[3] in "123" else 0)
        for place, one in zip(places, ordered, strict=True):
            draft.chosen[place] = one


class SequelaAfterItsCondition(Rule):
    """What an old injury left behind goes first; the injury with S says where it came from."""

    id = "GL025"
    name = "old-injury-before-what-it-left-behind"
    section = "I.B.10"
    examples = (
        Example("Sequela of left hip fracture with left hip pain.", ("M25.552", "S72.002S")),
        Example("Right ankle pain due to old ankle fracture.", ("M25.571", "S82.891S")),
        Example("Left hip fracture.", ("S72.002A",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put the codes of sequelae behind the conditions that their sentences name."""
        for old in [one for one in draft.chosen if len(one.code) == 7 and one.code.endswith("S")]:
            here = {mention.sentence.start for mention in old.mentions}
            conditions = [
                one
                for one in draft.chosen
                if one is not old and any(mention.sentence.start in here for mention in one.mentions)
            ]
            if not conditions:
                continue
            last = max(draft.chosen.index(one) for one in conditions)
            if draft.chosen.index(old) < last:
                draft.chosen.remove(old)
                draft.chosen.insert(last, old)


def _severity(injury: Candidate) -> int:
    return next((number for number, kind in enumerate(_SEVERITY) if kind.match(injury.code)), len(_SEVERITY))


def _site(draft: Draft, injury: Candidate) -> tuple[frozenset[str], str]:
    """Return the words of a code's title that name its site, and the side."""
    entry = draft.case.lexicon.entry(injury.code)
    title = entry.title.lower() if entry else ""
    side = "right" if "right" in title else "left" if "left" in title else ""
    return frozenset(_SITE_WORDS.findall(title)) - _NO_SITES, side
