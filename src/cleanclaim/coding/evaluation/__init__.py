"""The evaluation kit: proposed codes against expert codes. Pure functions; the seed is an argument.

``report(pairs, system)`` gives every measure; ``union_of`` joins two expert files. See
``docs/algorithms/coding-evaluation.md``.
"""

from cleanclaim.coding.evaluation.causes import Error
from cleanclaim.coding.evaluation.report import Figure, Part, Report, report
from cleanclaim.coding.evaluation.scores import (
    Counts,
    CoveragePoint,
    average_precision,
    calibration_error,
    counts,
    macro_f1,
    total,
)
from cleanclaim.coding.evaluation.union import same_note, union_of
from cleanclaim.coding.evaluation.values import Compared, GoldCode, GoldNote, Predicted, predicted

__all__ = [
    "Compared",
    "Counts",
    "CoveragePoint",
    "Error",
    "Figure",
    "GoldCode",
    "GoldNote",
    "Part",
    "Predicted",
    "Report",
    "average_precision",
    "calibration_error",
    "counts",
    "macro_f1",
    "predicted",
    "report",
    "same_note",
    "total",
    "union_of",
]
