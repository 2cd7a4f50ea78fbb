"""The measures: counts over notes, ranks, first-listed code, evidence, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from cleanclaim.coding.evaluation.values import Compared

CATEGORY = 3
"""Characters of an ICD-10-CM category."""
_BINS = 10


class Counts(msgspec.Struct, frozen=True):
    """Right, proposed and gold codes, summed over notes."""

    right: int = 0
    proposed: int = 0
    gold: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the sum of both."""
        return Counts(self.right + other.right, self.proposed + other.proposed, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of right codes among the proposed ones; 0 when nothing is proposed."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """The share of gold codes that were proposed; 0 without gold codes."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.proposed + self.gold) if self.proposed + self.gold else 0.0


def counts(ours: frozenset[str], gold: frozenset[str]) -> Counts:
    """Return the counts of one note."""
    return Counts(len(ours & gold), len(ours), len(gold))


def total(parts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    return sum(parts, Counts())


def categories(codes: frozenset[str]) -> frozenset[str]:
    """Return the three-character categories of codes."""
    return frozenset(code.replace(".", "")[:CATEGORY] for code in codes)


def macro_f1(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Return the mean F1 over all codes that were proposed or are in the gold set."""
    right: Counter[str] = Counter()
    mentioned: Counter[str] = Counter()
    for ours, gold in pairs:
        right.update(ours & gold)
        mentioned.update(ours)
        mentioned.update(gold)
    return sum(2 * right[code] / mentioned[code] for code in mentioned) / len(mentioned) if mentioned else 0.0


def average_precision(ranked: Sequence[str], gold: frozenset[str]) -> float:
    """Return the average precision of a ranking: what MAP is the mean of over notes with gold codes.

    Each code counts once, at its best rank; gold codes that are not ranked count as zero
    (the definition of the CodiEsp track).
    """
    hits = 0
    found = 0.0
    for rank, code in enumerate(dict.fromkeys(ranked), 1):
        if code in gold:
            hits += 1
            found += hits / rank
    return found / len(gold) if gold else 0.0


def calibration_error(said: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten equal bins of (probability, right)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for probability, right in said:
        bins[min(int(probability * _BINS), _BINS - 1)].append((probability, right))
    error = 0.0
    for one in bins:
        if one:
            mean = sum(probability for probability, _ in one) / len(one)
            share = sum(right for _, right in one) / len(one)
            error += abs(mean - share) * len(one)
    return error / len(said) if said else 0.0


class CoveragePoint(msgspec.Struct, frozen=True):
    """Precision of the selected codes with at least this confidence, and the share that they are."""

    confidence: float
    coverage: float
    precision: float


def coverage_curve(said: Sequence[tuple[float, bool]]) -> tuple[CoveragePoint, ...]:
    """Return coverage and precision at each confidence that occurs, the surest first."""
    points = []
    for confidence in sorted({one for one, _ in said}, reverse=True):
        kept = [right for one, right in said if one >= confidence]
        points.append(CoveragePoint(confidence, len(kept) / len(said), sum(kept) / len(kept)))
    return tuple(points)


class Overlap(msgspec.Struct, frozen=True):
    """Right codes whose gold code has spans, and those whose evidence overlaps one of them."""

    overlapping: int
    of: int

    @property
    def share(self) -> float:
        """The share that overlaps; 0 without any."""
        return self.overlapping / self.of if self.of else 0.0


def evidence_overlap(pairs: Iterable[Compared], system: str, most_spans: int = 3) -> Overlap:
    """Return how many right codes have evidence that overlaps the expert's words.

    Only the first ``most_spans`` of a suggestion count, so that showing the whole note gains nothing.
    """
    overlapping = of = 0
    for pair in pairs:
        ours = {one.code: one for one in pair.ours.ranked(system) if one.selected}
        for label in pair.gold.codes:
            found = ours.get(label.code)
            if label.system != system or not label.spans or found is None:
                continue
            of += 1
            overlapping += any(
                piece.start < end and start < piece.end
                for piece in found.evidence[:most_spans]
                for start, end in label.spans
            )
    return Overlap(overlapping, of)
