"""The answering path in plain Python and NumPy: what `_kernel.c` does, where no compiler made it.

Same features, same sums, same decisions; the tests hold the two to the same answers. A hundred times slower, still faster than
scikit-learn asked for one message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from intents.arrays import Floats
from intents.artefact import Artefact
from intents.concepts import Concepts
from intents.features import ALONE, Turns, key_of, meant_keys, said_keys, text_keys

SHORTEST, LONGEST = 3, 80
"""A half of fewer characters asks nothing; a message of more is not cut."""

Halves = tuple[int, int, float, int, float]
"""Where to cut, then class and probability of the left and of the right half."""


class PlainScorer:
    """Scores clean text by one artefact. Classes are numbers here, as in the matrix."""

    def __init__(self, artefact: Artefact, silent: bytes, floor: float) -> None:
        """`silent`: a byte a class, 1 for what is no question; `floor`: joint probability from which a message is two."""
        slots = artefact.arrays["slots"].numpy()
        used = slots[slots["key"] != 0]
        self._rows: dict[int, int] = dict(zip(used["key"].tolist(), used["row"].tolist(), strict=True))
        self._idf = np.zeros(len(used), np.float32)
        self._idf[used["row"]] = used["idf"]
        self._weights = artefact.arrays["weights"].numpy()
        self._bias = artefact.arrays["bias"].numpy()
        names, words = artefact.concepts
        self._concepts = Concepts(names, words)
        self._temperature = float(artefact.manifest["temperature"])
        self._silent, self._floor = silent, floor
        alone = self._rows.get(key_of(ALONE, 0))
        self._alone = self._bias if alone is None else self._bias + self._weights[alone] / self._idf[alone]

    def scores(self, text: str, agent: str | None, buyer: str | None) -> tuple[Sequence[float], Sequence[float]]:
        """Log-odds of every class, alone and after the last turns of both sides (clean text)."""
        own = self._text(text)
        alone = self._alone + own
        turns: Turns = [(who, said) for who, said in (("agent", agent), ("buyer", buyer)) if said]
        if not turns:
            return alone.tolist(), alone.tolist()
        after = self._bias + own + self._block(said_keys(text, turns))
        after = after + self._block(meant_keys(text, turns, self._concepts))
        return alone.tolist(), after.tolist()

    def read(self, text: str, agent: str | None, buyer: str | None) -> tuple[int, float, int, float]:
        """Likeliest class with its probability, alone and after the turns."""
        alone, after = self.scores(text, agent, buyer)
        return *self._best(alone), *self._best(after)

    def _best(self, scores: Sequence[float] | Floats) -> tuple[int, float]:
        scaled = np.asarray(scores, np.float64) / self._temperature
        best = int(scaled.argmax())
        return best, float(1 / np.exp(scaled - scaled[best]).sum())

    def halves(self, text: str, own: int) -> Halves | None:
        """Two questions without a mark between them, one of them `own`: where both halves are likeliest, if over the floor."""
        if not 2 * SHORTEST <= len(text) <= LONGEST or self._silent[own]:
            return None
        inside = {k for f in self._concepts.find(text) for k in range(f.start + 1, f.end)}
        joint, found = self._floor, None
        for cut in range(SHORTEST, len(text) - SHORTEST + 1):
            if cut in inside:
                continue
            left, p = self._best(self._alone + self._text(text[:cut]))
            if p < joint or self._silent[left]:
                continue
            right, q = self._best(self._alone + self._text(text[cut:]))
            if self._silent[right] or left == right or own not in (left, right) or p * q < joint:
                continue
            if found is None or p * q > joint:
                joint, found = p * q, (cut, left, p, right, q)
        return found

    def _text(self, text: str) -> Floats:
        total = np.zeros_like(self._bias)
        for keys in text_keys(text, self._concepts).values():
            total += self._block(keys)
        return total

    def _block(self, keys: Sequence[int]) -> Floats:
        """What one block adds to the log-odds."""
        counts = Counter(key for key in keys if key in self._rows)
        if not counts:
            return np.zeros_like(self._bias)
        rows = [self._rows[key] for key in counts]
        tf = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        added: Floats = (tf / np.sqrt(np.square(tf * self._idf[rows]).sum())) @ self._weights[rows]
        return added
