"""Adverse effects, poisoning and underdosing of drugs."""

import re
from functools import cache
from importlib import resources
from itertools import islice

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.mentions import Mention, place_of
from cleanclaim.coding.rules.rule import Draft, Example, Rule
from cleanclaim.coding.sentences import Sentence

_ACCIDENT, _SELF_HARM, _ADVERSE, _UNDERDOSED = "1", "2", "5", "6"
_WAYS = {
    _ACCIDENT: "accidental",
    _SELF_HARM: "self_harm",
    _ADVERSE: "adverse_effect",
    _UNDERDOSED: "underdosing",
}
"""The columns of the Table of Drugs and Chemicals by the character of their codes."""
_INTENT = re.compile(r"\b(?:intentional|suicid\w+|self[- ]harm|kill (?:him|her|them)self)\b", re.IGNORECASE)
_COST = re.compile(r"\b(?:afford|cost|expensive|insurance|copay)\b", re.IGNORECASE)
_FORGOT = re.compile(r"\b(?:forg[oe]t\w*|confus\w+|misunderst\w+|memory)\b", re.IGNORECASE)
_HEARD = ("problem", "assessment", "detail")
_MOST_LINKS = 40
# A word of every pattern below: what has none is not looked at more closely.
_LINKING = re.compile(
    r"\b(?:due to|secondary to|caused by|side effect|adverse|reaction|induced|associated|related|from|"
    r"overdose\w*|"
    r"poisoning|ingestion|ingested|swallowed|"
    r"too (?:much|many)|ran out|taking|compliant|nonadherent|missed|skip\w*|forg[eo]t\w*|"
    r"afford)\b",
    re.IGNORECASE,
)


_SMALL = r"(?:(?:the|his|her|their|my|a|an|taking|use of|prescribed|recent|initiation of) ){0,3}"
_NAMED = r"(?P<drug>[a-z][a-z-]+(?: [a-z-]+){0,2})"
_LINKS = {
    _ADVERSE: re.compile(
        rf"\b(?:due to|secondary to|caused by|side effect (?:of|from)|"
        rf"adverse (?:effect|reaction) (?:of|to|from)|reaction to|induced by) {_SMALL}{_NAMED}",
        re.IGNORECASE,
    ),
    _ACCIDENT: re.compile(
        rf"\b(?:overdose (?:of|on|with)|overdosed on|poisoning (?:by|from|with)|ingestion of|"
        rf"ingested|swallowed) {_SMALL}{_NAMED}",
        re.IGNORECASE,
    ),
    _UNDERDOSED: re.compile(
        rf"\b(?:ran out of|stopped taking|not taking|not been taking|non-?compliant with|"
        rf"nonadherent (?:to|with)|missed doses of|skipping|skips|skipped) {_SMALL}{_NAMED}",
        re.IGNORECASE,
    ),
}
"""Words that link a condition to a substance that the official table may name."""


