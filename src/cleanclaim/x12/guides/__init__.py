"""Implementation guides as data: text files of structural facts in our own words, compiled once."""

from cleanclaim.x12.guides.catalogue import GUIDE_FILES, guide_for, guide_named, purposes, segment_dictionary
from cleanclaim.x12.guides.model import Element, Guide, Loop, SegmentUse, Usage

__all__ = [
    "GUIDE_FILES",
    "Element",
    "Guide",
    "Loop",
    "SegmentUse",
    "Usage",
    "guide_for",
    "guide_named",
    "purposes",
    "segment_dictionary",
]
