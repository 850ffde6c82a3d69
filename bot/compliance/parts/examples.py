"""How the rules write down their examples: drafts without facts, short talks, and one made-up order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, RefundStage, Shipment
from bot.domain.reply import Statement
from bot.domain.shop import Courier, CourierRegion, Item, Policy, Variant

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""10:00 in China, a Sunday."""
CAKE = Item(
    shop_id="demo",
    item_id="1",
    title="手工云片糕 200g",
    short_title="云片糕",
    variants=(Variant(name="原味", price_fen=5990, stock=36), Variant(name="黑芝麻", price_fen=6490, stock=0)),
)
COURIERS = (
    Courier(name="韵达", is_default=True, regions=(CourierRegion(province="*", days_min=3, days_max=4),)),
    Courier(name="顺丰", fee_fen=2300, regions=(CourierRegion(province="*", days_min=2, days_max=3),)),
)
POLICY = Policy()
_SENT = (PlatformStatus.WAIT_BUYER_CONFIRM_GOODS, PlatformStatus.TRADE_BUYER_SIGNED, PlatformStatus.TRADE_FINISHED)


def drafts(*texts: str) -> tuple[Statement, ...]:
    """Examples that need no facts."""
    return tuple(Statement(text=text) for text in texts)


def talk(*pairs: tuple[str, str]) -> tuple[Statement, ...]:
    """Examples that answer a buyer: (what the buyer said, the draft)."""
    return tuple(Statement(text=text, buyer_said=buyer) for buyer, text in pairs)


def order_of(status: PlatformStatus, *, refund: RefundStage = RefundStage.NONE) -> Order:
    """The order of the made-up buyer 晴天小筑, as far as its status went."""
    sent = status in _SENT
    signed_at = NOW - timedelta(hours=20) if status in _SENT[1:] else None
    shipment = Shipment(
        courier="韵达", tracking_no="4312200001234", shipped_at=NOW - timedelta(days=3), signed_at=signed_at
    )
    return Order(
        shop_id="demo",
        order_id="2711000011112222333",
        buyer="晴天小筑",
        status=status,
        lines=(OrderLine(line_no=1, title=CAKE.title, variant="口味：原味", item_id="1", price_fen=5990),),
        paid_fen=5990,
        refund=refund,
        paid_at=None if status is PlatformStatus.WAIT_BUYER_PAY else NOW - timedelta(hours=5),
        courier="韵达" if sent else "",
        tracking_no="4312200001234" if sent else "",
        shipment=shipment if sent else None,
        receiver=Receiver(name="林晚晴", phone="13800006688", address="黑龙江省 哈尔滨市 南岗区 花园街18号3单元502室"),
    )


def about(order: Order, *texts: str, buyer_said: str = "", asking: str | None = "晴天小筑") -> tuple[Statement, ...]:
    """Drafts with all facts at hand; by default the order's own account asks."""
    return tuple(
        Statement(
            text=text,
            buyer_said=buyer_said,
            order=order,
            asking_buyer=asking,
            policy=POLICY,
            items=(CAKE,),
            couriers=COURIERS,
            now=NOW,
        )
        for text in texts
    )
