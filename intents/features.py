"""From clean text to named features: character n-grams with the ends marked, and jieba words.

Two blocks, each its own TF-IDF space of unit length, so that neither drowns the other. Training and answering both come
through here: one function, one set of features.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intents.personal import MARKS

CHAR_SIZES = (1, 2, 3)
"""Characters carry short chat; jieba words add what an n-gram cuts apart. Figures: benchmarks/README.md."""
BEGIN, END = "\x02", "\x03"

CONTEXT_SIZES = (2, 3)
LONGEST_TURN = 60
ALONE = "alone"
_LENGTHS = ((3, "word"), (6, "phrase"), (10, "line"))

Turns = Sequence[tuple[str, str]]
"""(speaker, clean text), oldest first."""
Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Feature:
    """One occurrence of a feature: clean text [start, end) is where it came from."""

    name: str
    start: int
    end: int


def char_features(text: str) -> list[str]:
    """All n-grams of `⟨begin⟩text⟨end⟩`; an order number is one character here, so no digits of it are learned."""
    padded = f"{BEGIN}{_numbers_folded(text)}{END}"
    n = len(padded)
    grams = [padded[i : i + size] for size in CHAR_SIZES for i in range(n - size + 1)]
    return [g for g in grams if g not in (BEGIN, END)]


def word_features(words: Sequence[str]) -> list[str]:
    """The words themselves; none that holds so many digits that it may be somebody's number."""
    return [w for w in words if personal_free(w)]


def context_features(text: str, turns: Turns) -> list[str]:
    """n-grams of the last turn of the shop and of the buyer before a message, each again for the message's length.

    A fragment borrows from what was said before it, a long question does not: the length lets the model learn which.
    `text` and the turns are clean. Without turns it is ALONE.
    """
    said = {speaker: words for speaker, words in turns if words}
    if not said:
        return [ALONE]
    length = next((name for most, name in _LENGTHS if len(text) <= most), "long")
    names = []
    for speaker, words in said.items():
        padded = f"{BEGIN}{_numbers_folded(words[:LONGEST_TURN])}{END}"
        grams = [padded[i : i + size] for size in CONTEXT_SIZES for i in range(len(padded) - size + 1)]
        names += [f"{speaker} {gram}" for gram in grams] + [f"{length} {speaker} {gram}" for gram in grams]
    return names


def _numbers_folded(text: str) -> str:
    """Every digit is `0`: 3天 and 5天 ask the same, 165 and 170 too."""
    return text.translate(_DIGITS)


_DIGITS = str.maketrans("123456789", "0" * 9)


def located_char_features(text: str) -> list[Feature]:
    """`char_features` with places, for explanations."""
    padded = f"{BEGIN}{_numbers_folded(text)}{END}"
    n = len(padded)
    return [
        Feature(padded[i : i + size], max(0, i - 1), min(len(text), i + size - 1))
        for size in CHAR_SIZES
        for i in range(n - size + 1)
        if padded[i : i + size] not in (BEGIN, END)
    ]


def located_word_features(text: str, words: Sequence[str]) -> list[Feature]:
    """`word_features` with places, for explanations."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        start = text.find(word, at)
        at = start + len(word)
        spans.append((start, at))
    return [Feature(w, *span) for w, span in zip(words, spans, strict=True) if personal_free(w)]


def personal_free(name: str) -> bool:
    """Fewer than seven digits stand in a feature: it may be learned."""
    return len(name) <= _MOST_DIGITS or sum(c.isdigit() for c in name) <= _MOST_DIGITS


_MOST_DIGITS = 6


__all__ = [
    "ALONE",
    "BEGIN",
    "CHAR_SIZES",
    "END",
    "MARKS",
    "Cut",
    "Feature",
    "Turns",
    "char_features",
    "context_features",
    "located_char_features",
    "located_word_features",
    "personal_free",
    "word_features",
]
