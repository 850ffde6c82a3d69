"""Step 7: the order and item at hand, and the facts an intent needs; only this buyer's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import ModuleType

from bot.domain.facts import Facts, FactValue
from bot.domain.message import BuyerMessage
from bot.domain.order import Order
from bot.domain.shop import Item, Knowledge
from bot.facts.situation import Situation
from bot.ports import OrderSource
from intents import Prediction

RECENT = timedelta(days=30)
"""A finished order speaks for the buyer when it is the only one so young."""
ORDERS_LOOKED_AT = 20

_OTHERS = re.compile(
    r"(?:我|俺)?(?:哥|姐|弟|妹|妈|爸|老公|老婆|媳妇|对象|朋友|同事|闺蜜|男友|女友|同学|室友|婆婆|邻居|别人|人家|另一个|另外一个|换个)"
    r"[^,.!?]{0,6}(?:号|账户|帐户|订单|单子|下的单|拍的|买的)"
)
_LOOK_UP = re.compile(r"看|查|问|告诉|地址|电话|姓名|名字|订单|到哪|发到")


def situate(
    message: BuyerMessage, prediction: Prediction, knowledge: Knowledge, orders: OrderSource, *, now: datetime
) -> Situation:
    """Find the order and the item that the message is about."""
    order, choices = _order_at_hand(message, prediction, orders, now)
    text = prediction.clean.text
    return Situation(
        message=message,
        prediction=prediction,
        knowledge=knowledge,
        now=now,
        order=order,
        choices=choices,
        item=_item_at_hand(message, prediction, knowledge, order),
        other_account=_OTHERS.search(text) is not None and _LOOK_UP.search(text) is not None,
    )


def _order_at_hand(
    message: BuyerMessage, prediction: Prediction, orders: OrderSource, now: datetime
) -> tuple[Order | None, tuple[Order, ...]]:
    """The order named, else the open one with the item at hand, else the only open one, else the only young one.

    When none of these is one order: what the buyer may choose from.
    """
    if message.buyer is None:
        return None, ()
    named = (
        [message.order_id] if message.order_id else [e.value for e in prediction.entities if e.entity == "order_number"]
    )
    for order_id in named:
        if (order := orders.order(message.shop_id, order_id, buyer=message.buyer)) is not None:
            return order, ()
    if message.order_id:
        return None, ()
    mine = orders.orders_of(message.shop_id, buyer=message.buyer, limit=ORDERS_LOOKED_AT)
    still_open = [o for o in mine if o.is_open]
    with_item = [o for o in still_open if message.item_id and any(line.item_id == message.item_id for line in o.lines)]
    young = [o for o in mine if o.created_at is not None and now - o.created_at <= RECENT]
    for candidates in (with_item, still_open, young):
        if len(candidates) == 1:
            return candidates[0], ()
    return None, tuple((still_open or young)[:3])


def _item_at_hand(
    message: BuyerMessage, prediction: Prediction, knowledge: Knowledge, order: Order | None
) -> Item | None:
    """The item given, else the one named in the words, else the only one of the order. A word of several items names the ordered one."""
    in_order = {line.item_id for line in order.lines if line.item_id} if order else set()
    if message.item_id and message.item_id in knowledge.items:
        return knowledge.items[message.item_id]
    for entity in prediction.entities:
        if entity.entity == "item":
            meant = set(entity.value.split("|"))
            meant = meant & in_order or meant
            if len(meant) == 1:
                return knowledge.items.get(meant.pop())
    return knowledge.items.get(next(iter(in_order))) if len(in_order) == 1 else None


def gather(situation: Situation, needs: Iterable[str], groups: Mapping[str, ModuleType]) -> Facts:
    """The facts of the groups named in `needs` and of `always`. A later group's value for a slot replaces an earlier one's."""
    values: dict[str, FactValue] = {}
    circumstances: dict[str, str | bool] = {}
    times: list[datetime] = []
    stale = False
    for name in _in_order(needs, groups):
        told = groups[name].tell(situation)
        values |= {slot: value for slot, value in told.values.items() if value is not None and value != ""}
        circumstances |= told.circumstances
        times += [told.as_of] if told.as_of else []
        stale = stale or told.stale
    return Facts(values=values, circumstances=circumstances, as_of=min(times, default=None), stale=stale)


_FIRST: Sequence[str] = ("always", "policy", "item")


def _in_order(needs: Iterable[str], groups: Mapping[str, ModuleType]) -> list[str]:
    """`always` first, then the general groups, then the special ones, so that a variant's price replaces the item's."""
    wanted = {"always", *needs} & groups.keys()
    return sorted(wanted, key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n))
