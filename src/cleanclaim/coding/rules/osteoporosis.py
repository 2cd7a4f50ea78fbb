"""A vertebral fracture of a patient with osteoporosis."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule


class FractureInOsteoporosis(Rule):
    """A collapsed vertebra in known osteoporosis is a fracture due to osteoporosis.

    Fractures of other bones, which the provider may call traumatic, are sent to a person instead.
    """

    id = "GL015"
    name = "vertebral-fracture-coded-apart-from-osteoporosis"
    section = "I.C.13.d.2"
    examples = (
        Example("Osteoporosis.\nVertebral compression fracture.", ("M80.08XA",)),
        Example("Osteoporosis.", ("M81.0",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put M80.08 with the fracture's 7th character in the place of both."""
        for disease in draft.having("M810"):
            for fracture in draft.having("M485"):
                new = f"M8008X{fracture.code[-1] if len(fracture.code) == 7 else 'A'}"
                draft.replace(disease, new, self.why("a fracture in known osteoporosis"), also=[fracture])
                draft.drop(fracture, self.why("part of M80.08"))
                return
