"""Documents as they are stored (RTF, HTML, PDF, C-CDA, FHIR, plain text): their text, and the way back.

``read_documents(raw)`` is the one door. See ``docs/algorithms/coding-documents.md``.
"""

from cleanclaim.coding.documents.reading import MOST_BYTES, kind_of, read_documents
from cleanclaim.coding.documents.values import Origin, Part, Run, SourceDocument

__all__ = ["MOST_BYTES", "Origin", "Part", "Run", "SourceDocument", "kind_of", "read_documents"]
