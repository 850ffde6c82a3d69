"""What the classifier says of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from intents.cleaning import CleanText
    from intents.entities import Entity
    from intents.mood import Mood


class Guess(NamedTuple):
    intent: str
    probability: float


class Asked(NamedTuple):
    """One thing asked: code points [start, end) of the raw message."""

    intent: str
    probability: float
    start: int
    end: int


class Decision(NamedTuple):
    """What a message asks, in short; what the speed of answering is measured to."""

    intent: str
    """Of the message as a whole, read alone."""
    probability: float
    intents: tuple[str, ...]
    """All that is asked: `intent`, then the others in text order."""
    in_context: str
    """What it asks when the turns before are read; without turns `intent`."""
    sure: bool
    """The intent, alone and in context the same, and all that is asked besides keep the promised error rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a message asks, with all that a reply is made from."""

    clean: CleanText
    ranking: tuple[Guess, ...]
    """Every intent with its calibrated probability for the message as a whole, highest first."""
    asked: tuple[Asked, ...]
    """What is asked, in text order; the most likely intent of the message is among them."""
    in_context: Guess
    """What it asks when the turns before are read; without turns the top of the ranking."""
    entities: tuple[Entity, ...]
    mood: Mood
    severity: int
    sure: bool
    """As in Decision."""
    model: str

    @property
    def top(self) -> Guess:
        return self.ranking[0]

    @property
    def intents(self) -> tuple[str, ...]:
        """What is asked, the most likely of the whole message first, then in text order."""
        return tuple(dict.fromkeys([self.top.intent, *(a.intent for a in self.asked)]))
