"""Dated look-ups over imported releases of code sets.

A store is a directory of immutable releases. Every look-up takes a date and every answer is
one of three that a caller must tell apart: :class:`Known`, :class:`Unknown` (the release in
force is complete and has no such code) and :class:`NotCovered` (nothing loaded can say).
Releases are made by :mod:`cleanclaim.reference`; this layer only reads. See
``docs/algorithms/code-store.md``.
"""

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.icd10cm import ICD10CMEntry, Instruction, SearchHit
from cleanclaim.codesets.instructions import CodeSpan, codes_named
from cleanclaim.codesets.releases import ICD10CM_KIND, Release
from cleanclaim.codesets.store import Store, open_store

__all__ = [
    "ICD10CM_KIND",
    "Answer",
    "CodeSpan",
    "ICD10CMEntry",
    "Instruction",
    "Known",
    "NotCovered",
    "Release",
    "SearchHit",
    "Store",
    "Unknown",
    "codes_named",
    "open_store",
]
