"""Deficits that remain after a stroke."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule

_DEFICITS = (
    ("G819", "I69359"),
    ("R4701", "I69320"),
    ("R471", "I69322"),
    ("R131", "I69391"),
    ("R29810", "I69392"),
)


class SequelaOfStroke(Rule):
    """A deficit after an old stroke is a sequela; "history of stroke" is for those without any."""

    id = "GL019"
    name = "deficit-beside-a-history-of-stroke"
    section = "I.C.9.d.1 and I.C.9.d.3"
    examples = (
        Example("Right hemiparesis due to old stroke.", ("I69.351",)),
        Example("History of stroke.\nHypertension.", ("I10", "Z86.73")),
    )

    def apply(self, draft: Draft) -> None:
        """Put I69.3- in the place of the deficit and of the history."""
        for history in draft.having("Z8673"):
            made = False
            for beginning, code in _DEFICITS:
                for deficit in draft.having(beginning):
                    why = self.why("a deficit that remains after a stroke")
                    made = draft.replace(deficit, code, why, also=[history]).code == code or made
            if made:
                draft.drop(history, self.why("the sequela says it"))
