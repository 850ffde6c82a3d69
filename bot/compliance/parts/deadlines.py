"""Arrival days, shipping hours and return days held against couriers and policy; a part of rule `promises`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.compliance.parts.amounts import spans
from bot.compliance.parts.claims import unsent
from bot.compliance.parts.table import hit
from bot.compliance.parts.text import View, negated, quoted, words
from bot.compliance.parts.when import DAY, days_away
from bot.domain.china_time import CHINA
from bot.domain.reply import Hit, Statement
from bot.domain.shop import Courier

_WHY = "快递最快也到不了，不能这样答应。"
_SAY = "我们会尽快为您安排，时间请以物流实际更新为准哦"
_ARRIVES = words(
    rf"(?P<day>{DAY})(?:就|能|会|可以|应该|预计|大概|差不多|估计|左右|之?前|内|上午|下午|晚上|早上|中午|肯定|一定"
    r"|必|都|您|给您|为您|帮您|快递|包裹)*(?:送?到|送达|收到|到达"
    r"|到货|拿到)(?!账|期|时|底|位|的话|的时候|后|吗|没"
    r"|不)"
)
_ARRIVES_IN = words(
    r"^(?:之?内|左右|以内|就|能|会|可以|给您|您|应该|大概)*(?:送?到|送达|收到|到达|拿到)(?!账|期|时|底|位|的话|后"
    r"|货后|吗)"
)
_SHIPS_IN = words(
    r"^(?:之?内|以内)?(?:就|会|能|可以|给您|为您|安排|左右|统一|帮您|完成|按|顺序|陆续|尽快|都|一般|必|全部|仓库"
    r"|我们|肯定|保证|一定)*(?:(?:发货|发出|寄出|发走)(?!后)|发(?=$|[,。!~的哦呢哈了亲吧]))"
)
_SHIPPED_WITHIN = words(
    r"(?:发货|发出|发货时间|发货时效)(?:是|为|在|一般|大概|需要|要|:|付款后|下单后|拍下后|都|时间)*$"
)
_RETURNED_IN = words(
    r"^(?:之?内|以内)?(?:的|可以|都|支持|享受|可|能|均|,|您|是|提供|有|我们|随时|申请)*(?:无理由"
    r"|退(?!款|回|给|钱|还|您)|包退|包换|换货|可退|不(?:满意|喜欢|合适)[^。!?]{0,6}退)"
)
_RETURN_TERM = words(r"(?:无理由|退换货?)(?:退货|退换货?|退换)?(?:期|时间|期限|服务)?(?:是|为|有|:|都是)*$")
_NOT_THE_TERM = words(r"补发|重发|重新|预售|质量|破损|还有|还剩|剩余|剩下|换货发|退货后|审核|国外")


def _courier(said: Statement, plain: str) -> Courier | None:
    """The courier spoken of: named, the order's, the default."""
    used = said.order.courier if said.order is not None else ""
    for test in (lambda c: c.name.lower() in plain, lambda c: bool(used) and c.name in used, lambda c: c.is_default):
        for courier in said.couriers:
            if test(courier):
                return courier
    return None


def _earliest(said: Statement, plain: str) -> int | None:
    """Days from today until a parcel can be there at best; None: nothing known contradicts any day."""
    courier = _courier(said, plain)
    order = said.order
    province = order.receiver.province if order is not None and order.receiver is not None else ""
    region = courier.region(province) if courier is not None else None
    sent_at = order.sent_at if order is not None else None
    if region is None:
        return 1 if order is not None and unsent(order) else None
    if sent_at is None:
        return region.days_min
    if said.now is None:
        return None
    gone = (said.now.astimezone(CHINA).date() - sent_at.astimezone(CHINA).date()).days
    return max(0, region.days_min - gone)


def arrivals(said: Statement, seen: View) -> Iterator[Hit]:
    """Arrival days before the earliest possible one, restocking before its date."""
    earliest = _earliest(said, seen.plain)
    if earliest is None:
        return
    for match in _ARRIVES.finditer(seen.plain):
        away = days_away(match["day"], said.now)
        if (
            away is not None
            and away < earliest
            and not negated(seen, *match.span())
            and not quoted(seen, *match.span())
        ):
            yield hit(seen, *match.span(), why=_WHY, say=_SAY)
    courier = _courier(said, seen.plain)
    province = said.order.receiver.province if said.order is not None and said.order.receiver is not None else ""
    region = courier.region(province) if courier is not None else None
    for span in spans(seen.plain):
        told = _ARRIVES_IN.match(seen.plain[span.end : span.end + 40])
        if told and region is not None and span.days < region.days_min and not negated(seen, span.start, span.end):
            yield hit(seen, span.start, span.end + told.end(), why=_WHY, say=_SAY)


def terms(said: Statement, seen: View) -> Iterator[Hit]:
    """Shipping hours and return days other than the policy's; free shipping that the policy does not give."""
    policy = said.policy
    if policy is None:
        return
    for span in spans(seen.plain):
        before, after = seen.plain[max(0, span.start - 30) : span.start], seen.plain[span.end : span.end + 40]
        if _NOT_THE_TERM.search(seen.sentence(span.start, span.end)) or quoted(seen, span.start, span.end):
            continue
        if _SHIPS_IN.match(after) or _SHIPPED_WITHIN.search(before):
            if span.hours != policy.ship_within_hours:
                yield hit(
                    seen,
                    span.start,
                    span.end,
                    why=f"店铺的发货时限是{policy.ship_within_hours}小时。",
                    say=f"付款后{policy.ship_within_hours}小时内发货",
                    reach="clause",
                )
        elif (_RETURNED_IN.match(after) or _RETURN_TERM.search(before)) and span.days != policy.return_days:
            yield hit(
                seen,
                span.start,
                span.end,
                why=f"店铺的无理由退换期是{policy.return_days}天。",
                say=f"支持{policy.return_days}天无理由退换哦",
            )
    if not policy.free_shipping and not policy.free_shipping_from_fen:
        for match in re.finditer(r"(?:全国|都|是|给您)?(?:包邮|免邮|免运费)(?!的?(?:话|吗|门槛|条件))", seen.plain):
            if not negated(seen, *match.span()) and "满" not in seen.sentence(*match.span()):
                yield hit(seen, *match.span(), why="店铺的政策不包邮。", say="运费请以下单页面显示的为准哦")
