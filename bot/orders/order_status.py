"""订单状态 and 退款状态 as files write them → the platform's codes."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.order import PlatformStatus, RefundStage

_STATUS = {
    "等待买家付款": PlatformStatus.WAIT_BUYER_PAY,
    "买家已付款等待卖家发货": PlatformStatus.WAIT_SELLER_SEND_GOODS,
    "卖家部分发货": PlatformStatus.SELLER_CONSIGNED_PART,
    "卖家已发货等待买家确认": PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    "卖家已发货等待买家确认收货": PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    "买家已签收货到付款专用": PlatformStatus.TRADE_BUYER_SIGNED,
    "交易成功": PlatformStatus.TRADE_FINISHED,
}
_CLOSED = "交易关闭"

_REFUND = {
    "": RefundStage.NONE,
    "没有申请退款": RefundStage.NONE,
    "买家已经申请退款等待卖家同意": RefundStage.WAIT_SELLER_AGREE,
    "卖家已经同意退款等待买家退货": RefundStage.WAIT_BUYER_RETURN,
    "买家已经退货等待卖家确认收货": RefundStage.WAIT_SELLER_CONFIRM,
    "卖家拒绝退款": RefundStage.REFUSED,
    "退款关闭": RefundStage.CLOSED,
    "退款成功": RefundStage.SUCCESS,
}


def platform_status(text: str, *, paid: bool) -> PlatformStatus:
    """`交易关闭` has two codes: with a payment it was refunded, without one it was closed before."""
    bare = _bare(text)
    if bare == _CLOSED:
        return PlatformStatus.TRADE_CLOSED if paid else PlatformStatus.TRADE_CLOSED_BY_TAOBAO
    if bare in _STATUS:
        return _STATUS[bare]
    return next((code for code in PlatformStatus if code.value == bare), PlatformStatus.UNKNOWN)


def refund_stage(text: str) -> RefundStage:
    bare = _bare(text)
    if bare in _REFUND:
        return _REFUND[bare]
    return next((code for code in RefundStage if code.value == bare), RefundStage.UNKNOWN)


def _bare(text: str) -> str:
    """Without the commas and blanks that come and go between exports."""
    return re.sub(r"[,、;\s]", "", unicodedata.normalize("NFKC", text))
