"""Hierarchical condition categories (HCC): which diagnoses count for risk adjustment in which model."""

import msgspec

from cleanclaim.codesets.kinds import Kind


class RiskCategory(msgspec.Struct, frozen=True):
    """A diagnosis in a category of a model. Key: the diagnosis; the day asked is of the *payment* year.

    ``model`` as published, in capitals: ``CMS-HCC MODEL V28``, ``RXHCC MODEL V08``.
    """

    code: str
    model: str
    category: str


HCC = Kind("HCC", "HCC mappings", RiskCategory, "risk adjustment categories")
