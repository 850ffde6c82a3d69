"""The item at hand: its price, the fact asked for, others like it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.shop import Item
from bot.facts.situation import Situation, Told, listed
from bot.replies.slots import written

NEED = "item"
_SUMMARY = 3
_USAGE = ("使用方法", "食用方法", "洗涤方式", "安装方式")
_NOT_IN_SUMMARY = frozenset({*_USAGE, "执行标准", "保修", "生产日期"})


def tell(situation: Situation) -> Told:
    item, items = situation.item, situation.knowledge.items.values()
    recommended = _recommended(situation, items)
    if item is None:
        return Told(
            values={"recommended": recommended},
            circumstances={
                "item_known": False,
                "price_fresh": False,
                "fact_asked": "none",
                "alternatives_known": False,
            },
        )
    fresh = situation.fresh(item.as_of)
    name, value = _fact_asked(situation, item)
    others = _alternatives(situation, item, items)
    return Told(
        values={
            "item": item.name,
            "price": item.price_fen if fresh else None,
            "fact_name": name,
            "fact_value": value,
            "facts_summary": listed(
                f"{k}{v}" for k, v in [(k, v) for k, v in item.facts.items() if k not in _NOT_IN_SUMMARY][:_SUMMARY]
            ),
            "usage": next((item.facts[k] for k in _USAGE if item.facts.get(k)), None),
            "alternatives": listed(o.name for o in others),
            "recommended": recommended,
        },
        circumstances={
            "item_known": True,
            "price_fresh": fresh and item.price_fen is not None,
            "fact_asked": "found" if value else "missing" if situation.named("fact") else "none",
            "alternatives_known": bool(others),
        },
        as_of=item.as_of,
    )


def _fact_asked(situation: Situation, item: Item) -> tuple[str | None, str | None]:
    """The fact whose own name stands in the text (`是否起球` by 起球), else the first the buyer's words stand for."""
    text = situation.prediction.clean.text
    for name, value in item.facts.items():
        if value and name.removeprefix("是否").removeprefix("适用") in text:
            return name, value
    for entity in situation.named("fact"):
        if told := item.facts.get(entity.value):
            return entity.value, told
    return None, None


def _alternatives(situation: Situation, item: Item, items: Iterable[Item]) -> list[Item]:
    """In stock, of the same trade, nearest in price; up to three."""
    price = item.price_fen or 0
    like = [
        o
        for o in items
        if o.item_id != item.item_id and o.trade == item.trade and (o.stock or 0) > 0 and situation.fresh(o.as_of)
    ]
    return sorted(like, key=lambda o: (abs((o.price_fen or 0) - price), o.item_id))[:3]


def _recommended(situation: Situation, items: Iterable[Item]) -> str | None:
    """Of the trade at hand, in stock, by the most stock (what the shop counts on); with prices."""
    trade = situation.item.trade if situation.item else None
    able = [
        o for o in items if (o.stock or 0) > 0 and o.price_fen and situation.fresh(o.as_of) and trade in (None, o.trade)
    ]
    chosen = sorted(able, key=lambda o: (-(o.stock or 0), o.item_id))[:3]
    return listed(f"{o.name}（{written('price', o.price_fen or 0)}）" for o in chosen) or None
