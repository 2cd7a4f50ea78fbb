"""The dominant side of a hemiplegia whose dominance is not documented."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule
from cleanclaim.coding.specificity import side_of

_BY_SIDE = {
    "G8190": {"right": "G8191", "left": "G8194"},
    "I69359": {"right": "I69351", "left": "I69354"},
}


class DominantSide(Rule):
    """Right counts as dominant and left as non-dominant when the note does not say."""

    id = "GL011"
    name = "side-of-a-hemiplegia-not-coded"
    section = "I.C.6.a and I.C.9.d.1"
    examples = (
        Example("Right hemiparesis.", ("G81.91",)),
        Example("Left hemiplegia.", ("G81.94",)),
        Example("Hemiplegia.", ("G81.90",)),
    )

    def apply(self, draft: Draft) -> None:
        """Take the code for the side that is documented."""
        for one in draft.having(*_BY_SIDE):
            code = _BY_SIDE[one.code].get(side_of(one.best, draft.case.note))
            if code:
                draft.replace(one, code, self.why("the default for the documented side"))
