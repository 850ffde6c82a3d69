"""What every ShopSource keeps: the stores, and the fake that stands for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType

from bot.domain.shop import Courier, CourierRegion, Item, Policy, Promotion, PromotionKind, SizeRow, Variant
from tests.given import AS_OF, SHOP, Given, Lay

SHIRT = Item(
    shop_id="shop",
    item_id="A2",
    title="亲肤纯棉短袖T恤",
    short_title="纯棉T恤",
    trade="服饰",
    merchant_code="TX",
    variants=(
        Variant(name="红色 M", sku="TX-RM", price_fen=5900, stock=3),
        Variant(name="红色 L", sku="TX-RL", price_fen=5900, stock=0, restock_on=date(2026, 12, 1)),
        Variant(name="红色 XL", price_fen=6100),
    ),
    facts=MappingProxyType({"材质": "纯棉", "产地": "浙江"}),
    size_chart=(
        SizeRow(size="M", height_cm=(155, 165), weight_jin=(90, 110)),
        SizeRow(size="L", height_cm=(165, 175), foot_mm=(0, 300), age_months=(0, 0)),
    ),
    words=("短袖", "T恤"),
    as_of=AS_OF,
)
BARE = Item(shop_id="shop", item_id="A10", title="云片糕", as_of=AS_OF)
YUNDA = Courier(
    name="韵达",
    is_default=True,
    regions=(
        CourierRegion(province="西藏", days_min=0, days_max=0, reachable=False),
        CourierRegion(province="*", days_min=2, days_max=3),
    ),
)
SHUNFENG = Courier(name="顺丰", fee_fen=2300, regions=(CourierRegion(province="*", days_min=1, days_max=2, fee_fen=0),))
PROMOTION = Promotion(
    promotion_id="P1",
    kind=PromotionKind.FULL_REDUCTION,
    name="双旦",
    rule="满199元减20元",
    threshold_fen=19900,
    off_fen=2000,
    starts_at=datetime(2026, 11, 19, 16, tzinfo=UTC),
    ends_at=datetime(2026, 11, 30, 16, tzinfo=UTC),
    item_ids=("A2", "A10"),
    how="自动减",
)
GIFT = Promotion(promotion_id="P2", kind=PromotionKind.GIFT, name="随单", rule="满2件送试吃")
POLICY = Policy(ship_within_hours=24, same_day_cutoff="16:00", free_shipping=False, freight_fen=800)


def test_tells_an_item_whole(lay: Lay) -> None:
    assert lay(Given(items=[SHIRT, BARE])).shop.item("shop", "A2") == SHIRT


def test_tells_an_item_of_which_little_is_known(lay: Lay) -> None:
    assert lay(Given(items=[SHIRT, BARE])).shop.item("shop", "A10") == BARE


def test_an_unknown_item_is_none(lay: Lay) -> None:
    shop = lay(Given(items=[SHIRT])).shop
    assert shop.item("shop", "A3") is None
    assert shop.item("other", "A2") is None


def test_tells_the_catalogue_by_item_id(lay: Lay) -> None:
    assert lay(Given(items=[SHIRT, BARE])).shop.items("shop") == [BARE, SHIRT]


def test_tells_the_default_courier_first_with_the_regions_as_given(lay: Lay) -> None:
    assert lay(Given(couriers=[SHUNFENG, YUNDA])).shop.couriers("shop") == [YUNDA, SHUNFENG]


def test_tells_the_promotions(lay: Lay) -> None:
    assert lay(Given(promotions=[PROMOTION, GIFT])).shop.promotions("shop") == [PROMOTION, GIFT]


def test_tells_the_policy_with_defaults_where_nothing_was_set(lay: Lay) -> None:
    assert lay(Given(policy=POLICY)).shop.policy("shop") == POLICY


def test_a_shop_that_set_nothing_has_the_default_policy(lay: Lay) -> None:
    assert lay(Given(items=[BARE])).shop.policy("shop") == Policy()


def test_tells_which_shops_there_are(lay: Lay) -> None:
    shop = lay(Given(items=[BARE])).shop
    assert shop.shops() == [SHOP]
    assert shop.shop("shop") == SHOP
    assert shop.shop("other") is None


def test_a_version_stays_while_nothing_is_imported(lay: Lay) -> None:
    shop = lay(Given(items=[BARE])).shop
    assert shop.version("shop") == shop.version("shop") > 0
    assert shop.version("other") == 0


def test_a_shop_that_is_not_there_has_nothing(lay: Lay) -> None:
    shop = lay(Given(items=[SHIRT], couriers=[YUNDA], promotions=[GIFT], policy=POLICY)).shop
    assert (shop.items("other"), shop.couriers("other"), shop.promotions("other")) == ([], [], [])
    assert shop.policy("other") == Policy()
