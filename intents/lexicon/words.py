"""The shipped lexicon, read once: word → (entity, value)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

import yaml

_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of the lexicon stands for."""

    entity: str
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    level: str
    """province, city or county."""
    province: str


class Matcher:
    """Finds the longest words of a lexicon in clean text, left to right; a few microseconds a message."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._words = {k: v for k, v in words.items() if len(k) >= 2}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: sorted(sizes, reverse=True) for head, sizes in lengths.items()}

    def find(self, text: str) -> Iterable[tuple[int, int, Word]]:
        """(start, end, word), not overlapping. A Latin word counts only where it stands alone: `yd`, not `ydm`."""
        i, n = 0, len(text)
        while i < n - 1:
            for size in self._lengths.get(text[i : i + 2], ()):
                found = self._words.get(text[i : i + size])
                if found is not None and i + size <= n and _stands_alone(text, i, i + size):
                    yield i, i + size, found
                    i += size
                    break
            else:
                i += 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    if text[start] in _ASCII and start and text[start - 1] in _ASCII:
        return False
    return not (text[end - 1] in _ASCII and end < len(text) and text[end] in _ASCII)


def _yaml(name: str) -> dict[str, list[str]]:
    text = resources.files("intents.lexicon").joinpath(name).read_text("utf-8")
    loaded: dict[str, list[str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe loaders; C is ten times faster
    return loaded


def aliases(name: str, entity: str) -> dict[str, Word]:
    """A YAML of value → other spellings, as words."""
    words: dict[str, Word] = {}
    for value, others in _yaml(name).items():
        for word in (value, *others):
            words[word.lower()] = Word(entity, value)
    return words


@functools.cache
def places() -> Mapping[str, Place]:
    """Province, city and county names of China, full and bare."""
    rows = resources.files("intents.lexicon").joinpath("places.tsv").read_text("utf-8").splitlines()
    return {word: Place(level, province) for word, level, province in (row.split("\t") for row in rows)}


@functools.cache
def shipped() -> Mapping[str, Word]:
    """All words every shop shares: places, product facts, ways to pay, colours, couriers."""
    words = {name: Word("place", name) for name in places()}
    for entity, name in (
        ("fact", "product_facts"),
        ("payment", "payments"),
        ("colour", "colours"),
        ("courier", "couriers"),
    ):
        words |= aliases(f"{name}.yaml", entity)
    return words


@functools.cache
def mood_words() -> Mapping[str, list[str]]:
    return _yaml("moods.yaml")


def concept_words() -> Mapping[str, list[str]]:
    """Concept → the words that say it."""
    return _yaml("concepts.yaml")
