"""A message as Rasa's `/model/parse` tells it, so that what speaks to Rasa can speak to Qinda."""

from __future__ import annotations

from datetime import datetime

from bot.domain.decision import UNDERSTOOD_FLOOR
from intents import OTHER, Classifier

FALLBACK = "nlu_fallback"
FALLBACK_CONFIDENCE = 0.3
"""Rasa's own default."""


def parse(classifier: Classifier, text: str, message_id: str | None, *, now: datetime) -> dict[str, object]:
    """`{text, message_id, intent, intent_ranking, entities}`; `nlu_fallback` comes first when Qinda abstains, the real ranking follows."""
    prediction = classifier.predict(text, now=now)
    ranking = [{"name": g.intent, "confidence": round(g.probability, 6)} for g in prediction.ranking]
    if prediction.top.intent == OTHER or prediction.top.probability < UNDERSTOOD_FLOOR:
        ranking.insert(0, {"name": FALLBACK, "confidence": FALLBACK_CONFIDENCE})
    return {
        "text": text,
        "message_id": message_id,
        "intent": ranking[0],
        "intent_ranking": ranking,
        "entities": [
            {
                "entity": e.entity,
                "start": e.start,
                "end": e.end,
                "value": e.value,
                "confidence": 1.0,
                "extractor": "qinda",
            }
            for e in prediction.entities
        ],
    }
