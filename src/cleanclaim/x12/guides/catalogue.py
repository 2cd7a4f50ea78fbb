"""Which guides there are, by the version that GS08 or ST03 names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cleanclaim.x12.guides.model import Guide, SegmentUse
from cleanclaim.x12.guides.notation import read_guide, read_segments

GUIDE_FILES: Mapping[str, str] = MappingProxyType(
    {
        "005010X222A1": "837P.txt",
        "005010X222A2": "837P.txt",
        "005010X222": "837P.txt",
        "005010X223A2": "837I.txt",
        "005010X223A3": "837I.txt",
        "005010X223A1": "837I.txt",
        "005010X223": "837I.txt",
        "005010X224A2": "837D.txt",
        "005010X224A3": "837D.txt",
        "005010X224A1": "837D.txt",
        "005010X224": "837D.txt",
        "005010X221A1": "835.txt",
        "005010X221": "835.txt",
        "005010X231A1": "999.txt",
        "005010X231": "999.txt",
        "005010X214": "277CA.txt",
    }
)
"""Version to file. Another transaction is one file and its rows here."""


def guide_for(version: str) -> Guide | None:
    """Return the guide for a version, aliases and later errata included; nothing when unknown."""
    name = GUIDE_FILES.get(version.strip())
    return guide_named(name) if name else None


@cache
def guide_named(name: str) -> Guide:
    """Return a guide by its file, compiled once per process."""
    return read_guide(_text(name), segment_dictionary(), _text)


@cache
def segment_dictionary() -> Mapping[str, SegmentUse]:
    """Return every segment that we know, with all its elements."""
    return MappingProxyType(read_segments(_text("segments.txt")))


def _text(name: str) -> str:
    return (files("cleanclaim.x12.guides") / name).read_text("utf-8")
