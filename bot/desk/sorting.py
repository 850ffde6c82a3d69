"""Many messages at once: what each asks, without shop or order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.errors import BadInput, Problem
from intents import Classifier

MOST_MESSAGES = 1_000
"""In one HTTP request; a file has no limit."""
RANKED = 5
DECIDED = ("id", "intent", "probability", "intents", "in_context", "auto")
"""What `decide_message` tells."""
SORTED = (*DECIDED, "ranking", "because", "entities", "model")
"""What `sort_message` tells."""


def sort_message(classifier: Classifier, row: Mapping[str, Any], *, now: datetime) -> dict[str, object]:
    """One row `{"id", "text", "context"?}` → what it asks, in the shape of docs/api.md."""
    prediction = classifier.predict(row["text"], now=now, context=row.get("context") or ())
    top = prediction.top
    return {
        "id": row["id"],
        "intent": top.intent,
        "probability": round(top.probability, 6),
        "intents": list(prediction.intents),
        "in_context": prediction.in_context.intent,
        "auto": prediction.sure,
        "ranking": [[g.intent, round(g.probability, 6)] for g in prediction.ranking[:RANKED]],
        "because": [list(b) for b in classifier.because(prediction.clean, top.intent)],
        "entities": [
            {"entity": e.entity, "start": e.start, "end": e.end, "value": e.value} for e in prediction.entities
        ],
        "model": prediction.model,
    }


def decide_message(classifier: Classifier, row: Mapping[str, Any]) -> dict[str, object]:
    """`sort_message` without its reasons: what the message asks, and whether it may be answered without a human."""
    decision = classifier.decide(row["text"], row.get("context") or ())
    return {
        "id": row["id"],
        "intent": decision.intent,
        "probability": round(decision.probability, 6),
        "intents": list(decision.intents),
        "in_context": decision.in_context,
        "auto": decision.sure,
    }


def row_faults(row: Any, where: str, *, empty_ok: bool = False) -> list[Problem]:
    """What keeps a row from being sorted. In a file a message without text (a picture) is `other`; asked alone it is a mistake."""
    if not isinstance(row, dict):
        return [Problem(where, "is no object; expected {id, text, context}.")]
    faults = []
    if not isinstance(row.get("id"), (str, int)) or isinstance(row.get("id"), bool) or not _sendable(row["id"]):
        faults.append(Problem(f"{where}/id", "is no text or whole number."))
    if not isinstance(row.get("text"), str):
        faults.append(Problem(f"{where}/text", "is no text."))
    elif not row["text"].strip() and not empty_ok:
        faults.append(Problem(f"{where}/text", "is empty; expected the buyer's words."))
    elif not _sendable(row["text"]):
        faults.append(Problem(f"{where}/text", "holds a NUL or half a surrogate pair."))
    context = row.get("context") or []
    if not isinstance(context, list) or not all(_is_turn(turn) for turn in context):
        faults.append(Problem(f"{where}/context", "is no list of pairs [speaker, text]."))
    return faults


def _sendable(value: str | int) -> bool:
    """Whole Unicode characters, so that the answer can be written."""
    return isinstance(value, int) or not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in value)


def _is_turn(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(x, str) for x in value)


def sort_messages(classifier: Classifier, rows: Any, *, now: datetime) -> list[dict[str, object]]:
    """All rows or none. Raises BadInput with every fault."""
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MOST_MESSAGES:
        raise BadInput(
            "The messages cannot be read.",
            problems=[Problem("/messages", f"is no list of up to {MOST_MESSAGES} messages.")],
        )
    if problems := [p for n, row in enumerate(rows) for p in row_faults(row, f"/messages/{n}")]:
        raise BadInput("The messages cannot be read.", problems=problems)
    return [sort_message(classifier, row, now=now) for row in rows]
