"""Which guides there are, by the version that GS08 or ST03 names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cleanclaim.x12.guides.model import Guide, SegmentUse
from cleanclaim.x12.guides.notation import read_guide, read_segments

GUIDE_FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "005010X222A1": ("837P.txt",),
        "005010X222A2": ("837P.txt",),
        "005010X222": ("837P.txt",),
        "005010X223A2": ("837I.txt",),
        "005010X223A3": ("837I.txt",),
        "005010X223A1": ("837I.txt",),
        "005010X223": ("837I.txt",),
        "005010X224A2": ("837D.txt",),
        "005010X224A3": ("837D.txt",),
        "005010X224A1": ("837D.txt",),
        "005010X224": ("837D.txt",),
        "005010X221A1": ("835.txt",),
        "005010X221": ("835.txt",),
        "005010X279A1": ("270.txt", "271.txt"),
        "005010X279": ("270.txt", "271.txt"),
        "005010X212": ("276.txt", "277.txt"),
        "005010X217": ("278-request.txt", "278-response.txt"),
        "005010X220A1": ("834.txt",),
        "005010X220": ("834.txt",),
        "005010X218": ("820.txt",),
        "005010X231A1": ("999.txt",),
        "005010X231": ("999.txt",),
        "005010X214": ("277CA.txt",),
    }
)
"""Version to files. Another transaction is one file and its rows here.

A version that has two (a question and its answer) is told apart by ST01, the 278 by BHT02.
"""

NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def guide_for(
    version: str, set_id: str = "", purpose: str = "", *, aliases: Mapping[str, str] = NO_ALIASES
) -> Guide | None:
    """Return the guide for a version, aliases and later errata included; nothing when unknown.

    ``set_id`` (ST01) and ``purpose`` (BHT02) choose where a version has several; without them
    the first is returned. ``aliases`` are versions of your own and those to read them as.
    """
    version = version.strip()
    found = [guide_named(name) for name in GUIDE_FILES.get(aliases.get(version, version), ())]
    for guides in (
        [guide for guide in found if guide.set_id == set_id and purpose in purposes(guide)],
        [guide for guide in found if guide.set_id == set_id],
        found,
    ):
        if guides:
            return guides[0]
    return None


@cache
def guided_sets() -> frozenset[str]:
    """Return the transaction sets (ST01) of which there are guides here."""
    return frozenset(guide_named(name).set_id for names in GUIDE_FILES.values() for name in names)


def forms_of(guide: Guide) -> tuple[Guide, ...]:
    """Return the guides of the same version and set: a 278 has a request and an answer."""
    found = (guide_named(name) for name in GUIDE_FILES.get(guide.version, ()))
    return tuple(one for one in found if one.set_id == guide.set_id)


def purposes(guide: Guide) -> frozenset[str]:
    """Return the values of BHT02 that a guide allows; empty when it has no BHT."""
    for child in guide.root.children:
        if isinstance(child, SegmentUse) and child.id == "BHT":
            return child.elements[1].codes
    return frozenset()


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
