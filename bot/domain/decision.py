"""What to do with a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UNDERSTOOD_FLOOR = 0.45
"""Below this the best guess is a guess: a human reads the message, and the drafts are offers only."""

DecisionName = Literal["answer", "ask", "hand_over"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer these intents, in the order asked."""

    intents: tuple[str, ...]
    auto: bool
    """The bot may send it alone, as far as understanding goes; facts and the guard may still say no."""
    reason: str
    name: DecisionName = "answer"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the buyer back for one thing (`order`, `item`, `measures` …)."""

    intents: tuple[str, ...]
    wanted: str
    auto: bool
    reason: str
    name: DecisionName = "ask"


@dataclass(frozen=True, slots=True)
class HandOver:
    """A human sees to it; the intents still give the agent drafts to start from."""

    intents: tuple[str, ...]
    reason: str
    auto: bool = False
    name: DecisionName = "hand_over"


Decision = Answer | Ask | HandOver
