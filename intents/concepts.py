"""Concepts of the trade in clean text: one name for what buyers say in many words.

`几时`, `啥时候` and `多久` all ask when; 顺丰 and 韵达 are both couriers. Concepts are features beside the characters, so that what
was learned of one word holds for its synonyms. A model keeps the lexicon it was trained with.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intents.cleaning import normalise
from intents.errors import DefinitionError
from intents.lexicon.words import aliases, concept_words, places
from intents.personal import MARKS

NUMBER = "number"
FIRST, LAST = 0, 1
"""Ids of the ends of a row of concepts."""
_ENDS = ("⟨first⟩", "⟨last⟩")


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in clean text [start, end)."""

    concept: int
    start: int
    end: int


class Concepts:
    """Finds the words of a lexicon, left to right, the longest first."""

    def __init__(self, names: Sequence[str], words: Mapping[str, int]) -> None:
        """`names` by id, the two ends first; `words` → id."""
        self.names = tuple(names)
        self.words = dict(words)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}
        self.number = self.names.index(NUMBER)

    def find(self, text: str) -> list[Found]:
        """All concepts of clean text, not overlapping; a run of digits is one number."""
        found: list[Found] = []
        at, n = 0, len(text)
        while at < n:
            for length in self._lengths.get(text[at], ()):
                concept = self.words.get(text[at : at + length])
                if concept is not None and at + length <= n:
                    found.append(Found(concept, at, at + length))
                    at += length
                    break
            else:
                if "0" <= text[at] <= "9":
                    before = found[-1] if found else None
                    if before is not None and before.concept == self.number and before.end == at:
                        found[-1] = Found(self.number, before.start, at + 1)
                    else:
                        found.append(Found(self.number, at, at + 1))
                at += 1
        return found


@functools.cache
def shipped_concepts() -> Concepts:
    """The lexicon of the trade, with colours, couriers, ways to pay, provinces and cities, and what is lifted out of text.

    Raises DefinitionError when a word stands under two concepts or is not in its clean form.
    """
    named: dict[str, str] = {}
    problems: list[str] = []
    for concept, word in _shipped_pairs():
        if named.setdefault(word, concept) != concept:
            problems.append(f"{word}: stands under {named[word]} and {concept}.")
        if word not in NAMES_OF_MARKS and normalise(word).text != word:
            problems.append(f"{word}: clean text never holds it, only {normalise(word).text!r}.")
    if problems:
        raise DefinitionError("The lexicon of concepts has faults; mend them and try again.", problems)
    names = [*_ENDS, *sorted({*named.values(), NUMBER})]
    ids = {name: i for i, name in enumerate(names)}
    return Concepts(names, {word: ids[concept] for word, concept in named.items()})


NAMES_OF_MARKS = {mark: f"a {kind}" for kind, mark in MARKS.items()}


def _shipped_pairs() -> list[tuple[str, str]]:
    pairs = [(concept, word) for concept, words in concept_words().items() for word in words]
    for concept, name in (("colour", "colours"), ("courier", "couriers"), ("payment", "payments")):
        pairs += [(concept, word) for word in aliases(f"{name}.yaml", concept)]
    pairs += [("place", name) for name, place in places().items() if place.level != "county" and len(name) > 1]
    return pairs + [(name, mark) for mark, name in NAMES_OF_MARKS.items()]
