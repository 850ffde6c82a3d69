"""How the buyer feels and how grave it is, by the words of the message."""

from __future__ import annotations

import re
from typing import Literal, cast

from intents.lexicon.words import mood_words

Mood = Literal["calm", "anxious", "disappointed", "angry", "insulting"]
_STRONGEST_FIRST = ("insulting", "angry", "disappointed", "anxious")


def feel(text: str) -> tuple[Mood, int]:
    """Mood of clean text, and severity: 0 none, 1 a threat of complaint or bad review, 2 of authorities or media."""
    words = mood_words()
    mood = next((m for m in _STRONGEST_FIRST if any(_said(w, text) for w in words[m])), "calm")
    severity = next((s for s in (2, 1) if any(_said(w, text) for w in words[f"severe_{s}"])), 0)
    return cast(Mood, mood), severity


def _said(word: str, text: str) -> bool:
    """The word stands in the text; `sb` and `315` only by themselves, not in `usb` or `315元`."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z0-9])(?<!\d\.){word}(?!\.?\d|[a-z元块])", text) is not None
