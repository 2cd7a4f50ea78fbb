"""Use, abuse and dependence of one substance."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule

_SUBSTANCES = ("F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19")
_WEIGHT = {"2": 3, "1": 2, "9": 1}  # fourth character: dependence, abuse, use


class OnePatternOfUse(Rule):
    """Of use, abuse and dependence of the same substance only the most severe is reported."""

    id = "GL009"
    name = "use-and-dependence-of-one-substance-together"
    section = "I.C.5.b.2"
    examples = (
        Example("Alcohol abuse.\nAlcohol dependence.", ("F10.20",)),
        Example("Alcohol abuse.\nCocaine dependence.", ("F10.10", "F14.20")),
    )

    def apply(self, draft: Draft) -> None:
        """Drop the milder patterns."""
        for substance in _SUBSTANCES:
            found = draft.having(substance)
            most = max((_WEIGHT.get(one.code[3:4], 0) for one in found), default=0)
            for one in found:
                if _WEIGHT.get(one.code[3:4], 0) < most:
                    draft.drop(one, self.why("a more severe pattern of use is documented"))
