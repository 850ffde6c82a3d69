"""The tables of a model that its compiled kernel reads: features, words, letters. Built once, when it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from intents.cleaning import CLAUSE_MARKS, is_settled
from intents.personal import DOOR_LETTERS, SPOKEN_DIGITS

SLOT = np.dtype([("key", "<u8"), ("row", "<u4"), ("idf", "<f4")])
WORD = np.dtype([("hash", "<u8"), ("concept", "<u4"), ("length", "<u4")])
NOT_PLAIN, PLAIN, DIGIT, SPOKEN, DOOR, LETTER, MARK = range(7)

_GOLDEN = 0x9E3779B97F4A7C15
_WHOLE = (1 << 64) - 1


def slots(keys: Sequence[int], idf: npt.NDArray[np.float32]) -> npt.NDArray[np.void]:
    """An open-addressed table, at most half full, of features in the order of their rows."""
    bits = max(4, (2 * len(keys)).bit_length())
    table = np.zeros(1 << bits, SLOT)
    taken = bytearray(1 << bits)
    for row, key in enumerate(keys):
        at = place_of(key, bits)
        while taken[at]:
            at = (at + 1) & ((1 << bits) - 1)
        taken[at] = 1
        table[at] = (key, row, idf[row])
    return table


def place_of(key: int, bits: int) -> int:
    """Where a feature stands in a table of 2^bits slots, or the first place to look."""
    return (key * _GOLDEN & _WHOLE) >> (64 - bits)


def words(lexicon: Mapping[str, int]) -> npt.NDArray[np.void]:
    """An open-addressed table, at most a quarter full, of a lexicon of concepts."""
    bits = max(4, (4 * len(lexicon)).bit_length())
    table = np.zeros(1 << bits, WORD)
    for word, concept in lexicon.items():
        value = hash_of(word)
        at = (value ^ value >> 32) & ((1 << bits) - 1)
        while table[at]["hash"]:
            at = (at + 1) & ((1 << bits) - 1)
        table[at] = (value, concept, len(word))
    return table


def hash_of(word: str) -> int:
    """FNV-1a over code points."""
    value = 1469598103934665603
    for c in word:
        value = (value ^ ord(c)) * 1099511628211 & _WHOLE
    return value


def letters() -> npt.NDArray[np.uint8]:
    """For every character of the basic plane what the kernel may think of it before the text is normalised."""
    kinds = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        c = chr(code)
        if not is_settled(c):
            continue
        if c in CLAUSE_MARKS:
            kinds[code] = MARK
        elif "0" <= c <= "9":
            kinds[code] = DIGIT
        elif "a" <= c <= "z":
            # w and h may begin a link
            kinds[code] = NOT_PLAIN if c in "wh" else LETTER
        elif c in SPOKEN_DIGITS:
            kinds[code] = SPOKEN
        elif c in DOOR_LETTERS:
            kinds[code] = DOOR
        else:
            kinds[code] = PLAIN
    return kinds