@cache
def drugs() -> dict[str, str]:
    """Return drug name (lower case) to the beginning of its codes, from ``data/drugs.tsv``."""
    text = resources.files("cleanclaim.coding").joinpath("data/drugs.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return {name: beginning for names, beginning in rows for name in names.split("|")}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, drugs()), key=len, reverse=True))
    drug = rf"(?P<drug>{names})"
    small = r"(?:(?:the|his|her|their|my|taking|use of|prescribed|recent|initiation of) ){0,3}"
    return {
        _ADVERSE: re.compile(
            rf"\b(?:due to|secondary to|caused by|side effect (?:of|from)|"
            rf"adverse (?:effect|reaction) (?:of|to|from)|"
            rf"reaction to|induced by|from) {small}(?P<drug1>{names})\b|"
            rf"\b{drug}[- ](?:induced|associated|related)\b",
            re.IGNORECASE,
        ),
        _ACCIDENT: re.compile(
            rf"\b(?:overdose (?:of|on|with)|overdosed on|poisoning (?:by|from|with)|"
            rf"ingestion of|too (?:much|many)) "
            rf"{small}(?P<drug1>{names})\b|\b{drug} (?:overdose|poisoning)\b",
            re.IGNORECASE,
        ),
        _UNDERDOSED: re.compile(
            rf"\b(?:ran out of|stopped taking|not taking|not been taking|non-?compliant with|"
            rf"nonadherent (?:to|with)|missed doses of|skipping|skips|skipped|forgets to take|forgot to take|"
            rf"cannot afford|can't afford|could not afford) {small}(?P<drug1>{names})\b|(?!){drug}",
            re.IGNORECASE,
        ),
    }


class DrugEffects(Rule):
    """What a drug did is coded with the drug: an effect before it, poisoning first, underdosing never first.

    ## Why it matters
    The same words lead to different codes and a different order by whether the drug was taken as prescribed.
    """

    id = "GL016"
    name = "drug-that-caused-the-condition-not-coded"
    section = "I.C.19.e.5"
    examples = (
        Example("Urticaria due to amoxicillin.", ("L50.9", "T36.0X5A")),
        Example("Cough secondary to lisinopril.", ("R05.9", "T46.4X5A")),
        Example("Acetaminophen overdose, suicide attempt.\nNausea.", ("T39.1X2A", "R11.0")),
        Example("Hypertension. She stopped taking lisinopril because she cannot afford it.", ("I10",)),
        Example("Hypertension, not taking lisinopril", ("I10", "T46.4X6A", "Z91.148")),
        Example("Asthma. Continue albuterol.", ("J45.909",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the codes of the drug tables beside the conditions that the note links to a drug."""
        note = draft.case.note
        text = note.document.text
        links = (
            one
            for one in note.sentences
            if _LINKING.search(text, one.start, one.end) and place_of(note, one.start) in _HEARD
        )
        for sentence in islice(links, _MOST_LINKS):
            if not self._by_our_names(draft, text, sentence):
                self._by_the_table(draft, text, sentence)

    def _by_our_names(self, draft: Draft, text: str, sentence: Sentence) -> bool:
        known = False
        for kind, pattern in _patterns().items():
            for found in pattern.finditer(text, sentence.start, sentence.end):
                mention = draft.mention_at(found.start(), found.end())
                if mention is not None:
                    known = True
                    beginning = drugs()[(found.group("drug1") or found.group("drug")).lower()]
                    self._take(draft, kind, {way: f"{beginning}{way}" for way in _WAYS}, mention)
        return known

    def _by_the_table(self, draft: Draft, text: str, sentence: Sentence) -> None:
        """Look up what follows the words of a link in the official Table of Drugs, where it is loaded."""
        table = draft.case.lexicon.tables.drugs
        if table is None:
            return
        for kind, pattern in _LINKS.items():
            for found in pattern.finditer(text, sentence.start, sentence.end):
                substance = table.substance(found["drug"])
                mention = draft.mention_at(found.start(), found.end()) if substance else None
                if substance is not None and mention is not None:
                    codes = {way: code for way, name in _WAYS.items() if (code := substance.codes.get(name))}
                    self._take(draft, kind, codes, mention)

    def _take(self, draft: Draft, kind: str, codes: dict[str, str], mention: Mention) -> None:
        if kind == _ADVERSE and _ADVERSE in codes:
            self._adverse(draft, codes[_ADVERSE], mention)
        elif kind == _ACCIDENT:
            self._poisoning(draft, codes, mention)
        elif kind == _UNDERDOSED and _UNDERDOSED in codes:
            self._underdosed(draft, codes[_UNDERDOSED], mention)

    def _adverse(self, draft: Draft, code: str, mention: Mention) -> None:
        effect = self._same_sentence(draft, mention)
        if effect is not None:
            why = self.why("adverse effect of the drug, after its nature")
            draft.add(_whole(code), (mention,), why, after=effect)

    def _poisoning(self, draft: Draft, codes: dict[str, str], mention: Mention) -> None:
        note = draft.case.note
        problem = note.problems.at(mention.start)
        end = problem.end if problem else mention.sentence.end
        around = note.document.text[mention.sentence.start : min(end, mention.sentence.start + 2000)]
        intent = _SELF_HARM if _INTENT.search(around) else _ACCIDENT
        if intent not in codes:
            return
        code = _whole(codes[intent])
        draft.add(code, (mention,), self.why("poisoning is coded first, by its intent"))
        for attempt in draft.having("T1491"):
            draft.drop(attempt, self.why("the poisoning says how"))
        for made in draft.having(code):
            draft.lead(made)

    def _underdosed(self, draft: Draft, underdosing: str, mention: Mention) -> None:
        note = draft.case.note
        said = note.document.text[mention.sentence.start : mention.sentence.end]
        reason = "Z91120" if _COST.search(said) else "Z91138" if _FORGOT.search(said) else "Z91148"
        effect = self._same_sentence(draft, mention)
        named = mention.place == "problem" or (effect is not None and note.problems.names(mention.start))
        for code in (_whole(underdosing), reason):
            why = self.why("underdosing, never first-listed")
            if named:
                draft.add(code, (mention,), why)
            else:
                draft.offer(code, (mention,), why)

    @staticmethod
    def _same_sentence(draft: Draft, mention: Mention) -> Candidate | None:
        return next(
            (
                one
                for one in draft.chosen
                if one.code[0] not in "TZVWXY"
                and any(other.sentence.start == mention.sentence.start for other in one.mentions)
            ),
            None,
        )


def _whole(code: str) -> str:
    """Return a code of the table with its 7th character for the first encounter (I.A.5: X holds a place)."""
    return f"{code.ljust(6, 'X')}A"
