"""An order as the shop's platform tells it, and the state a reply speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OrderState(StrEnum):
    """What an order is to a reply; derived, never stored."""

    NO_ORDER = "no_order"
    UNPAID = "unpaid"
    PAID = "paid"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    SIGNED = "signed"
    DONE = "done"
    REFUNDING = "refunding"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class RefundStage(StrEnum):
    """退款状态, by the platform's codes."""

    NONE = "NO_REFUND"
    WAIT_SELLER_AGREE = "WAIT_SELLER_AGREE"
    WAIT_BUYER_RETURN = "WAIT_BUYER_RETURN_GOODS"
    WAIT_SELLER_CONFIRM = "WAIT_SELLER_CONFIRM_GOODS"
    REFUSED = "SELLER_REFUSE_BUYER"
    CLOSED = "CLOSED"
    SUCCESS = "SUCCESS"
    UNKNOWN = "UNKNOWN"

    @property
    def running(self) -> bool:
        """An after-sales application is open and its money not yet decided."""
        return self in (RefundStage.WAIT_SELLER_AGREE, RefundStage.WAIT_BUYER_RETURN, RefundStage.WAIT_SELLER_CONFIRM)


class PlatformStatus(StrEnum):
    """订单状态, by the platform's codes; anything else a file says is UNKNOWN with its text kept beside it."""

    WAIT_BUYER_PAY = "WAIT_BUYER_PAY"
    WAIT_SELLER_SEND_GOODS = "WAIT_SELLER_SEND_GOODS"
    SELLER_CONSIGNED_PART = "SELLER_CONSIGNED_PART"
    WAIT_BUYER_CONFIRM_GOODS = "WAIT_BUYER_CONFIRM_GOODS"
    TRADE_BUYER_SIGNED = "TRADE_BUYER_SIGNED"
    TRADE_FINISHED = "TRADE_FINISHED"
    TRADE_CLOSED = "TRADE_CLOSED"
    TRADE_CLOSED_BY_TAOBAO = "TRADE_CLOSED_BY_TAOBAO"
    UNKNOWN = "UNKNOWN"


_STATE_OF = {
    PlatformStatus.WAIT_BUYER_PAY: OrderState.UNPAID,
    PlatformStatus.WAIT_SELLER_SEND_GOODS: OrderState.PAID,
    PlatformStatus.SELLER_CONSIGNED_PART: OrderState.PARTLY_SHIPPED,
    PlatformStatus.WAIT_BUYER_CONFIRM_GOODS: OrderState.SHIPPED,
    PlatformStatus.TRADE_BUYER_SIGNED: OrderState.SIGNED,
    PlatformStatus.TRADE_FINISHED: OrderState.DONE,
    PlatformStatus.TRADE_CLOSED: OrderState.CLOSED,
    PlatformStatus.TRADE_CLOSED_BY_TAOBAO: OrderState.CLOSED,
    PlatformStatus.UNKNOWN: OrderState.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Whom the parcel goes to. Personal: never logged, learned or shown unmasked."""

    name: str = ""
    phone: str = ""
    address: str = ""
    """`省 市 区 …`, without the post code."""

    def __repr__(self) -> str:
        return "Receiver(…)"

    @property
    def province(self) -> str:
        return self.address.split(" ", 1)[0] if self.address else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel: what no order export tells, from the shipments table."""

    courier: str
    tracking_no: str
    shipped_at: datetime | None = None
    signed_at: datetime | None = None
    last_event: str = ""
    last_event_at: datetime | None = None
    as_of: datetime | None = None
    """When the row was true; older than the shop's freshness limit it is not told as present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One item of an order."""

    line_no: int
    title: str
    variant: str = ""
    """商品属性 as read: `颜色分类：红色;尺码：L`."""
    item_id: str | None = None
    """The catalogue item it met by 商家编码, 外部系统编号 or title; None: no catalogue facts."""
    merchant_code: str = ""
    outer_code: str = ""
    quantity: int = 1
    price_fen: int = 0
    refund: RefundStage = RefundStage.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of one buyer. Amounts are integer fen, times aware UTC."""

    shop_id: str
    order_id: str
    buyer: str
    """买家会员名: the account that owns the order."""
    status: PlatformStatus
    status_text: str = ""
    """订单状态 as it was read."""
    lines: tuple[OrderLine, ...] = ()
    paid_fen: int = 0
    freight_fen: int = 0
    refund_fen: int = 0
    refund: RefundStage = RefundStage.NONE
    created_at: datetime | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    confirmed_at: datetime | None = None
    """The buyer's confirmation, not the courier's sign-off."""
    courier: str = ""
    tracking_no: str = ""
    invoice_title: str = ""
    buyer_note: str = ""
    shipment: Shipment | None = None
    receiver: Receiver | None = field(default=None, repr=False)
    as_of: datetime | None = None
    """The time of the export it came from."""

    @property
    def state(self) -> OrderState:
        """The state that a reply speaks of: an open refund first, then the parcel, then the platform's status."""
        if self.refund_running:
            return OrderState.REFUNDING
        state = _STATE_OF[self.status]
        if state is OrderState.SHIPPED and self.shipment is not None and self.shipment.signed_at is not None:
            return OrderState.SIGNED
        return state

    @property
    def refund_running(self) -> bool:
        return self.refund_stage.running

    @property
    def refund_stage(self) -> RefundStage:
        """The order's stage, or the most open one of its lines."""
        stages = [self.refund, *(line.refund for line in self.lines)]
        return next(
            (s for s in stages if s.running), next((s for s in stages if s is not RefundStage.NONE), RefundStage.NONE)
        )

    @property
    def is_open(self) -> bool:
        """Something is still owed: to be paid, sent, received or refunded."""
        return self.state not in (OrderState.DONE, OrderState.CLOSED, OrderState.UNKNOWN)

    @property
    def sent_at(self) -> datetime | None:
        """When it left, by the parcel's row first."""
        return (self.shipment.shipped_at if self.shipment else None) or self.shipped_at
