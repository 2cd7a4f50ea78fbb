"""Long-term insulin, oral and injectable drugs of a diabetic patient."""

import re
from itertools import islice

from cleanclaim.coding.assertion import Assertion, assertion_of
from cleanclaim.coding.mentions import Mention
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_SECTIONS = frozenset({"medications", "assessment", "plan", "hpi", "problem_list", "diagnoses"})
# Names of drugs by the code for their long-term use; generic names and common brand names.
_DRUGS = (
    (
        "Z794",
        re.compile(
            r"\b(?:insulin(?! resistance| sensitiv| level| pump failure)|lantus|humalog|novolog|levemir|"
            r"basaglar|toujeo|tresiba|humulin|novolin|admelog|apidra|fiasp|semglee)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Z7984",
        re.compile(
            r"\b(?:metformin|glucophage|glipizide|glyburide|glimepiride|amaryl|januvia|sitagliptin|"
            r"linagliptin|tradjenta|"
            r"saxagliptin|jardiance|empagliflozin|farxiga|dapagliflozin|invokana|canagliflozin|pioglitazone|actos|"
            r"rybelsus|repaglinide|nateglinide|acarbose)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Z7985",
        re.compile(
            r"\b(?:ozempic|semaglutide|trulicity|dulaglutide|victoza|liraglutide|byetta|bydureon|exenatide|mounjaro|"
            r"tirzepatide)\b",
            re.IGNORECASE,
        ),
    ),
)
_INSULIN = "Z794"
_MOST_LOOKED_AT = 50  # places of a drug's name
_STOPPED = re.compile(r"\b(?:stop|stopped|discontinue\w*|d/c|off|never|not on|held|hold)\b", re.IGNORECASE)


class DrugsForDiabetes(Rule):
    """A diabetic patient's long-term insulin, oral or injectable drugs are reported too.

    ## Why it matters
    The treatment tells how severe the diabetes is; type 1 needs no such code for insulin, which it always
    takes. Insulin is proposed wherever it is current; an oral or injectable drug is proposed where the
    assessment names it with the diabetes, and from a medication list or the text of a plan only offered:
    whether it is taken for long is for a person to see.
    """

    id = "GL003"
    name = "treatment-of-diabetes-not-reported"
    section = "I.C.4.a.3"
    examples = (
        Example("Type 2 diabetes. Continue Lantus.", ("E11.9", "Z79.4")),
        Example(
            "Type 2 diabetes.",
            ("E11.9", "Z79.4"),
            before="MEDICATIONS\nInsulin glargine.\nMetformin.",
        ),
        Example("Type 2 diabetes on metformin.", ("E11.9", "Z79.84")),
        Example("Type 2 diabetes. Discontinue metformin.", ("E11.9",)),
        Example("Type 1 diabetes. Continue insulin.", ("E10.9",)),
        Example("Polycystic ovarian syndrome. Continue metformin.", ("E28.2",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the codes after the last one for diabetes."""
        diabetes = draft.having("E08", "E09", "E11", "E13")
        if not diabetes or draft.having("O"):
            return
        for code, pattern in reversed(_DRUGS):
            mention = self._taken(draft, pattern)
            why = self.why("long-term treatment of diabetes")
            if mention is None:
                continue
            if code == _INSULIN or mention.place in ("problem", "assessment"):
                draft.add(code, (mention,), why, after=diabetes[-1])
            else:
                draft.offer(code, (mention,), why)

    @staticmethod
    def _taken(draft: Draft, pattern: re.Pattern[str]) -> Mention | None:
        note = draft.case.note
        for found in islice(pattern.finditer(note.document.text), _MOST_LOOKED_AT):
            if note.sections.at(found.start()).kind not in _SECTIONS:
                continue
            mention = draft.mention_at(found.start(), found.end())
            if mention is None:
                continue
            words = note.document.text[mention.sentence.start : found.start()]
            said = assertion_of(mention.sentence.tokens, mention.first, mention.last, mention.section)
            if said.assertion is Assertion.PRESENT and not _STOPPED.search(words):
                return mention
        return None
