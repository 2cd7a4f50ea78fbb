"""Adverse effects, poisoning and underdosing of drugs."""

import re
from functools import cache
from importlib import resources
from itertools import islice

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.mentions import Mention, place_of
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_ACCIDENT, _SELF_HARM, _ADVERSE, _UNDERDOSED = "1", "2", "5", "6"
_INTENT = re.compile(r"\b(?:intentional|suicid\w+|self[- ]harm|kill (?:him|her|them)self)\b", re.IGNORECASE)
_COST = re.compile(r"\b(?:afford|cost|expensive|insurance|copay)\b", re.IGNORECASE)
_FORGOT = re.compile(r"\b(?:forg[oe]t\w*|confus\w+|misunderst\w+|memory)\b", re.IGNORECASE)
_HEARD = ("problem", "assessment", "detail")
_MOST_LINKS = 40
# A word of every pattern below: what has none is not looked at more closely.
_LINKING = re.compile(
    r"\b(?:due to|secondary to|caused by|side effect|adverse|reaction|induced|associated|related|from|"
    r"overdose\w*|"
    r"poisoning|ingestion|too (?:much|many)|ran out|taking|compliant|nonadherent|missed|skip\w*|forg[eo]t\w*|"
    r"afford)\b",
    re.IGNORECASE,
)


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
            for kind, pattern in _patterns().items():
                for found in pattern.finditer(text, sentence.start, sentence.end):
                    mention = draft.mention_at(found.start(), found.end())
                    if mention is not None:
                        name = found.group("drug1") or found.group("drug")
                        self._take(draft, kind, drugs()[name.lower()], mention)

    def _take(self, draft: Draft, kind: str, beginning: str, mention: Mention) -> None:
        if kind == _ADVERSE:
            self._adverse(draft, beginning, mention)
        elif kind == _ACCIDENT:
            self._poisoning(draft, beginning, mention)
        else:
            self._underdosed(draft, beginning, mention)

    def _adverse(self, draft: Draft, beginning: str, mention: Mention) -> None:
        effect = self._same_sentence(draft, mention)
        if effect is not None:
            why = self.why("adverse effect of the drug, after its nature")
            draft.add(f"{beginning}{_ADVERSE}A", (mention,), why, after=effect)

    def _poisoning(self, draft: Draft, beginning: str, mention: Mention) -> None:
        note = draft.case.note
        problem = note.problems.at(mention.start)
        end = problem.end if problem else mention.sentence.end
        around = note.document.text[mention.sentence.start : min(end, mention.sentence.start + 2000)]
        intent = _SELF_HARM if _INTENT.search(around) else _ACCIDENT
        code = f"{beginning}{intent}A"
        draft.add(code, (mention,), self.why("poisoning is coded first, by its intent"))
        for attempt in draft.having("T1491"):
            draft.drop(attempt, self.why("the poisoning says how"))
        for made in draft.having(code):
            draft.lead(made)

    def _underdosed(self, draft: Draft, beginning: str, mention: Mention) -> None:
        note = draft.case.note
        said = note.document.text[mention.sentence.start : mention.sentence.end]
        reason = "Z91120" if _COST.search(said) else "Z91138" if _FORGOT.search(said) else "Z91148"
        effect = self._same_sentence(draft, mention)
        named = mention.place == "problem" or (effect is not None and note.problems.names(mention.start))
        for code in (f"{beginning}{_UNDERDOSED}A", reason):
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
