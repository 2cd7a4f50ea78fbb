"""A document that is nearly the same as another one."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from cleanclaim.claim import Claim
from cleanclaim.edits.context import DOCUMENTS, CodedDocument
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation

_SAME = Fraction(9, 10)
"""Share of a document's sentences that stand in the other one, from which on it is told."""
_SENTENCES = 8
_WORDS = 5
"""A document with fewer sentences of so many words is too short to tell: phrases are everybody's."""
_MOST = 500
"""Other documents that one is compared with, at most."""
_END = re.compile(r"[.!?\n]+")


class DocumentCopied(Edit):
    """A document that is nearly the same as another one.

    ## Why it matters
    Text that is carried from visit to visit, or from patient to patient, shows no work of the day:
    payers take such notes for cloned and ask the money back.
    """

    id = "CPL006"
    name = "document-copied"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(DOCUMENTS)
    severity = Severity.INFORM
    sources = (Citation("Medicare Program Integrity Manual, chapter 3, section 3.3.2.5", verified=False),)
    fix = "Read the two documents side by side: what was found on the day has to be the day's."
    examples = (
        Example(
            "texts of their own",
            "",
            context=(
                (
                    "document document=N1 'text=Blood pressure was taken and is higher than at home this "
                    "week. The patient walks every evening after dinner for half an hour. Salt was cut "
                    "down and the weight is two pounds less than before. No chest pain, no dizziness and "
                    "no trouble to breathe at night. The lungs are clear and the heart has a regular "
                    "rhythm today. The ankles are slim and the pulses of the feet are strong. The dose of"
                    " the tablet in the morning is raised by one half. Labs are drawn today and the "
                    "patient returns in four weeks again.'"
                ),
                (
                    "document document=N0 claim_id=OTHER 'text=A cough began nine days ago after a trip "
                    "to the mountains. It is worse at night and brings up a little white phlegm. There "
                    "was one day of fever which went away without any medicine. The grandchildren had the"
                    " same illness the week before the trip. The throat is red and the ears are clear on "
                    "both sides. The chest has no crackles and the breath is not short at rest. Rest and "
                    "warm drinks are advised and no antibiotic is given now. A call is to be made if the "
                    "fever returns within five days.'"
                ),
            ),
        ),
        Example(
            "the same text on another claim",
            "",
            finds=("",),
            context=(
                (
                    "document document=N1 'text=Blood pressure was taken and is higher than at home this "
                    "week. The patient walks every evening after dinner for half an hour. Salt was cut "
                    "down and the weight is two pounds less than before. No chest pain, no dizziness and "
                    "no trouble to breathe at night. The lungs are clear and the heart has a regular "
                    "rhythm today. The ankles are slim and the pulses of the feet are strong. The dose of"
                    " the tablet in the morning is raised by one half. Labs are drawn today and the "
                    "patient returns in four weeks again.'"
                ),
                (
                    "document document=N0 claim_id=OTHER 'text=Blood pressure was taken and is higher "
                    "than at home this week. The patient walks every evening after dinner for half an "
                    "hour. Salt was cut down and the weight is two pounds less than before. No chest "
                    "pain, no dizziness and no trouble to breathe at night. The lungs are clear and the "
                    "heart has a regular rhythm today. The ankles are slim and the pulses of the feet are"
                    " strong. The dose of the tablet in the morning is raised by one half. Labs are drawn"
                    " today and the patient returns in four weeks again.'"
                ),
            ),
        ),
        Example(
            "a short text",
            "",
            context=(
                "document document=N1 'text=Doing well. No change.'",
                "document document=N0 claim_id=OTHER 'text=Doing well. No change.'",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for one in rules.context.documents_of(claim):
            mine = _sentences(one.text)
            if len(mine) < _SENTENCES:
                continue
            others = [
                other
                for other in rules.context.documents or ()
                if other.text
                and other is not one
                and other.claim_id != one.claim_id
                and _same_author(one, other)
            ]
            for other in others[:_MOST]:
                shared = len(mine & _sentences(other.text))
                if Fraction(shared, len(mine)) >= _SAME:
                    name, theirs = one.document or "the document", other.document or "a document"
                    share = f"{shared} of {len(mine)} sentences"
                    message = f"{share} of {name} stand in {theirs} of claim {other.claim_id}."
                    yield self.finding(claim, "", message)
                    break


def _same_author(one: CodedDocument, other: CodedDocument) -> bool:
    return not one.author_npi or not other.author_npi or one.author_npi == other.author_npi


@lru_cache(maxsize=1024)
def _sentences(text: str) -> frozenset[str]:
    """Return the sentences of a text that are long enough to be somebody's own, in one spelling."""
    found = (" ".join(part.lower().split()) for part in _END.split(text))
    return frozenset(part for part in found if part.count(" ") + 1 >= _WORDS)
