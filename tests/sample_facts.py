"""One made-up shop and buyer in which any case of the book holds: a value for every slot, and what the guard sees beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.facts import FactValue
from bot.domain.order import Order, OrderLine, OrderState, PlatformStatus, Receiver, RefundStage, Shipment
from bot.domain.reply import Statement
from bot.domain.shop import Courier, CourierRegion, Item, Policy, Promotion, PromotionKind, Variant
from bot.facts.situation import day_month
from bot.replies.book import Case
from bot.replies.slots import slots_in

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # 16:00 in China
BUYER = "晴天小筑"
World = Mapping[str, str | bool]

SAMPLES: Mapping[str, FactValue] = {
    "shop": "青山小铺",
    "ship_within": "48小时",
    "cutoff": "16:00",
    "ships_from": "浙江杭州",
    "return_days": 7,
    "return_review_days": "1-3个工作日",
    "refund_days": "1-3个工作日",
    "price_protection_days": 7,
    "warranty": "12个月",
    "invoice_kinds": "增值税普通发票和专用发票",
    "invoice_day": 25,
    "payment_methods": "支付宝、信用卡、快捷支付、花呗",
    "agent_hours": "9:00-22:00",
    "freight": 800,
    "free_shipping_from": 9900,
    "item": "手工云片糕 200g",
    "variant": "桂花味",
    "variants": "原味、芝麻味",
    "price": 3990,
    "stock": 30,
    "restock_on": date(2026, 12, 1),
    "stock_as_of": NOW - timedelta(hours=1),
    "fact_name": "保质期",
    "fact_value": "180天",
    "facts_summary": "净含量200g、保质期180天、口味多种",
    "usage": "开袋即食",
    "size": "L",
    "size_basis": "165cm、110斤",
    "sizes": "M、L、XL",
    "alternatives": "桂花糕、绿豆糕",
    "recommended": "桂花糕（25元）、绿豆糕（19.9元）",
    "choices": "11月20日拍的手工云片糕 200g（尾号0647）、11月21日拍的桂花糕（尾号0648）",
    "promotion": "满199元减20元",
    "promotion_ends": date(2026, 11, 30),
    "coupon": "满99元减10元",
    "coupon_how": "店铺首页领取",
    "gift": "满99元送小方巾一条",
    "default_courier": "韵达",
    "default_days": "约3天",
    "asked_courier": "顺丰",
    "asked_courier_fee": 2300,
    "asked_courier_days": "约2天",
    "couriers": "韵达（约3天）、顺丰（补23元，约2天）",
    "other_courier": "EMS",
    "place": "哈尔滨",
    "order_tail": "0647",
    "order_item": "手工云片糕 200g等2件",
    "paid_at": NOW - timedelta(hours=5),
    "ship_by": NOW + timedelta(hours=43),
    "shipped_at": NOW - timedelta(days=2),
    "courier": "韵达",
    "tracking_no": "4399000012345",
    "last_event": "已到达哈尔滨转运中心",
    "last_event_at": NOW - timedelta(hours=2),
    "signed_at": NOW - timedelta(days=1),
    "eta": "11月25日",
    "return_until": date(2026, 11, 28),
    "price_protection_until": date(2026, 11, 26),
    "paid": 7980,
    "refund_amount": 3990,
    "invoice_title": "杭州云杉贸易有限公司",
}

_STATUS = {
    OrderState.UNPAID: PlatformStatus.WAIT_BUYER_PAY,
    OrderState.PAID: PlatformStatus.WAIT_SELLER_SEND_GOODS,
    OrderState.PARTLY_SHIPPED: PlatformStatus.SELLER_CONSIGNED_PART,
    OrderState.SHIPPED: PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    OrderState.SIGNED: PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    OrderState.REFUNDING: PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    OrderState.DONE: PlatformStatus.TRADE_FINISHED,
    OrderState.CLOSED: PlatformStatus.TRADE_CLOSED,
    OrderState.UNKNOWN: PlatformStatus.UNKNOWN,
}
_SENT = frozenset(
    {OrderState.SHIPPED, OrderState.PARTLY_SHIPPED, OrderState.SIGNED, OrderState.DONE, OrderState.REFUNDING}
)
_OF_STATE: tuple[tuple[frozenset[str], OrderState], ...] = (
    (frozenset({"ship_by"}), OrderState.PAID),
    (frozenset({"signed_at", "return_until"}), OrderState.SIGNED),
    (frozenset({"last_event", "last_event_at", "eta", "shipped_at", "courier", "tracking_no"}), OrderState.SHIPPED),
    (frozenset({"refund_amount"}), OrderState.REFUNDING),
    (
        frozenset({"order_tail", "order_item", "paid_at", "price_protection_until", "paid", "invoice_title"}),
        OrderState.DONE,
    ),
)
"""Where a case names no state: the one in which the order has what the wording tells of it."""


@dataclass(frozen=True)
class Scene:
    """A world in which a wording may be said."""

    values: Mapping[str, FactValue]
    order: Order | None
    policy: Policy
    items: tuple[Item, ...]
    couriers: tuple[Courier, ...]
    promotions: tuple[Promotion, ...]

    def statement(self, text: str, buyer_said: str) -> Statement:
        return Statement(
            text=text,
            buyer_said=buyer_said,
            order=self.order,
            asking_buyer=BUYER,
            policy=self.policy,
            items=self.items,
            couriers=self.couriers,
            promotions=self.promotions,
            now=NOW,
        )


def scenes(case: Case, wording: str) -> Iterator[Scene]:
    """One for each way in which the case's own `when` can hold."""
    for chosen in itertools.product(*case.when.values()):
        yield _scene(dict(zip(case.when, chosen, strict=True)), frozenset(slots_in(wording)))


