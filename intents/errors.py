"""Errors of understanding. Each has a stable `code`; no message holds a buyer's words."""

from __future__ import annotations

from collections.abc import Sequence


class IntentsError(Exception):
    """Base: `problems` lists every fault found, with its place."""

    code = "intents"

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {p}" for p in problems)]))
        self.problems = tuple(problems)


class DefinitionError(IntentsError):
    """A file of intents or utterances is wrong: nothing is trained on it."""

    code = "definition"


class ModelRefused(IntentsError):
    """A saved model is damaged, foreign or half-written: it is not loaded."""

    code = "model_refused"


class NoModelError(IntentsError):
    """No usable model lies in the folder."""

    code = "no_model"
