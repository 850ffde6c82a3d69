"""What a reply says of the order it speaks of, held against the order; a part of rule `promises`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.compliance.parts.table import hit
from bot.compliance.parts.text import View, negated, quoted, words
from bot.domain.order import Order, PlatformStatus, RefundStage
from bot.domain.reply import Hit, Statement


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words that say a state, and the orders for which it is not so."""

    pattern: re.Pattern[str]
    false_of: Callable[[Order], bool]


_UNSENT = (PlatformStatus.WAIT_BUYER_PAY, PlatformStatus.WAIT_SELLER_SEND_GOODS, PlatformStatus.TRADE_CLOSED_BY_TAOBAO)
_SENT = (PlatformStatus.WAIT_BUYER_CONFIRM_GOODS, PlatformStatus.TRADE_BUYER_SIGNED, PlatformStatus.TRADE_FINISHED)
_CLOSED = (PlatformStatus.TRADE_CLOSED, PlatformStatus.TRADE_CLOSED_BY_TAOBAO)
_LATER = r"(?!吗|么|会|就会|我|告诉|通知|再|之?后|以后|的话|没有?[?,]|\?|多久|才|的(?:订单|包裹|商品|宝贝))"


def unsent(order: Order) -> bool:
    return order.status in _UNSENT and order.sent_at is None


def _unsigned(order: Order) -> bool:
    signed = order.shipment is not None and order.shipment.signed_at is not None
    open_still = (*_UNSENT, PlatformStatus.SELLER_CONSIGNED_PART, PlatformStatus.WAIT_BUYER_CONFIRM_GOODS)
    return order.status in open_still and not signed


def _unrefunded(order: Order) -> bool:
    if order.refund_stage is RefundStage.UNKNOWN:
        return order.status not in (*_CLOSED, PlatformStatus.TRADE_FINISHED, PlatformStatus.UNKNOWN)
    return order.refund_stage is not RefundStage.SUCCESS and order.status not in _CLOSED


