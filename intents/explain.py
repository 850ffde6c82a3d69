"""Why an intent: what each word added to its log-odds, from the same matrix that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from intents.artefact import Doubles, Floats
from intents.features import Feature, located_char_features, located_word_features
from intents.personal import NAMES, readable

Words = tuple[tuple[str, float], ...]
"""Words with their signed weight, strongest first."""


class Explainer:
    """Shares out what features pushed over the characters they cover."""

    def __init__(self, rows: Mapping[str, Mapping[str, int]], weights: Floats, idf: Floats) -> None:
        self._rows = rows
        self._weights = weights
        self._idf = idf

    def push(self, text: str, words: Sequence[str], columns: Sequence[int]) -> Doubles:
        """(characters, columns) of clean text: pushes towards each class against the mean of all classes."""
        pushed = self._block("char", located_char_features(text), columns, len(text))
        return pushed + self._block("word", located_word_features(text, words), columns, len(text))

    def _block(self, block: str, features: Sequence[Feature], columns: Sequence[int], length: int) -> Doubles:
        table, spread = self._rows.get(block, {}), np.zeros((length + 1, len(columns)))
        counts = Counter(f.name for f in features)
        known = {name: i for i, name in enumerate(n for n in counts if n in table)}
        if not known:
            return spread
        rows, times = [table[n] for n in known], np.array([counts[n] for n in known])
        tf = 1 + np.log(times)
        norm = np.sqrt(np.square(tf * self._idf[rows]).sum())
        matrix = self._weights[rows]
        push = (tf / norm / times)[:, None] * (matrix[:, columns] - matrix.mean(axis=1, keepdims=True))
        for f in features:
            if f.name in known and f.end > f.start:
                spread[f.start : f.end] += push[known[f.name]] / (f.end - f.start)
        return spread


def strongest(text: str, words: Sequence[str], pushed: Doubles, limit: int) -> Iterator[Words]:
    """For each column of `pushed` the words that pushed most, punctuation left out."""
    total: dict[str, Doubles] = {}
    at = 0
    for word in words:
        start = text.find(word, at)
        at = start + len(word)
        if any(c.isalnum() or c in NAMES for c in word):
            total[readable(word)] = total.get(readable(word), 0.0) + pushed[start:at].sum(axis=0)
    for column in range(pushed.shape[1]):
        pushes = [(word, round(float(push[column]), 2)) for word, push in total.items()]
        yield tuple(sorted(pushes, key=lambda wp: -abs(wp[1]))[:limit])