def _scene(world: World, slots: frozenset[str]) -> Scene:
    order = _order(world, slots)
    return Scene(
        values={**SAMPLES, **_times(order), **_changed(world)},
        order=order,
        policy=_policy(world, slots),
        items=_items(world, slots),
        couriers=_couriers(world),
        promotions=tuple(p for p, runs in _PROMOTIONS if world.get(runs, True)),
    )


def _changed(world: World) -> dict[str, FactValue]:
    changed: dict[str, FactValue] = {}
    if world.get("stock_state") == "low":
        changed["stock"] = 3
    if world.get("reach") in ("other_courier", "no"):
        changed |= {"place": "乌鲁木齐", "couriers": "EMS（补15元，约7天）"}
    return changed


def _state(world: World, slots: frozenset[str]) -> OrderState:
    if "order_state" in world:
        return OrderState(world["order_state"])
    if "refund_stage" in world:
        stage = RefundStage(world["refund_stage"])
        return OrderState.REFUNDING if stage.running else OrderState.CLOSED
    if "logistics" in world:
        return OrderState.SHIPPED
    if "return_window" in world or "price_protection" in world:
        return OrderState.SIGNED
    return next((state for of, state in _OF_STATE if of & slots), OrderState.NO_ORDER)


def _order(world: World, slots: frozenset[str]) -> Order | None:
    state = _state(world, slots)
    if state is OrderState.NO_ORDER:
        return None
    long_ago = "closed" in (world.get("return_window"), world.get("price_protection"))
    paid_at = NOW - (
        timedelta(days=30)
        if long_ago
        else timedelta(hours=60)
        if world.get("overdue")
        else timedelta(days=3)
        if state in _SENT - {OrderState.PARTLY_SHIPPED}
        else timedelta(hours=5)
    )
    paid = state not in (OrderState.UNPAID, OrderState.CLOSED) or world.get("refund_stage") == RefundStage.SUCCESS
    sent_at = paid_at + timedelta(hours=4) if state in _SENT else None
    signed = state in (OrderState.SIGNED, OrderState.DONE, OrderState.REFUNDING)
    signed_at = sent_at + timedelta(days=2) if signed and sent_at else None
    stage = RefundStage(world.get("refund_stage", RefundStage.NONE))
    if state is OrderState.REFUNDING and not stage.running:
        stage = RefundStage.WAIT_SELLER_AGREE
    far = world.get("reach") in ("other_courier", "no")
    return Order(
        shop_id="shop",
        order_id="1930679858170647",
        buyer=BUYER,
        status=_STATUS[state],
        lines=(
            OrderLine(line_no=1, title="手工云片糕 200g 传统糕点", item_id="A1", variant="口味：原味", price_fen=3990),
            OrderLine(line_no=2, title="桂花糕", item_id="A2", price_fen=3990),
        ),
        paid_fen=7980 if paid else 0,
        refund_fen=3990 if stage is not RefundStage.NONE else 0,
        refund=stage,
        created_at=paid_at - timedelta(minutes=5),
        paid_at=paid_at if paid else None,
        shipped_at=sent_at,
        confirmed_at=signed_at if state is OrderState.DONE else None,
        courier="韵达" if sent_at else "",
        tracking_no="4399000012345" if sent_at else "",
        invoice_title="杭州云杉贸易有限公司" if world.get("invoice_title_known", True) else "",
        shipment=_shipment(world, sent_at, signed_at) if sent_at else None,
        receiver=Receiver(
            name="林小满",
            phone="13800000001",
            address="新疆维吾尔自治区 乌鲁木齐市 天山区 云杉路8号" if far else "黑龙江省 哈尔滨市 道里区 云杉路8号",
        ),
        as_of=NOW - timedelta(hours=1),
    )


