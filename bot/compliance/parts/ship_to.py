"""Another address than the order's own as the ship-to; a part of rule `buyer_data`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from bot.compliance.parts.answers import answered
from bot.compliance.parts.table import hit, row
from bot.compliance.parts.text import View, negated, view, words
from bot.domain.reply import Hit, Statement

_WHY = "只能发到订单上的收货地址；要换地址，请买家在订单里修改或转人工核实。"
_CHANGE = "收货地址请您在订单里修改哦，我们按订单上的地址发货"

line = partial(row, why=_WHY, say=_CHANGE)
SHIP_TO = (
    line(
        r"(?:发|寄|送|派)(?:货)?(?:到|去|往|给|至)(?:您(?:说|给|发|提供|要)?的?)?(?:这个|那个|的)?(?:新(?:的)?"
        r"|另(?:外)?一个|别的|其他|朋友的?|公司的?|您公司的?|老家的?|单位的?)(?:收货)?地址",
        unless=r"(?:订单(?:里|上|中|详情)?[^。!?]{0,6}(?:改|修改))|(?:修改|改)(?:一?下)?订单|自助(?:修改|改)",
    ),
    line(
        r"按(?:照)?(?:您)?(?:说的?|发的?|给的?|提供的?|新的?|刚才的?|后来的?|改的?)*(?:这个|那个"
        r"|新的?)?地址(?:给您)?(?:发|寄|送|派|来|安排)",
        unless=r"订单(?:上|里|中)(?:的|填|写|改)|(?:在)?订单[^。!?]{0,6}(?:改|修改)",
    ),
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff\d]{2,8}?(?:省|自治区|市|区|县|镇|乡|街道|路|街|大道|巷|弄|村|小区|花园|大厦|广场|号楼|栋|单元"
    r"|号|室)"
)
_SHIPS_TO = words(r"(?:发|寄|送|派|改|换|更改|修改|备注)(?:货)?(?:到|去|往|给|至|成|为|在)(?!您(?:手|那|家|哪))")
_LEFT_TO_BUYER = words(
    r"(?:您|亲)…(?:自己|自助|在订单|订单里|订单上|修改|改一下|重新拍|核对|确认)"
    r"|吗|对不对|是不是|以订单|不能|无法|没法|需要您"
)
_WANTS_ELSEWHERE = words(
    r"(?:寄|发|送|改|换)(?:到|成|个|一?下)?(?:新|另|别|其他|公司|老家|朋友|单位)[^。?]{0,6}(?:地址|家|那|公司"
    r"|单位)?"
    r"|(?:换|改)(?:一?下|个|一个)?(?:收货)?地址|地址(?:改|换)"
)

_LEFT_TO_HUMANS = words(r"订单|自助|人工|核实|同事|仓库|登记|备注")


def sent_elsewhere(said: Statement, seen: View) -> Iterator[Hit]:
    """A ship-to that is not the order's own."""
    order = said.order
    if order is None:
        return
    yes = answered(said, _WANTS_ELSEWHERE, "yes", unless=_LEFT_TO_HUMANS)
    if yes:
        yield hit(seen, *yes, why=_WHY, say="亲，" + _CHANGE)
    own = view(order.receiver.address.replace(" ", "")).plain if order.receiver is not None else ""
    if not own:
        return
    for verb in _SHIPS_TO.finditer(seen.plain):
        rest = re.split(r"[。!?;,\n]", seen.plain[verb.end() :], maxsplit=1)[0]
        places = [m.group() for m in _PLACE.finditer(rest)]
        strange = [p for p in places if p not in own and not re.search(r"哪|什么|其他", p)]
        end = verb.end() + len(rest)
        if (
            not strange
            or negated(seen, verb.start(), verb.end())
            or _LEFT_TO_BUYER.search(seen.sentence(verb.start(), end))
        ):
            continue
        yield hit(seen, verb.start(), end, why=_WHY, say=_CHANGE)
