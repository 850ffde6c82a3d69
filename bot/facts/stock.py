"""Stock of the item at hand, or of the variant that the buyer named."""

from __future__ import annotations

import re

from bot.domain.china_time import CHINA
from bot.domain.shop import Item, Variant
from bot.facts.situation import Situation, Told, listed

NEED = "stock"
MOST_LISTED = 6
LOW = 5
"""From this many pieces down a reply says that few are left."""
_PARTS = re.compile(r"[\s;；,，/+:：]+")


def tell(situation: Situation) -> Told:
    item = situation.item
    if item is None:
        return Told(circumstances={"stock_state": "unknown", "variant_asked": "none"})
    asked, variant = variant_asked(situation, item)
    stock = variant.stock if variant else item.stock
    fresh = situation.fresh(item.as_of)
    today = situation.now.astimezone(CHINA).date()
    days = [v.restock_on for v in ([variant] if variant else item.variants) if v.restock_on and v.restock_on >= today]
    return Told(
        values={
            "variant": variant.name if variant else None,
            "variants": _in_stock(item) if fresh else None,
            "stock": stock if fresh else None,
            "restock_on": min(days, default=None),
            "stock_as_of": item.as_of,
            "price": variant.price_fen if variant and variant.price_fen and fresh else None,
        },
        circumstances={"stock_state": _state(stock, fresh=fresh), "variant_asked": asked},
        as_of=item.as_of,
        stale=stock is not None and not fresh,
    )


def _state(stock: int | None, *, fresh: bool) -> str:
    if stock is None:
        return "unknown"
    if not fresh:
        return "stale"
    return "out" if stock <= 0 else "low" if stock <= LOW else "in"


def _in_stock(item: Item) -> str:
    """`原味、桂花味`, or the first six and how many there are."""
    names = [v.name for v in item.variants if v.name and (v.stock or 0) > 0]
    return listed(names) if len(names) <= MOST_LISTED else f"{listed(names[:MOST_LISTED])}等{len(names)}种"


def variant_asked(situation: Situation, item: Item) -> tuple[str, Variant | None]:
    """The variant whose words stand in the message; `unknown` when a colour or size was named that the item has not."""
    text = situation.prediction.clean.text
    named = [v for v in item.variants if v.name]
    scored = [(sum(_says(text, part) for part in _PARTS.split(v.name.lower()) if part), v) for v in named]
    best = max((s for s, _ in scored), default=0)
    wanted = len({e.entity for e in situation.prediction.entities if e.entity in ("colour", "size")})
    if best and best >= wanted:
        first = [v for s, v in scored if s == best]
        if len(first) == 1:
            return "known", first[0]
        # `有红色吗` with red in three sizes: the one with the most stock speaks for the colour
        return "known", max(first, key=lambda v: v.stock or 0)
    return ("unknown", None) if wanted and named else ("none", None)


def _says(text: str, part: str) -> bool:
    """A part of a variant's name stands in the text; `m` only where it is not part of a Latin word."""
    if part.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])", text) is not None
    return (
        part in text
        or (len(part) > 2 and part.endswith("色") and part[:-1] in text)
        or (len(part) == 2 and part.endswith("色") and part[0] + "的" in text)
    )