CLAIMS = (
    _Claim(
        words(rf"已经?[^。!?;,\n不没未要]{{0,8}}?(?:发货|发出|寄出|发走|揽收|揽件|出库|在途|在路上){_LATER}"), unsent
    ),
    _Claim(
        words(
            rf"(?<!要)(?<!会)(?:发货|发出|寄出|发走|揽收)(?:去)?了{_LATER}"
            r"|(?:昨天|前天|今早|上午|刚刚?|刚才|早就|都)(?:已经|就)?(?:给|帮|为)?您?(?:发|寄)(?:的|了|出|走)(?!什么|吗)"
        ),
        unsent,
    ),
    _Claim(
        words(
            r"(?:包裹|快递|宝贝|货|订单|东西|商品|件)(?:已经?|现在|目前|正|都)*(?:在路上|在途|在?运输中|在?派送中?"
            r"|正在派送|到(?:了|达)[^。,]{0,6}(?:转运|分拨|中转|网点|驿站))"
            r"|(?:快递员|派件员)(?:正在|在)(?:派送|配送)"
        ),
        unsent,
    ),
    _Claim(
        words(
            r"(?:还|仍|暂时?|尚)(?:没有?|未)(?:给您|帮您|安排)*(?:发货|发出|寄出)"
            r"|(?:是|处于|显示)?待发货(?:状态)?|订单没发货"
        ),
        lambda o: o.status in _SENT,
    ),
    _Claim(
        words(
            r"已经?(?:被|由|经|有)?(?:本人|您|您的家人|家人|他人|代收点?|驿站|门卫)?(?:签收|送达|妥投|收货|派送成功|送到"
            r"|确认收货)(?!吗|后|的话)"
            r"|(?:签收|送达|妥投)了(?!吗|\?|的话|再|后|以后|记得|之后)"
            r"|显示(?:是|为)?(?:已)?签收"
        ),
        _unsigned,
    ),
    _Claim(
        words(
            rf"已经?(?:给您|帮您|为您|全额|成功|原路|同意|办理|处理|完成)*(?:退款|退回|退了|退还|退给您)(?!申请|吗){_LATER}"
            r"|退款(?:已经?|都)?(?:成功|到账|完成|打给您|退回)(?:了|的|,|。|哦|$)(?!吗|后|的话)"
            r"|钱(?:已经|都)?退(?:了|给您了|回去了)"
        ),
        _unrefunded,
    ),
    _Claim(
        words(
            r"已经?(?:给您|帮您|为您)?(?:同意|审核通过|通过)(?:了)?(?:您的?)?(?:退款|退货|售后|申请)"
            r"|(?:退款|退货|售后)?申请(?:已经?)(?:同意|通过|审核通过)"
        ),
        lambda o: o.refund_stage in (RefundStage.NONE, RefundStage.WAIT_SELLER_AGREE, RefundStage.REFUSED),
    ),
    _Claim(
        words(
            r"(?:已经?|都)(?:收到您的|成功)?(?:付款|支付|付好款?|付过款)(?!后|的话|吗|的订单)"
            r"|付款(?:已经?)?成功|(?:收到|看到)(?:了)?您的(?:付款|款项)"
            r"|(?:已经?|正在|在)(?:给您|帮您|为您)?(?:安排)?(?:配货|备货|打包|拣货|安排发货)"
        ),
        lambda o: o.status is PlatformStatus.WAIT_BUYER_PAY,
    ),
    _Claim(
        words(
            r"(?:还|仍|尚)(?:没有?|未)(?:完成)?付款"
            r"|(?:是|处于|显示)?(?:待付款|未付款)(?:状态)?(?!的)"
            r"|等待(?:您|买家)付款"
        ),
        lambda o: o.status in (*_SENT, PlatformStatus.WAIT_SELLER_SEND_GOODS, PlatformStatus.SELLER_CONSIGNED_PART),
    ),
    _Claim(
        words(r"(?:订单|交易)(?:已经?)(?:关闭|取消)(?:了|,|。|哦|$)"),
        lambda o: o.status not in (*_CLOSED, PlatformStatus.UNKNOWN),
    ),
)
_WHY = "与订单的实际状态不符。"
_SUPPOSED = words(r"如果|若|要是|一旦|等|假如|付款后|通常|一般|吗(?:$|,)|是不是|有没有|是否")
_TRACKING = words(r"(?:运单|快递单|物流单|物流|快递|单)号(?:码)?(?:就|给您|是|为|:)*([a-z]{0,3}\d{8,20})")
_COURIERS = r"顺丰|韵达|中通|圆通|申通|百世|天天|极兔|德邦|邮政|ems|京东"
_BY_COURIER = words(
    rf"(?:发|走|用|寄)的(?:是)?(?P<a>{_COURIERS})"
    rf"|(?:已经?)(?:用|通过|由|走)(?P<b>{_COURIERS})"
    rf"|(?P<c>{_COURIERS})(?:快递|速运)?(?:已经?)(?:发出|发货|寄出|揽收)"
)
_TRUTH = {
    PlatformStatus.WAIT_BUYER_PAY: "您的订单目前还没有付款，付款后我们会尽快安排",
    PlatformStatus.WAIT_SELLER_SEND_GOODS: "您的订单正在等待发货，我们会按付款顺序尽快安排",
    PlatformStatus.WAIT_BUYER_CONFIRM_GOODS: "您的订单正在配送途中，物流进度可以在订单详情里查看哦",
}


def states(said: Statement, seen: View) -> Iterator[Hit]:
    order = said.order
    if order is None:
        return
    truth = _TRUTH.get(order.status, "订单的最新状态请以订单详情显示的为准哦")
    for claim in CLAIMS:
        if not claim.false_of(order):
            continue
        for match in claim.pattern.finditer(seen.plain):
            clause = seen.plain[slice(*seen.clause(*match.span()))]
            if not _SUPPOSED.search(clause) and not quoted(seen, *match.span()) and not _unsaid(seen, match):
                yield hit(
                    seen,
                    *match.span(),
                    why=_WHY,
                    say=truth if "退" not in match[0] else "退款进度请以订单的退款详情为准，我们会尽快跟进哦",
                )
    known = {n.lower() for n in (order.tracking_no, order.shipment.tracking_no if order.shipment else "") if n}
    for match in _TRACKING.finditer(seen.plain):
        if match[1] not in known | {order.order_id} and (known or unsent(order)):
            yield hit(seen, *match.span(), why="运单号与订单不符。", say="运单号请以订单物流详情显示的为准哦")
    sent_by = (order.shipment.courier if order.shipment else "") or order.courier
    for match in _BY_COURIER.finditer(seen.plain):
        told = match["a"] or match["b"] or match["c"]
        if sent_by and order.status in _SENT and told not in sent_by.lower() and not negated(seen, *match.span()):
            yield hit(seen, *match.span(), why="快递公司与订单不符。", say=f"您的包裹发的是{sent_by}哦")


def _unsaid(seen: View, match: re.Match[str]) -> bool:
    """The claim itself stands under a negation (`不是已经发货了`), when it holds none of its own."""
    return not re.search(r"没|未|待", match[0]) and negated(seen, match.start(), match.end())
