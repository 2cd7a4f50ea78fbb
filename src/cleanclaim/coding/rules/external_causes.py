"""How an injury came about: external causes, offered beside injuries."""

import re

from cleanclaim.coding.rules.rule import Draft, Example, Rule

# Words of the history, in the order in which they are tried, and the code without its 7th character.
_CAUSES = (
    (r"dog bite|bitten by (?:a|his|her|the|their) dog", "W540XX"),
    (r"cat bite|bitten by (?:a|his|her|the|their) cat", "W5501X"),
    (r"motor vehicle (?:accident|collision|crash)|car accident|\bMVA\b|\bMVC\b", "V892XX"),
    (r"(?:fell|fall) (?:down|on) (?:the |some |a flight of )?(?:stairs|steps)", "W109XX"),
    (r"(?:fell|fall) (?:off|from) (?:a |the )?ladder", "W11XXX"),
    (r"(?:fell|fall|slipped) (?:\w+ ){0,3}(?:on )?(?:the )?ice", "W000XX"),
    (r"(?:fell|fall|rolled) (?:out of|from) bed", "W06XXX"),
    (r"tripped", "W010XX"),
    (r"slipped", "W010XX"),
    (r"punched (?:a|the) wall|struck (?:a|the) (?:wall|door)", "W2201X"),
    (r"(?:slammed|caught) (?:\w+ ){0,3}in (?:a|the) (?:car )?door", "W230XX"),
    (r"kitchen knife|with a knife|cutting (?:vegetables|an? \w+)", "W260XX"),
    (r"broken glass|piece of glass", "W25XXX"),
    (r"stepped on (?:a|an? \w+) nail|stepped on nail", "W450XX"),
    (r"heavy lifting|overexertion|lifting (?:a |heavy |boxes|furniture)", "X500XX"),
)
_SOME_FALL = "W19XXX"
_FALL = re.compile(r"\bfell\b|\bfall\b", re.IGNORECASE)
_MOST_SENTENCES = 200
_LONGEST = 60  # words of a sentence that is walked
_MECHANISMS = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _CAUSES)
_HEARD = frozenset({"hpi", "chief_complaint", "assessment", "plan", "unnamed", "diagnoses"})


class ExternalCause(Rule):
    """The cause of an injury may be reported after it, never first."""

    id = "GL017"
    name = "cause-of-an-injury-not-offered"
    section = "I.C.20.a"
    examples = (
        Example("Right ankle sprain.", ("S93.401A",), before="HPI\nShe fell on the ice yesterday."),
        Example("Hypertension.", ("I10",), before="HPI\nHe fell last year."),
    )

    def apply(self, draft: Draft) -> None:
        """Offer the first cause that the history names, with the injury's episode of care."""
        injuries = [one for one in draft.chosen if one.code[0] == "S"]
        if not injuries:
            return
        character = injuries[0].code[-1]
        # Disturbed healing is later care too; an open fracture's first care is a first encounter.
        episode = character if character in "ADS" else "A" if character in "BC" else "D"
        note = draft.case.note
        for pattern, code in _MECHANISMS:
            found = pattern.search(note.document.text)
            if found is None or note.sections.at(found.start()).kind not in _HEARD:
                continue
            mention = draft.mention_at(found.start(), found.end())
            if mention is not None:
                draft.offer(f"{code}{episode}", (mention,), self.why("external cause, never first"))
                return
        if not self._from_index(draft, episode):
            self._some_fall(draft, episode)

    def _from_index(self, draft: Draft, episode: str) -> bool:
        """Offer the cause to which the External Cause Index leads with most words of one sentence."""
        causes = draft.case.lexicon.tables.causes
        if causes is None:
            return False
        note = draft.case.note
        best: tuple[int, str, int, int, str] | None = None
        for sentence in note.sentences[:_MOST_SENTENCES]:
            if note.sections.at(sentence.start).kind not in _HEARD or len(sentence.tokens) > _LONGEST:
                continue
            for found in causes.in_sentence(sentence):
                code = found.code.ljust(6, "X") + episode
                entry = draft.case.lexicon.entry(code)
                if len(found.places) < 2 or entry is None or not entry.billable:
                    continue
                start, end = sentence.tokens[found.places[0]].start, sentence.tokens[found.places[-1]].end
                if best is None or len(found.places) > best[0]:
                    best = (len(found.places), code, start, end, found.path)
        mention = None if best is None else draft.mention_at(best[2], best[3])
        if best is None or mention is None:
            return False
        draft.offer(best[1], (mention,), self.why(f"external cause, never first, by {best[4]}"))
        return True

    def _some_fall(self, draft: Draft, episode: str) -> None:
        note = draft.case.note
        found = _FALL.search(note.document.text)
        if found is None or note.sections.at(found.start()).kind not in _HEARD:
            return
        mention = draft.mention_at(found.start(), found.end())
        if mention is not None:
            draft.offer(f"{_SOME_FALL}{episode}", (mention,), self.why("external cause, never first"))
