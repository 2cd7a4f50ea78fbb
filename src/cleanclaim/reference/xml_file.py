"""The XML of the ICD-10 publications: the root they ought to have, the year they say."""

import re
import xml.etree.ElementTree as ET

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.sources import SourceFile

_VERSION = re.compile(r"<version>\s*(20\d{2})\s*</version>")


def xml_root(file: SourceFile, tag: str) -> ET.Element:
    """Return the root of a file; raises ``UnreadableFile`` when it is not XML or has another root."""
    try:
        root = ET.fromstring(file.content())  # noqa: S314  # a file that its user chose
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(f"this is not well-formed XML: {error}.", where=file.where) from None
    if root.tag != tag:
        raise UnreadableFile(f"this is no {tag}: its root is {root.tag}.", where=file.where)
    return root


def version_of(file: SourceFile) -> int | None:
    """Return the fiscal year that stands in the file, nothing when none does."""
    said = _VERSION.search(file.start)
    return int(said[1]) if said else None
