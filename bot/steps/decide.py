"""Step 6: what to do with what was understood, before any fact is looked at."""

from __future__ import annotations

from bot.domain.decision import UNDERSTOOD_FLOOR, Answer, Decision, HandOver
from intents import OTHER, IntentCatalog, Prediction

UPSET = ("angry", "insulting")


def decide(prediction: Prediction, catalog: IntentCatalog) -> Decision:
    """Answer in the order asked, a fragment by what it means in context; or hand over with the reason.

    The reasons: `asked_for_human`, `severe`, `not_understood`, `high_risk`.
    """
    meant = prediction.in_context
    alone = meant.intent == prediction.top.intent
    intents = tuple(dict.fromkeys(a.intent for a in prediction.asked)) if alone else (meant.intent,)
    if "human_agent" in intents:
        return HandOver(intents, "asked_for_human")
    if prediction.severity >= 2:
        return HandOver(("complaint",), "severe")
    if meant.intent == OTHER or meant.probability < UNDERSTOOD_FLOOR:
        return HandOver(intents, "not_understood")
    if any(catalog[name].risk == "high" for name in intents):
        return HandOver(intents, "high_risk")
    calm = prediction.mood not in UPSET and prediction.severity == 0
    return Answer(intents, auto=prediction.sure and calm, reason="understood" if calm else "upset")
