"""Two questions run together without a mark: where a message is cut best.

The scores of every beginning and every end of a text come from running sums over the positions of its features, so that
trying every cut costs little more than reading the text once. A feature counts once for each place it stands (no
sublinear count); the ends marked at the cut are looked up anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from intents.artefact import Doubles, Floats
from intents.features import BEGIN, END, Feature, char_features

Lengths = npt.NDArray[np.intp]

SHORTEST = 3
"""A half of fewer characters asks nothing."""


class Halves:
    """Scores both sides of every cut of a text, with a classifier's own rows and weights."""

    def __init__(self, rows: Mapping[str, Mapping[str, int]], weights: Floats, idf: Floats, bias: Floats) -> None:
        self._rows = rows
        self._weights = weights
        self._idf = idf
        self._bias = bias

    def scores(self, text: str, blocks: Mapping[str, Sequence[Feature]]) -> tuple[Doubles, Doubles]:
        """Log-odds (cuts, classes) of text[:k] and text[k:], for k from SHORTEST to len(text) − SHORTEST."""
        cuts: Lengths = np.arange(SHORTEST, len(text) - SHORTEST + 1)
        left = np.tile(self._bias.astype(np.float64), (len(cuts), 1))
        right = left.copy()
        for block, features in blocks.items():
            known = [(f, row) for f in features if (row := self._rows[block].get(f.name)) is not None]
            ends = self._edges(text, cuts) if block == "char" else ([], [])
            left += self._side(known, [f.end for f, _ in known], cuts, len(text), ends[0])
            right += self._side(known, [len(text) - f.start for f, _ in known], len(text) - cuts, len(text), ends[1])
        return left, right

    def _side(
        self,
        known: Sequence[tuple[Feature, int]],
        reach: Sequence[int],
        lengths: Lengths,
        n: int,
        edges: Sequence[list[int]],
    ) -> Doubles:
        """What the features wholly within the first `lengths` characters (counted from that side) add."""
        sums, norms = np.zeros((n + 1, len(self._bias))), np.zeros(n + 1)
        if known:
            rows = [row for _, row in known]
            np.add.at(sums, reach, self._weights[rows])
            np.add.at(norms, reach, np.square(self._idf[rows]))
        total, squares = np.cumsum(sums, axis=0)[lengths], np.cumsum(norms)[lengths]
        for i, rows in enumerate(edges):
            if rows:
                total[i] += self._weights[rows].sum(axis=0)
                squares[i] += np.square(self._idf[rows]).sum()
        side: Doubles = total / np.sqrt(np.maximum(squares, 1e-9))[:, None]
        return side

    def _edges(self, text: str, cuts: Lengths) -> tuple[list[list[int]], list[list[int]]]:
        """Rows of the n-grams that hold an end which the cut makes: of the left half, of the right half."""
        table = self._rows["char"]
        left = [[table[g] for g in char_features(text[k - 2 : k]) if g.endswith(END) and g in table] for k in cuts]
        right = [[table[g] for g in char_features(text[k : k + 2]) if g.startswith(BEGIN) and g in table] for k in cuts]
        return left, right
