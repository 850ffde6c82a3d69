"""Why an intent: what each word added to its log-odds, from the same matrix that decided."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from intents.arrays import Doubles
from intents.artefact import Artefact
from intents.concepts import Concepts
from intents.features import Located, located
from intents.personal import NAMES, readable
from intents.segment import Segmenter
from intents.tables import SLOT, place_of

Words = tuple[tuple[str, float], ...]
"""Words with their signed weight, strongest first."""
_SLOT = struct.Struct("<QIf")


class Explainer:
    """Shares out what features pushed over the characters they cover, and sums it by word."""

    def __init__(self, artefact: Artefact, cuts: Segmenter) -> None:
        self._cuts = cuts
        self._concepts = Concepts(*artefact.concepts)
        self._weights = artefact.arrays["weights"].numpy()
        self._slots = artefact.arrays["slots"].data
        self._bits = (len(self._slots) // SLOT.itemsize).bit_length() - 1

    def words(self, text: str, columns: Sequence[int], limit: int) -> list[Words]:
        """For each column of the matrix the words of clean text that pushed most, punctuation left out."""
        return list(_strongest(text, self._cuts.cut(text), self.push(text, columns), limit))

    def push(self, text: str, columns: Sequence[int]) -> Doubles:
        """(characters, columns) of clean text: pushes towards each class against the mean of all classes."""
        spread = np.zeros((len(text) + 1, len(columns)))
        for _, features in located(text, self._concepts):
            self._block(features, columns, spread)
        return spread

    def _block(self, features: Sequence[Located], columns: Sequence[int], spread: Doubles) -> None:
        counts = Counter(f.key for f in features)
        known = {key: slot for key in counts if (slot := self._find(key)) is not None}
        if not known:
            return
        times = np.array([counts[key] for key in known])
        tf = 1 + np.log(times)
        norm = np.sqrt(np.square(tf * np.array([idf for _, idf in known.values()])).sum())
        matrix = self._weights[[row for row, _ in known.values()]]
        push = (tf / norm / times)[:, None] * (matrix[:, columns] - matrix.mean(axis=1, keepdims=True))
        order = {key: i for i, key in enumerate(known)}
        for f in features:
            if f.key in order and f.end > f.start:
                spread[f.start : f.end] += push[order[f.key]] / (f.end - f.start)

    def _find(self, key: int) -> tuple[int, float] | None:
        """Row and idf of a feature, from the model's own table."""
        at = place_of(key, self._bits)
        while True:
            found, row, idf = _SLOT.unpack_from(self._slots, at * SLOT.itemsize)
            if found in (key, 0):
                return (row, idf) if found else None
            at = (at + 1) & ((1 << self._bits) - 1)


def _strongest(text: str, words: Sequence[str], pushed: Doubles, limit: int) -> Iterator[Words]:
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
