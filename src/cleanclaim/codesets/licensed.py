"""Descriptors that a user's own licence allows: CPT (AMA) and CDT (ADA). None ship; none are quoted here."""

import msgspec

from cleanclaim.codesets.kinds import Kind


class CPTDescriptor(msgspec.Struct, frozen=True, omit_defaults=True):
    """The descriptors of a CPT code, as far as their files were given; ``concept`` its concept id."""

    code: str
    long: str = ""
    medium: str = ""
    short: str = ""
    consumer: str = ""
    concept: str = ""

    @property
    def title(self) -> str:
        """The fullest descriptor that there is."""
        return self.long or self.medium or self.short or self.consumer


class CDTDescriptor(msgspec.Struct, frozen=True, omit_defaults=True):
    """The nomenclature of a CDT code and its descriptor."""

    code: str
    nomenclature: str
    descriptor: str = ""

    @property
    def title(self) -> str:
        """The nomenclature."""
        return self.nomenclature


CPT = Kind("CPT", "CPT descriptors (your licence)", CPTDescriptor, "texts of CPT codes", described=True)
CDT = Kind("CDT", "CDT descriptors (your licence)", CDTDescriptor, "texts of CDT codes", described=True)
