"""A small cast: a buyer, her shop at noon of one Sunday, and a stranger with a shop of his own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.message import BuyerMessage
from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, Shipment
from bot.domain.reply import Finding, Statement
from bot.domain.shop import (
    Courier,
    CourierRegion,
    Item,
    Knowledge,
    Policy,
    Promotion,
    PromotionKind,
    Shop,
    SizeRow,
    Variant,
)
from bot.facts.shop_words import shop_words
from bot.facts.situation import Situation
from intents import Asked, EntityFinder, Guess, Prediction, normalise
from intents.mood import feel

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Sunday, 12:00 in China."""
SHOP_ID, BUYER = "qingshan", "晴天小筑"
OTHER_SHOP_ID, STRANGER = "waidian", "远方的客"
ORDER_ID = "2026112200000000017"
STRANGERS_ORDER_ID = "2026112200000000025"

SHOP = Shop(shop_id=SHOP_ID, name="青山小铺")
HOODIE = Item(
    shop_id=SHOP_ID,
    item_id="61000001",
    title="秋冬加绒连帽卫衣女",
    short_title="加绒卫衣",
    trade="女装",
    variants=(
        Variant(name="红色 M", price_fen=12900, stock=12),
        Variant(name="红色 L", price_fen=13900, stock=3),
        Variant(name="黑色 M", price_fen=12900, stock=0, restock_on=date(2026, 11, 28)),
    ),
    facts={"材质": "纯棉", "厚度": "加厚", "洗涤方式": "可机洗，不漂白", "产地": "杭州"},
    size_chart=(
        SizeRow(size="M", height_cm=(155, 165), weight_jin=(90, 110)),
        SizeRow(size="L", height_cm=(160, 170), weight_jin=(105, 125)),
    ),
    as_of=NOW - timedelta(hours=1),
)
TISSUE = Item(
    shop_id=SHOP_ID,
    item_id="61000002",
    title="竹浆本色抽纸24包整箱",
    short_title="竹浆抽纸24包",
    trade="日用",
    variants=(Variant(name="", price_fen=3990, stock=200),),
    facts={"净含量": "300张", "保修": ""},
    as_of=NOW - timedelta(hours=1),
)
WIPES = Item(
    shop_id=SHOP_ID,
    item_id="61000003",
    title="无香型湿厕纸80抽",
    short_title="湿厕纸80抽",
    trade="日用",
    variants=(Variant(name="", price_fen=2990, stock=50),),
    words=("湿纸巾",),
    as_of=NOW - timedelta(hours=1),
)
ITEMS = (HOODIE, TISSUE, WIPES)
YUNDA = Courier(
    name="韵达",
    is_default=True,
    regions=(
        CourierRegion(province="黑龙江", days_min=4, days_max=5),
        CourierRegion(province="西藏", days_min=0, days_max=0, reachable=False),
        CourierRegion(province="*", days_min=3, days_max=3),
    ),
)
SHUNFENG = Courier(
    name="顺丰",
    fee_fen=2300,
    regions=(
        CourierRegion(province="西藏", days_min=5, days_max=7, fee_fen=4500),
        CourierRegion(province="*", days_min=2, days_max=2),
    ),
)
COURIERS = (YUNDA, SHUNFENG)
REDUCTION = Promotion(
    promotion_id="p1",
    kind=PromotionKind.FULL_REDUCTION,
    name="满减",
    rule="满199元减20元",
    threshold_fen=19900,
    off_fen=2000,
    starts_at=NOW - timedelta(days=1),
    ends_at=datetime(2026, 11, 30, 16, 0, tzinfo=UTC),  # midnight after the 30th in China
)
COUPON = Promotion(
    promotion_id="p2", kind=PromotionKind.COUPON, name="券", rule="满99元减5元", how="店铺首页领取", threshold_fen=9900
)
POLICY = Policy(same_day_cutoff="16:00", ships_from="浙江杭州", freight_insurance=True)
STRANGERS_SHOP = Shop(shop_id=OTHER_SHOP_ID, name="外店")


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def an_order(order_id: str = ORDER_ID, **changes: Any) -> Order:
    """Paid three hours ago, one red hoodie, to Harbin."""
    given: dict[str, Any] = {
        "shop_id": SHOP_ID,
        "order_id": order_id,
        "buyer": BUYER,
        "status": PlatformStatus.WAIT_SELLER_SEND_GOODS,
        "lines": (OrderLine(line_no=1, title=HOODIE.title, variant="红色 M", item_id=HOODIE.item_id, price_fen=12900),),
        "paid_fen": 12900,
        "created_at": NOW - hours(3),
        "paid_at": NOW - hours(3),
        "receiver": Receiver(name="林晓", phone="13800001234", address="黑龙江省 哈尔滨市 道里区 中央大街1号"),
        "as_of": NOW - hours(1),
    }
    return Order(**{**given, **changes})


def sent(order_id: str = ORDER_ID, *, event_age: timedelta = timedelta(hours=2), **changes: Any) -> Order:
    """On its way since yesterday noon."""
    parcel = Shipment(
        courier="韵达",
        tracking_no="4312345678901",
        shipped_at=NOW - hours(24),
        last_event="快件已到达沈阳转运中心",
        last_event_at=NOW - event_age,
        as_of=NOW - hours(1),
    )
    return an_order(
        order_id,
        status=PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
        **{"shipment": parcel, "shipped_at": NOW - hours(24), **changes},
    )


def knowledge(**changes: Any) -> Knowledge:
    given: dict[str, Any] = {
        "shop": SHOP,
        "version": 1,
        "policy": POLICY,
        "items": {item.item_id: item for item in ITEMS},
        "couriers": COURIERS,
        "promotions": (REDUCTION, COUPON),
    }
    return Knowledge(**{**given, **changes})


def prediction(text: str, *ranked: tuple[str, float], items: Sequence[Item] = ITEMS, **changes: Any) -> Prediction:
    """What a perfect model would say of `text`: `ranked` are the intents and their probabilities, best first."""
    clean = normalise(text)
    ranking = tuple(Guess(name, p) for name, p in ranked or (("stock", 0.97),))
    mood, severity = feel(clean.text)
    given: dict[str, Any] = {
        "clean": clean,
        "ranking": ranking,
        "asked": (Asked(ranking[0].intent, ranking[0].probability, 0, len(text)),),
        "in_context": ranking[0],
        "entities": EntityFinder(shop_words(items)).find(clean, now=NOW),
        "mood": mood,
        "severity": severity,
        "sure": True,
        "model": "20261122T040000-00000000",
    }
    return Prediction(**{**given, **changes})


def message(text: str = "有货吗", **changes: Any) -> BuyerMessage:
    given: dict[str, Any] = {"shop_id": SHOP_ID, "text": text, "buyer": BUYER, "received_at": NOW}
    return BuyerMessage(**{**given, **changes})


def situation(text: str = "有货吗", **changes: Any) -> Situation:
    """`text` said in the shop, with nothing at hand but what is given."""
    given: dict[str, Any] = {
        "message": message(text),
        "prediction": prediction(text),
        "knowledge": knowledge(),
        "now": NOW,
    }
    return Situation(**{**given, **changes})


def no_findings(statement: Statement) -> Sequence[Finding]:
    return ()


def guard_against(word: str, *, severity: Any = "block") -> Any:
    """A guard with one rule: `word` must not be said."""

    def find(statement: Statement) -> Sequence[Finding]:
        at = statement.text.find(word)
        rewrite = statement.text.replace(word, "")
        return () if at < 0 else (Finding("one_word", severity, at, at + len(word), "不能说。", rewrite),)

    return find
