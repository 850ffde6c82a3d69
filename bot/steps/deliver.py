"""Step 10: the reply with its trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain.decision import Decision
from bot.domain.reply import AskedFor, Candidate, Checked, Likely, Named, Reply
from bot.facts.situation import Situation
from intents import Prediction

EXPLAINED = 5
"""So many intents of the ranking are told, with their words."""

Because = Callable[[Sequence[str]], Mapping[str, tuple[tuple[str, float], ...]]]
"""Intents → the words that speak for each."""


def deliver(checked: Checked, prediction: Prediction, situation: Situation, because: Because, *, took_us: int) -> Reply:
    """Everything an agent, a page or a log needs to see why this was said."""
    probability = {g.intent: g.probability for g in prediction.ranking}
    meant = prediction.in_context
    for name, sure in [*((a.intent, a.probability) for a in prediction.asked), (meant.intent, meant.probability)]:
        probability[name] = max(probability[name], sure)
    top = [g.intent for g in prediction.ranking[:EXPLAINED]]
    told = because(list(dict.fromkeys([*top, *(draft.intent for draft, _ in checked.passed)])))
    return Reply(
        decision=checked.decision,
        candidates=tuple(
            Candidate(
                draft=draft,
                probability=probability.get(draft.intent, 0.0),
                because=told[draft.intent],
                findings=findings,
            )
            for draft, findings in checked.passed
        ),
        stopped=checked.stopped,
        intents=tuple(Likely(intent=name, probability=probability[name], because=told[name]) for name in top),
        asked=tuple(
            AskedFor(intent=a.intent, probability=a.probability, start=a.start, end=a.end) for a in prediction.asked
        ),
        entities=tuple(Named(entity=e.entity, start=e.start, end=e.end, value=e.value) for e in prediction.entities),
        mood=prediction.mood,
        severity=prediction.severity,
        order_id=situation.order.order_id if situation.order else None,
        item_id=situation.item.item_id if situation.item else None,
        model=prediction.model,
        took_us=took_us,
    )


def undecided(decision: Decision, *, model: str, took_us: int) -> Reply:
    """A hand-over without drafts: something failed, or there was no text to read."""
    return Reply(
        decision=decision,
        candidates=(),
        stopped=(),
        intents=(),
        asked=(),
        entities=(),
        mood="calm",
        severity=0,
        order_id=None,
        item_id=None,
        model=model,
        took_us=took_us,
    )
