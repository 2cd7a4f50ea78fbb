"""From the code of a term to a billable one: side, words near, unspecified child, 7th character.

Nothing is guessed: where the classification asks for a fact that the note does not give and has
no "unspecified" of exactly the same meaning, there is no code but a query.
"""

import re

import msgspec

from cleanclaim.codesets import ICD10CMEntry
from cleanclaim.coding.healing import episode_of
from cleanclaim.coding.lexicon import Lexicon, shown
from cleanclaim.coding.mentions import Mention
from cleanclaim.coding.note import Note
from cleanclaim.coding.text import STOP_WORDS, folded_words

_SIDES = ("right", "left", "bilateral")
_LONGEST_PROBLEM = 4000  # characters of a problem's text in which its side is looked for
_NEAR = 5  # words before or after a mention in which a side is taken to be its own
_OTHER = frozenset({"other", "specified", "multiple", "elsewhere", "classified"})
_LATER_CARE = frozenset(
    {
        "followup",
        "healing",
        "healed",
        "recheck",
        "postoperative",
        "postop",
        "rehabilitation",
        "removal",
        "cast",
    }
)
_FOLLOW_UP = re.compile(r"follow[- ]?up|post-?op|status post|recheck|healing", re.IGNORECASE)


class Specified(msgspec.Struct, frozen=True):
    """The billable codes of a mention (several for two sides), or none with what is missing.

    ``why`` explains each step; ``missing`` is the topic of the query that the gap calls for;
    ``options`` are the titles between which the documentation does not decide.
    """

    codes: tuple[str, ...]
    why: tuple[str, ...] = ()
    missing: str = ""
    options: tuple[str, ...] = ()
    defaulted: bool = False


class _Around(msgspec.Struct, frozen=True):
    """A mention with what the note says around it: the side, and the words that may tell a type."""

    mention: Mention
    note: Note
    lexicon: Lexicon
    side: str
    words: frozenset[str]


def specify(code: str, mention: Mention, note: Note, lexicon: Lexicon) -> Specified:
    """Return the billable codes for the code of a mention's term."""
    entry = lexicon.entry(code)
    if entry is not None and entry.billable and not mention.term.without_side:
        return Specified((code,))
    side = side_of(mention, note)
    if not side and mention.term.without_side:
        code = mention.term.without_side
    around = _Around(mention, note, lexicon, side, _words_near(mention, note) | mention.term.hints)
    return _descend((code,), around, Specified(()))


def _descend(codes: tuple[str, ...], around: _Around, so_far: Specified) -> Specified:
    ready: list[str] = []
    for code in codes:
        entry = around.lexicon.entry(code)
        if entry is None:
            return Specified(())
        if entry.billable:
            ready.append(code)
            continue
        step = _step(entry, around)
        if not step.codes:
            return step
        so_far = Specified(
            (),
            tuple(dict.fromkeys((*so_far.why, *step.why))),
            so_far.missing or step.missing,
            so_far.options or step.options,
            so_far.defaulted or step.defaulted,
        )
        below = _descend(step.codes, around, so_far)
        if not below.codes:
            return below
        ready.extend(below.codes)
        so_far = below
    return msgspec.structs.replace(so_far, codes=tuple(ready))


def _step(entry: ICD10CMEntry, around: _Around) -> Specified:
    """Go one level down: by 7th character, side, words near, or the unspecified child."""
    lexicon = around.lexicon
    children = [child for code in lexicon.children(entry.code) if (child := lexicon.entry(code))]
    if entry.seventh_characters and all(len(child.code) == 7 for child in children):
        return _seventh_character(entry, children, around)
    groups: dict[frozenset[str], dict[str, ICD10CMEntry]] = {}
    own_words = _content(entry.title)
    for child in children:
        groups.setdefault(_content(child.title), {})[side_in_title(child.title)] = child
    _join_bilateral(groups)
    chosen, why = _group(groups, own_words, around.words)
    if chosen is None:
        return Specified((), missing="specificity", options=tuple(child.title for child in children))
    if len(chosen) == 1:
        (child,) = chosen.values()
        reason = f"words near the mention lead to {shown(child.code)}"
        if not why:
            reason = f"{shown(child.code)} is the unspecified code of {shown(entry.code)}"
        return Specified((child.code,), (reason,), defaulted=not why)
    return _by_side(entry, chosen, around.side)


def _join_bilateral(groups: dict[frozenset[str], dict[str, ICD10CMEntry]]) -> None:
    """Put "bilateral" to right and left where its title only leaves out the organ ("right ear")."""
    for content in [one for one, sided in groups.items() if set(sided) == {"bilateral"}]:
        pairs = [
            one
            for one, sided in groups.items()
            if content < one and len(one - content) == 1 and {"right", "left"} <= set(sided)
        ]
        if len(pairs) == 1 and "bilateral" not in groups[pairs[0]]:
            groups[pairs[0]] |= groups.pop(content)


def _group(
    groups: dict[frozenset[str], dict[str, ICD10CMEntry]], own_words: frozenset[str], words: frozenset[str]
) -> tuple[dict[str, ICD10CMEntry] | None, bool]:
    """Choose among children that differ by more than the side; True when words near decided.

    The children whose further words all stand near win; else those that say no more than their
    parent, when there is one such group.
    """
    several = sum(len(children) for children in groups.values()) > 1
    common = frozenset.intersection(*groups) if several else frozenset()
    plain = [content for content in groups if content <= own_words | common]
    by_words = []
    for content in groups:
        further = content - own_words - common or (content - common if len(plain) > 1 else frozenset())
        if further and further <= words and not further & _OTHER:
            by_words.append((len(further), content))
    if by_words:
        best = max(size for size, _ in by_words)
        closest = [content for size, content in by_words if size == best]
        if len(closest) == 1:
            return groups[closest[0]], True
    if not plain:
        # "…, unspecified stage" says no more than its parent, though its words do.
        plain = [content for content, sided in groups.items() if set(sided) == {"unspecified"}]
    return (groups[plain[0]], False) if len(plain) == 1 else (None, False)


