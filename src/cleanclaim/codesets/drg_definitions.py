"""MS-DRG definitions: the groups, which diagnoses are CC or MCC, and beside which principal diagnosis not."""

import msgspec

from cleanclaim.codesets.kinds import Kind


class DRGDefinition(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group of appendix A; ``mdc`` two digits or empty, ``kind`` P surgical, M medical or empty."""

    code: str
    title: str
    mdc: str = ""
    kind: str = ""


class ComplicationLevel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A diagnosis that is a complication or comorbidity (CC) or a major one (MCC), of appendix C.

    ``collection``: the principal diagnoses beside which it does not count (key of
    :data:`CC_EXCLUSION`), empty when the exclusions were not given. ``alive_only``: it counts
    only for patients discharged alive. ``condition``: a hospital-acquired condition, that does
    not count unless present on admission. ``excluded_drgs``: groups for which it does not count.
    """

    code: str
    level: str
    collection: str = ""
    alive_only: bool = False
    condition: str = ""
    excluded_drgs: tuple[str, ...] = ()


class ExclusionCollection(msgspec.Struct, frozen=True):
    """Principal diagnoses beside which some CC or MCC do not count. Key: the collection's number."""

    collection: str
    principals: tuple[str, ...]


DRG_DEFINITION = Kind(
    "DRG_DEFINITION", "MS-DRG definitions", DRGDefinition, "titles of inpatient groups", described=True
)
CC_LEVEL = Kind("CC_LEVEL", "CC and MCC lists", ComplicationLevel, "complications of inpatient stays")
CC_EXCLUSION = Kind(
    "CC_EXCLUSION", "CC exclusion lists", ExclusionCollection, "complications of inpatient stays"
)
