"""Step 1: a request becomes a BuyerMessage, or every fault of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.message import BuyerMessage, Turn
from bot.errors import BadInput, Problem, TooLarge

LONGEST_MESSAGE = 20_000
LONGEST_ID = 128
MOST_TURNS = 50
MOST_CANDIDATES = 10
FIELDS = ("text", "buyer", "order_id", "item_id", "conversation_id", "context", "limit")


def receive(request: Mapping[str, Any], *, shop_id: str, now: datetime) -> BuyerMessage:
    """Check a request of the shape in docs/api.md. Raises BadInput (422) or TooLarge (413)."""
    problems: list[Problem] = []
    if unknown := [name for name in request if name not in FIELDS]:
        problems.append(Problem("/", f"{len(unknown)} unknown fields; known: {', '.join(FIELDS)}."))
    text = check_text(request.get("text"), "/text", problems)
    ids = {
        name: _identifier(request.get(name), f"/{name}", problems)
        for name in ("buyer", "order_id", "item_id", "conversation_id")
    }
    limit = request.get("limit", 3)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_CANDIDATES:
        problems.append(Problem("/limit", f"is no whole number from 1 to {MOST_CANDIDATES}."))
        limit = 3
    context = read_context(request.get("context"), "/context", problems)
    if problems:
        raise BadInput("The message cannot be read.", problems=problems)
    return BuyerMessage(shop_id=shop_id, text=text, context=context, limit=limit, received_at=now, **ids)


def check_text(value: Any, where: str, problems: list[Problem], *, empty_ok: bool = False) -> str:
    """Text that can be stored and sent: no lone surrogate, no NUL, not too long (TooLarge)."""
    if not isinstance(value, str):
        problems.append(Problem(where, f"is {_kind(value)}, expected text."))
        return ""
    if len(value) > LONGEST_MESSAGE:
        raise TooLarge(f"{where} has {len(value)} characters, at most {LONGEST_MESSAGE} are taken.")
    if "\x00" in value:
        problems.append(Problem(where, "holds a NUL character."))
    if any("\ud800" <= c <= "\udfff" for c in value):
        problems.append(Problem(where, "holds half a surrogate pair; send whole Unicode characters."))
    if not empty_ok and not value.strip():
        problems.append(Problem(where, "is empty; expected the buyer's words."))
    return value


def _identifier(value: Any, where: str, problems: list[Problem]) -> str | None:
    if value is None or value == "":
        return None
    if len(text := check_text(value, where, problems)) > LONGEST_ID:
        problems.append(Problem(where, f"has {len(text)} characters, at most {LONGEST_ID} are taken."))
    return text


def read_context(value: Any, where: str, problems: list[Problem]) -> tuple[Turn, ...]:
    """Pairs [speaker, text], oldest first."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_TURNS:
        problems.append(Problem(where, f"is no list of up to {MOST_TURNS} pairs [speaker, text]."))
        return ()
    turns = []
    for number, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2 or pair[0] not in ("buyer", "agent"):
            problems.append(Problem(f"{where}/{number}", 'is no pair ["buyer" or "agent", text].'))
            continue
        turns.append(Turn(pair[0], check_text(pair[1], f"{where}/{number}/1", problems, empty_ok=True)))
    return tuple(turns)


def _kind(value: Any) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"
