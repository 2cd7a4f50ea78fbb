"""The organism of an infection whose code does not name it."""

import re

from cleanclaim.coding.rules.rule import Draft, Example, Rule

_INFECTIONS = (
    "N390",
    "N30",
    "N10",
    "N12",
    "L02",
    "L03",
    "L08",
    "M00",
    "M86",
    "K65",
    "N41",
    "N45",
    "H60",
    "J01",
)
_ORGANISMS = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"\b(?:e\.? ?coli|escherichia coli)\b", "B9620"),
        (r"\b(?:mrsa|methicillin[- ]resistant staph\w*)\b", "B9562"),
        (r"\b(?:mssa|methicillin[- ]susceptible staph\w*|staph(?:ylococcus)? aureus)\b", "B9561"),
        (r"\bklebsiella\b", "B961"),
        (r"\bpseudomonas\b", "B965"),
        (r"\bproteus\b", "B964"),
        (r"\benterococc\w+\b", "B952"),
        (r"\bgroup b strep\w*\b", "B951"),
        (r"\bgroup a strep\w*\b", "B950"),
    )
)


class OrganismOfAnInfection(Rule):
    """Where the code of an infection does not name its organism, a code of B95 to B97 follows it."""

    id = "GL021"
    name = "organism-of-an-infection-not-coded"
    section = "I.C.1.b"
    examples = (
        Example("Urinary tract infection due to E. coli.", ("N39.0", "B96.20")),
        Example("Urinary tract infection.", ("N39.0",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the organism that the problem or the sentence of the infection names."""
        note = draft.case.note
        for infection in draft.having(*_INFECTIONS):
            mention = infection.best
            problem = note.problems.at(mention.start)
            start = problem.start if problem else mention.sentence.start
            end = max(problem.heading_end if problem else 0, mention.sentence.end)
            for pattern, code in _ORGANISMS:
                found = pattern.search(note.document.text, start, min(end, start + 2000))
                place = draft.mention_at(found.start(), found.end()) if found else None
                if place is not None:
                    draft.add(code, (place,), self.why("organism"), after=infection)
                    break
