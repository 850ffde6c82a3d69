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
from bot.errors import Problem, SettingsError, UnknownId
from bot.facts.situation import Situation
from bot.ports import OrderSource
from intents import Intent, Prediction

RECENT = timedelta(days=60)
"""A finished order speaks for the buyer when it is the only one so young."""
ORDERS_LOOKED_AT = 20
MOST_CHOICES = 3
_TAIL = re.compile(r"(?<!\d)\d{4}(?!\d)")
"""The end of an order number, as a buyer says which one she means."""

_PERSON = r"(?:哥|姐|弟|妹|妈|爸|老公|老婆|媳妇|对象|朋友|同事|闺蜜|男友|女友|同学|室友|婆婆|邻居|别人|人家|他人|买家)"
_ACCOUNT = r"(?:账号|帐号|账户|帐户|旺旺号?|淘宝号|号(?!码|线|楼|店|发|到|送))"
_OTHERS = re.compile(
    rf"{_PERSON}[^,.!?给帮送]{{0,4}}{_ACCOUNT}"
    rf"|{_PERSON}的?(?:那个|那笔|那单|这个)?(?:订单|单子|收货信息|收货地址|收件人|手机号|电话)"
    rf"|(?:另一个|另外一个|别的|其他|其它){_ACCOUNT}[^,.!?]{{0,6}}(?:订单|地址|信息|电话)"
)
"""Somebody else's account or order is named: `我哥那个号的订单`, and not `给我妈买的`, `我朋友买过的那款`."""
_LOOK_UP = re.compile(r"看|查|告诉|念|发我|发给|给我|说一?下|地址|电话|姓名|名字|寄到哪|发到哪|写的哪")


def situate(
    message: BuyerMessage, prediction: Prediction, knowledge: Knowledge, orders: OrderSource, *, now: datetime
) -> Situation:
    """Find the order and the item that the message is about. Raises UnknownId for an id that names nothing of hers."""
    items = _items_named(message, prediction, knowledge)
    order, choices = _order_at_hand(message, prediction, orders, items, now)
    text = prediction.clean.text
    return Situation(
        message=message,
        prediction=prediction,
        knowledge=knowledge,
        now=now,
        order=order,
        choices=choices,
        item=_item_at_hand(knowledge, items, order),
        other_account=_OTHERS.search(text) is not None and _LOOK_UP.search(text) is not None,
    )


def _items_named(message: BuyerMessage, prediction: Prediction, knowledge: Knowledge) -> list[set[str]]:
    """The item given, else those named by words, link or number; a word of several items names all of them."""
    if message.item_id:
        if message.item_id not in knowledge.items:
            raise UnknownId("item_id names no item of the catalogue. Leave it out to have the item found.")
        return [{message.item_id}]
    found = []
    for entity in prediction.entities:
        if entity.entity == "item":
            found.append(set(entity.value.split("|")))
        elif entity.entity in ("link", "number"):
            found.append({n for n in re.findall(r"\d{8,}", entity.value) if n in knowledge.items})
    return [ids for ids in found if ids]


def _order_at_hand(
    message: BuyerMessage, prediction: Prediction, orders: OrderSource, items: Sequence[set[str]], now: datetime
) -> tuple[Order | None, tuple[Order, ...]]:
    """The order named, else the open one with the item named, else the only open one, else the only young one.

    When none of these is one order: what the buyer may choose from. Another account's order is as if it did not exist.
    """
    named = [message.order_id] if message.order_id else _numbers(prediction)
    found = [orders.order(message.shop_id, one, buyer=message.buyer) for one in named if message.buyer]
    if (order := next((o for o in found if o is not None), None)) is not None:
        return order, ()
    if message.order_id:
        raise UnknownId("order_id names no order of this buyer. Leave it out to have the order found.")
    if message.buyer is None:
        return None, ()
    mine = orders.orders_of(message.shop_id, buyer=message.buyer, limit=ORDERS_LOOKED_AT)
    still_open = [o for o in mine if o.is_open]
    if named:  # she named an order and it is none of hers: no other one may answer for it
        return None, tuple(still_open[:MOST_CHOICES])
    tails = set(_TAIL.findall(prediction.clean.text))
    wanted = set().union(*items)
    young = [o for o in mine if o.created_at is not None and now - o.created_at <= RECENT]
    with_item = [o for o in still_open if wanted & {line.item_id for line in o.lines}]
    for candidates in ([o for o in mine if o.order_id[-4:] in tails], with_item, still_open, young):
        if len(candidates) == 1:
            return candidates[0], ()
    return None, tuple((with_item or still_open or young)[:MOST_CHOICES])


def _numbers(prediction: Prediction) -> list[str]:
    return [e.value for e in prediction.entities if e.entity == "order_number"]


def _item_at_hand(knowledge: Knowledge, items: Sequence[set[str]], order: Order | None) -> Item | None:
    """The item named, the ordered one of several so called; else the only one of the order."""
    in_order = {line.item_id for line in order.lines if line.item_id} if order else set()
    for ids in items:
        meant = ids & in_order or ids
        if len(meant) == 1:
            return knowledge.items.get(next(iter(meant)))
    return knowledge.items.get(next(iter(in_order))) if len(in_order) == 1 else None


def check_needs(catalog: Mapping[str, Intent], groups: Iterable[str]) -> None:
    """Raises SettingsError with every intent that needs facts of which there is no group: a misspelt need would leave slots empty."""
    known = frozenset(groups)
    problems = [
        Problem(f"{name}.yaml", f"needs {', '.join(sorted(intent.needs - known))}.")
        for name, intent in catalog.items()
        if intent.needs - known
    ]
    if problems:
        raise SettingsError(
            f"{len(problems)} intents need facts that no group tells; known: {', '.join(sorted(known))}.",
            problems=problems,
        )


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
