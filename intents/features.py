"""From clean text to features, each one integer: what stands where, in pairs.

Five blocks, each its own TF-IDF space of unit length, so that none drowns another:

    char      characters and neighbours of `⟨begin⟩text⟨end⟩`
    gap       characters two to four apart: `有…吗` whatever stands between
    concept   concepts (`intents.concepts`), neighbours, and those up to three apart
    said      neighbours in the last turn of the shop and of the buyer before
    meant     concepts of those turns

Training and answering both come through here; `_kernel.c` is the same in C. Which blocks earn their place: benchmarks/README.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intents.concepts import FIRST, LAST, Concepts, Found

BLOCKS = ("char", "gap", "concept", "said", "meant")
BEGIN, END = 2, 3
"""Code points around every text; no clean text holds them."""

UNIT, PAIR, GAP, CONCEPT, NEXT, NEAR, ALONE = range(1, 8)
SAID, MEANT = 16, 32
NEAREST_GAP, FARTHEST_GAP = 2, 4
FARTHEST_CONCEPT = 3
MOST_SAID = 40
"""Characters of a turn that are read, the last ones."""
MOST_MEANT = 8
"""Distinct concepts of a turn that are read, the last ones."""
_LENGTHS = (3, 6, 10)
_SIDES = ("agent", "buyer")

Turns = Sequence[tuple[str, str]]
"""(speaker, clean text), oldest first."""


@dataclass(frozen=True, slots=True)
class Located:
    """One occurrence of a feature: clean text [start, end) is where it came from."""

    key: int
    start: int
    end: int


def key_of(tag: int, a: int, b: int = 0) -> int:
    """Tag and two code points or concepts in 63 bits; where many are made the same is written out."""
    return tag << 42 | a << 21 | b


def codes(text: str) -> list[int]:
    """Code points with the ends; every digit is `0`: 3天 and 5天 ask the same, 165 and 170 too."""
    return [BEGIN, *map(ord, text.translate(_FOLD)), END]


_FOLD = str.maketrans("123456789", "0" * 9)


def char_keys(text: str) -> list[int]:
    padded, unit = codes(text), key_of(UNIT, 0)
    return [unit | c << 21 for c in padded[1:-1]] + _neighbours(PAIR, padded)


def gap_keys(text: str) -> list[int]:
    padded, gap = codes(text), key_of(GAP, 0)
    return [
        gap | a << 21 | b
        for apart in range(NEAREST_GAP, FARTHEST_GAP + 1)
        for a, b in zip(padded, padded[apart:], strict=False)
    ]


def concept_keys(found: Sequence[Found]) -> list[int]:
    return [feature.key for feature in _located_concepts(found, 0)]


def said_keys(text: str, turns: Turns) -> list[int]:
    """Neighbours in the last turns, each again for the length of `text`: a fragment borrows from what was said before it,
    a long question does not. Without turns it is ALONE."""
    last = _last(turns)
    if not last:
        return [key_of(ALONE, 0)]
    near = 2 * _bucket(text)
    keys = []
    for side, words in last.items():
        pairs = _neighbours(SAID + side, codes(words[-MOST_SAID:]))
        keys += pairs + [pair + key_of(near, 0) for pair in pairs]
    return keys


def meant_keys(text: str, turns: Turns, concepts: Concepts) -> list[int]:
    near = 2 * _bucket(text)
    keys = []
    for side, words in _last(turns).items():
        distinct = list(dict.fromkeys(found.concept for found in concepts.find(words)))
        for concept in distinct[-MOST_MEANT:]:
            keys += [key_of(MEANT + side, concept), key_of(MEANT + side + near, concept)]
    return keys


def block_keys(text: str, turns: Turns, concepts: Concepts) -> dict[str, list[int]]:
    """Block → features of clean text after clean turns."""
    return {**text_keys(text, concepts), "said": said_keys(text, turns), "meant": meant_keys(text, turns, concepts)}


def text_keys(text: str, concepts: Concepts) -> dict[str, list[int]]:
    """The blocks that read the text itself."""
    return {"char": char_keys(text), "gap": gap_keys(text), "concept": concept_keys(concepts.find(text))}


def located(text: str, concepts: Concepts) -> Iterator[tuple[str, list[Located]]]:
    """`text_keys` with places, for explanations."""
    padded, n = codes(text), len(text)
    yield (
        "char",
        [Located(key_of(UNIT, padded[i + 1]), i, i + 1) for i in range(n)]
        + [Located(key, max(0, i - 1), min(n, i + 1)) for i, key in enumerate(_neighbours(PAIR, padded))],
    )
    yield (
        "gap",
        [
            Located(key_of(GAP, padded[i], padded[j]), max(0, i - 1), min(n, j))
            for i in range(n + 2)
            for j in range(i + NEAREST_GAP, min(i + FARTHEST_GAP + 1, n + 2))
        ],
    )
    yield "concept", list(_located_concepts(concepts.find(text), n))


def _located_concepts(found: Sequence[Found], n: int) -> Iterator[Located]:
    """Concepts, neighbours and near ones; what holds an end of the row is laid where the other concept stands."""
    row = [Found(FIRST, 0, 0), *found, Found(LAST, n, n)]
    for i, (left, right) in enumerate(itertools.pairwise(row)):
        start = left.start if i else right.start if found else 0
        end = right.end if i < len(found) else left.end if found else n
        yield Located(key_of(NEXT, left.concept, right.concept), start, end)
    for i, one in enumerate(found, 1):
        yield Located(key_of(CONCEPT, one.concept), one.start, one.end)
        for other in found[i : i + FARTHEST_CONCEPT]:
            yield Located(key_of(NEAR, one.concept, other.concept), one.start, other.end)


def _neighbours(tag: int, padded: Sequence[int]) -> list[int]:
    base = key_of(tag, 0)
    return [base | a << 21 | b for a, b in itertools.pairwise(padded)]


def _last(turns: Turns) -> dict[int, str]:
    """The last thing each side said, by side."""
    said = {_SIDES.index(speaker): words for speaker, words in turns if words and speaker in _SIDES}
    return dict(sorted(said.items()))


def _bucket(text: str) -> int:
    return next((i for i, most in enumerate(_LENGTHS, 1) if len(text) <= most), len(_LENGTHS) + 1)