def _by_side(entry: ICD10CMEntry, sided: dict[str, ICD10CMEntry], side: str) -> Specified:
    titles = tuple(sided[one].title for one in _SIDES if one in sided)
    if side in sided:
        return Specified((sided[side].code,), (f"side: {side}",))
    if side == "bilateral" and "right" in sided and "left" in sided:
        # Official Guidelines I.B.13: without a bilateral code, both sides are coded.
        return Specified(
            (sided["right"].code, sided["left"].code), ("both sides, each with its code (I.B.13)",)
        )
    if "unspecified" in sided:
        return Specified(
            (sided["unspecified"].code,),
            (f"side not documented: unspecified side of {shown(entry.code)}",),
            missing="laterality",
            options=titles,
            defaulted=True,
        )
    return Specified((), missing="laterality", options=titles)


def _seventh_character(entry: ICD10CMEntry, children: list[ICD10CMEntry], around: _Around) -> Specified:
    meanings = dict(entry.seventh_characters)
    by_character = {child.code[-1]: child for child in children}
    if "A" in meanings and "initial" in meanings["A"]:
        return _episode(by_character, around)
    for character, meaning in meanings.items():
        if around.side and around.side in meaning and character in by_character:
            return Specified((by_character[character].code,), (f"7th character {character}: {meaning}",))
    for character, meaning in meanings.items():
        told = _content(meaning) - _OTHER
        if told and "unspecified" not in meaning and told <= around.words and character in by_character:
            return Specified((by_character[character].code,), (f"7th character {character}: {meaning}",))
    for character, meaning in meanings.items():
        if "unspecified" in meaning and character in by_character:
            why = f"7th character {character}: {meaning} (not documented)"
            return Specified((by_character[character].code,), (why,), defaulted=True)
    return Specified((), missing="specificity", options=tuple(child.title for child in children))


def _episode(by_character: dict[str, ICD10CMEntry], around: _Around) -> Specified:
    """Choose the episode of care by what the note says of it (``healing``)."""
    note, mention, words = around.note, around.mention, around.words
    complaint = " ".join(
        note.document.text[section.start : section.end]
        for section in note.sections.all
        if section.kind == "chief_complaint"
    )
    later = bool(words & _LATER_CARE) or bool(
        _FOLLOW_UP.search(complaint)
        or _FOLLOW_UP.search(note.document.text, mention.sentence.start, mention.end)
    )
    text, sentence = note.document.text, mention.sentence
    problem = note.problems.at(mention.start)
    named = body = ""
    if problem is not None:
        named = text[problem.start : problem.heading_end]
        body = text[problem.start : min(problem.end, problem.start + _LONGEST_PROBLEM)]
    episode = episode_of(
        frozenset(by_character),
        text[sentence.start : mention.start],
        f"{text[sentence.start : sentence.end]}\n{named}",
        body,
        later=later,
    )
    if episode is None:
        return Specified((), missing="specificity", options=tuple(one.title for one in by_character.values()))
    return Specified((by_character[episode.character].code,), (episode.why,), defaulted=True)


def side_in_title(title: str) -> str:
    """Return the side that a title names, ``unspecified``, or nothing."""
    words = title.lower().replace(",", " ").split()
    for side in (*_SIDES, "unspecified"):
        if side in words:
            return side
    return ""


def side_of(mention: Mention, note: Note) -> str:
    """Return the side of a mention: from the words near, its sentence, its problem; else nothing.

    Farther places count only when they name one side and no other.
    """
    tokens = mention.sentence.tokens
    near = [
        (min(abs(index - mention.first), abs(index - mention.last)), side)
        for index in range(max(0, mention.first - _NEAR), min(len(tokens), mention.last + _NEAR + 1))
        if (side := tokens[index].side)
    ]
    if near:
        return min(near)[1]
    problem = note.problems.at(mention.start)
    reaches = [(mention.sentence.start, mention.sentence.end)]
    if problem is not None:
        reaches.append((problem.start, min(problem.end, problem.start + _LONGEST_PROBLEM)))
    for start, end in reaches:
        sides = {token.side for sentence in note.between(start, end) for token in sentence.tokens} - {""}
        if len(sides) == 1:
            return sides.pop()
    return _side_of_site(mention, note)


def _side_of_site(mention: Mention, note: Note) -> str:
    """Return the side that stands directly before the mention's words all over the note."""
    site = {token.folded for token in mention.sentence.tokens[mention.first : mention.last + 1]} - {
        "",
        "pain",
    }
    sides = {side for word in site for side in note.sides_before.get(word, ())}
    return sides.pop() if len(sides) == 1 else ""


def _words_near(mention: Mention, note: Note) -> frozenset[str]:
    words = {token.folded for token in mention.sentence.tokens}
    problem = note.problems.at(mention.start)
    if problem is not None:
        words |= set(folded_words(note.document.text[problem.start : problem.heading_end]))
    if {"stage", "iv"} <= words:
        words.add("4")
    return frozenset(words)


def _content(title: str) -> frozenset[str]:
    return frozenset(folded_words(title)) - STOP_WORDS
