"""Boosted decision trees as data: read from JSON, evaluated without any library.

A model is trained elsewhere (``benchmarks/train_*.py``) and kept as numbers in the repository, so
that the same input gives the same probability on every machine.
"""

import math
from collections.abc import Sequence

import msgspec


class Tree(msgspec.Struct, frozen=True):
    """One binary tree in arrays. An inner node asks whether feature ``f`` is at most ``t`` (then left ``l``,
    else right ``r``); a leaf has feature -1 and its value in ``v``."""

    f: tuple[int, ...]
    t: tuple[float, ...]
    l: tuple[int, ...]  # noqa: E741 - left; short names keep the file small
    r: tuple[int, ...]
    v: tuple[float, ...]


class BoostedTrees(msgspec.Struct, frozen=True):
    """A sum of trees on the log-odds scale. ``features`` names the inputs in order."""

    features: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]

    def probability(self, row: Sequence[float]) -> float:
        """Return the probability (0 to 1) for a row of feature values."""
        score = self.base
        for tree in self.trees:
            node = 0
            features, thresholds, left, right = tree.f, tree.t, tree.l, tree.r
            while features[node] >= 0:
                node = left[node] if row[features[node]] <= thresholds[node] else right[node]
            score += tree.v[node]
        return 1.0 / (1.0 + math.exp(-score))
