"""Glued messages made from the written ones, for training only.

Real buyers run their chat lines together without a mark: small talk, a story, then the question. Written examples are
mostly one clear question, and a model trained on them alone loses the question in a long message. Made rows never count
as data and are made from the training folds only.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from intents.corpus import Utterance
from intents.names import OTHER, SMALL_TALK

_SEPARATORS = ("", "", "", " ", "，")
_TALK_FIRST = 0.6
CLEAR_FROM = 6
"""Questions of so many characters stand by themselves."""


def glued(rows: Sequence[Utterance], *, share: float, talk_share: float, seed: int) -> list[Utterance]:
    """`share` × rows made messages: a question with talk before or behind it, or (the rest) two questions, labelled by the first."""
    dice = random.Random(seed)  # noqa: S311  # a repeatable choice of examples, not a secret
    alone = [row for row in rows if not row.context]
    talk = [row for row in alone if row.intent == OTHER or row.intent in SMALL_TALK]
    questions = [row for row in alone if row.intent != OTHER and row.intent not in SMALL_TALK and not row.also]
    if not talk or not questions:
        return []
    return [_one(dice, talk, questions, talk_share) for _ in range(round(share * len(rows)))]


def _one(
    dice: random.Random, talk: Sequence[Utterance], questions: Sequence[Utterance], talk_share: float
) -> Utterance:
    first, between = dice.choice(questions), dice.choice(_SEPARATORS)
    if dice.random() >= talk_share:
        second = dice.choice(questions)
        also = () if second.intent == first.intent else (second.intent,)
        return Utterance(first.text + between + second.text, first.intent, also=also)
    said = dice.choice(talk).text
    text = said + between + first.text if dice.random() < _TALK_FIRST else first.text + between + said
    return Utterance(text, first.intent)


def borrowed(rows: Sequence[Utterance], *, share: float, seed: int) -> list[Utterance]:
    """`share` × rows with turns: clear questions after turns that are none of theirs, their label unchanged."""
    dice = random.Random(seed)  # noqa: S311  # likewise
    turns = [row.context for row in rows if row.context]
    clear = [row for row in rows if not row.context and row.intent != OTHER and len(row.text) >= CLEAR_FROM]
    if not turns or not clear:
        return []
    chosen = [dice.choice(clear) for _ in range(round(share * len(turns)))]
    return [Utterance(row.text, row.intent, context=dice.choice(turns), in_context=row.intent) for row in chosen]