def _shipment(world: World, sent_at: datetime, signed_at: datetime | None) -> Shipment:
    told = world.get("logistics") != "none"
    seen_at = NOW - (timedelta(days=3) if world.get("logistics") == "stale" else timedelta(hours=2))
    return Shipment(
        courier="韵达",
        tracking_no="4399000012345",
        shipped_at=sent_at,
        signed_at=signed_at,
        last_event="已到达哈尔滨转运中心" if told else "",
        last_event_at=seen_at if told else None,
        as_of=NOW - timedelta(hours=1),
    )


def _times(order: Order | None) -> dict[str, FactValue]:
    """The times of this order in place of the sample ones."""
    if order is None:
        return {}
    signed_at = (order.shipment.signed_at if order.shipment else None) or order.confirmed_at
    told = {
        "paid_at": order.paid_at,
        "ship_by": order.paid_at + timedelta(hours=48) if order.paid_at else None,
        "shipped_at": order.shipped_at,
        "eta": day_month(order.shipped_at + timedelta(days=3)) if order.shipped_at else None,
        "signed_at": signed_at,
        "return_until": (signed_at + timedelta(days=7)).date() if signed_at else None,
        "price_protection_until": (order.paid_at + timedelta(days=7)).date() if order.paid_at else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _policy(world: World, slots: frozenset[str]) -> Policy:
    pays = bool({"freight", "free_shipping_from"} & slots) or bool(world.get("free_shipping_over"))
    free = bool(world.get("free_shipping", not pays))
    over = not free and bool(world.get("free_shipping_over", "free_shipping_from" in slots))
    return Policy(
        same_day_cutoff="16:00" if world.get("cutoff_set", True) else "",
        ships_from="浙江杭州",
        free_shipping=free,
        freight_fen=0 if free else 800,
        free_shipping_from_fen=9900 if over else 0,
        freight_insurance=bool(world.get("freight_insurance", False)),
        cash_on_delivery=bool(world.get("cash_on_delivery", False)),
        warranty_days=365 if world.get("warranty_known") else 0,
    )


def _items(world: World, slots: frozenset[str]) -> tuple[Item, ...]:
    stock = {"in": 30, "low": 3, "out": 0, "unknown": None}.get(str(world.get("stock_state", "in")), 30)
    asked = Variant(
        name="桂花味",
        price_fen=3990,
        stock=stock,
        restock_on=date(2026, 12, 1) if "restock_on" in slots else None,
    )
    others = () if stock is None else tuple(Variant(name=n, price_fen=3990, stock=0) for n in ("原味", "芝麻味"))
    if "variants" in slots:
        others = tuple(Variant(name=v.name, price_fen=3990, stock=30) for v in others)
    facts = {"保质期": "180天", "净含量": "200g", "口味": "多种", "食用方法": "开袋即食", "保修": "12个月"}
    as_of = NOW - (timedelta(days=3) if world.get("stock_state") == "stale" else timedelta(hours=1))
    return (
        Item(
            shop_id="shop",
            item_id="A1",
            title="手工云片糕 200g 传统糕点",
            short_title="手工云片糕 200g",
            variants=(asked, *others),
            facts=facts,
            as_of=as_of,
        ),
        *(
            Item(
                shop_id="shop",
                item_id=item_id,
                title=name,
                variants=(Variant(name="", price_fen=price, stock=50),),
                as_of=NOW - timedelta(hours=1),
            )
            for item_id, name, price in (("A2", "桂花糕", 2500), ("A3", "绿豆糕", 1990))
        ),
    )


def _couriers(world: World) -> tuple[Courier, ...]:
    far = world.get("reach") in ("other_courier", "no")
    here = CourierRegion(province="*", days_min=3, days_max=3)
    return (
        Courier(
            name="韵达",
            is_default=True,
            regions=(here, *([CourierRegion(province="新疆", days_min=0, days_max=0, reachable=False)] if far else [])),
        ),
        Courier(name="顺丰", fee_fen=2300, regions=(CourierRegion(province="*", days_min=2, days_max=2),)),
        Courier(
            name="EMS",
            fee_fen=1500,
            regions=(CourierRegion(province="*", days_min=7, days_max=7, reachable=world.get("reach") != "no"),),
        ),
    )


_PROMOTIONS: tuple[tuple[Promotion, str], ...] = (
    (
        Promotion(
            promotion_id="P1",
            kind=PromotionKind.FULL_REDUCTION,
            name="满减",
            rule="满199元减20元",
            threshold_fen=19900,
            off_fen=2000,
            ends_at=datetime(2026, 11, 30, 16, tzinfo=UTC),
        ),
        "promotion_runs",
    ),
    (
        Promotion(
            promotion_id="P2",
            kind=PromotionKind.COUPON,
            name="优惠券",
            rule="满99元减10元",
            threshold_fen=9900,
            off_fen=1000,
            how="店铺首页领取",
        ),
        "coupon_runs",
    ),
    (
        Promotion(
            promotion_id="P3", kind=PromotionKind.GIFT, name="赠品", rule="满99元送小方巾一条", threshold_fen=9900
        ),
        "gift_runs",
    ),
)
