"""What every OrderSource keeps: the stores, and the fake that stands for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, RefundStage, Shipment
from bot.domain.shop import Item, Variant
from tests.given import AS_OF, Given, Lay

BUYER = "晴天小筑"
CREATED = datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC)
CAKE = Item(
    shop_id="shop",
    item_id="A1",
    title="手工云片糕 200g",
    merchant_code="YPG",
    variants=(Variant(name="原味", price_fen=2840),),
    as_of=AS_OF,
)
ORDER = Order(
    shop_id="shop",
    order_id="1930679858170647",
    buyer=BUYER,
    status=PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    status_text="卖家已发货,等待买家确认",
    lines=(
        OrderLine(
            line_no=1,
            title="旧标题",
            variant="口味：原味",
            item_id="A1",
            merchant_code="YPG",
            quantity=2,
            price_fen=2840,
        ),
        OrderLine(line_no=2, title="赠品", outer_code="GIFT", refund=RefundStage.WAIT_SELLER_AGREE),
    ),
    paid_fen=5680,
    freight_fen=600,
    refund_fen=100,
    refund=RefundStage.NONE,
    created_at=CREATED,
    paid_at=CREATED + timedelta(minutes=1),
    shipped_at=CREATED + timedelta(hours=5),
    courier="韵达",
    tracking_no="YD880001",
    invoice_title="晴天工作室",
    buyer_note="请尽快\n谢谢😀",
    shipment=Shipment(
        courier="韵达",
        tracking_no="YD880001",
        shipped_at=CREATED + timedelta(hours=5),
        last_event="到达哈尔滨转运中心",
        last_event_at=CREATED + timedelta(hours=9),
        as_of=AS_OF,
    ),
    receiver=Receiver(name="林小满", phone="13800000001", address="黑龙江省 哈尔滨市 道里区 云杉路8号"),
    as_of=AS_OF,
)
BARE = Order(
    shop_id="shop",
    order_id="1930679858170001",
    buyer=BUYER,
    status=PlatformStatus.UNKNOWN,
    status_text="?",
    as_of=AS_OF,
)


def order(number: int, *, buyer: str = BUYER, created_at: datetime | None = CREATED) -> Order:
    return replace(BARE, order_id=f"19306798581{number:05}", buyer=buyer, created_at=created_at)


def test_tells_an_order_whole_to_its_buyer(lay: Lay) -> None:
    sources = lay(Given(orders=[ORDER], items=[CAKE]))
    assert sources.orders.order("shop", ORDER.order_id, buyer=BUYER) == ORDER


def test_tells_the_receiver_to_its_buyer(lay: Lay) -> None:
    told = lay(Given(orders=[ORDER], items=[CAKE])).orders.order("shop", ORDER.order_id, buyer=BUYER)
    assert told is not None
    assert told.receiver == ORDER.receiver


def test_tells_an_order_of_which_little_is_known(lay: Lay) -> None:
    assert lay(Given(orders=[BARE])).orders.order("shop", BARE.order_id, buyer=BUYER) == BARE


@pytest.mark.parametrize("nick", ["", "晴天", "晴天小筑 ", " 晴天小筑", "晴天小築", "晴天小筑\0", "%", "晴天小_"])
def test_an_order_of_another_account_does_not_exist(lay: Lay, nick: str) -> None:
    orders = lay(Given(orders=[ORDER], items=[CAKE])).orders
    assert orders.order("shop", ORDER.order_id, buyer=nick) is None
    assert orders.orders_of("shop", buyer=nick) == []


def test_nicks_differ_by_case(lay: Lay) -> None:
    orders = lay(Given(orders=[replace(BARE, buyer="Tb_Lin")])).orders
    assert orders.orders_of("shop", buyer="tb_lin") == []
    assert len(orders.orders_of("shop", buyer="Tb_Lin")) == 1


def test_an_order_of_another_shop_does_not_exist(lay: Lay) -> None:
    orders = lay(Given(orders=[BARE])).orders
    assert orders.order("other", BARE.order_id, buyer=BUYER) is None
    assert orders.orders_of("other", buyer=BUYER) == []


@pytest.mark.parametrize("order_id", ["", "0", "1930679858170002", "' OR 1=1 --"])
def test_an_unknown_number_is_no_order(lay: Lay, order_id: str) -> None:
    assert lay(Given(orders=[BARE])).orders.order("shop", order_id, buyer=BUYER) is None


def test_lists_a_buyers_orders_newest_first_and_undated_last(lay: Lay) -> None:
    dated = [order(n, created_at=CREATED + timedelta(hours=n)) for n in (2, 3, 1)]
    listed = lay(Given(orders=[order(9, created_at=None), *dated])).orders.orders_of("shop", buyer=BUYER)
    assert [o.order_id[-1] for o in listed] == ["3", "2", "1", "9"]


def test_lists_only_the_buyers_own(lay: Lay) -> None:
    listed = lay(Given(orders=[order(1), order(2, buyer="路人甲")])).orders.orders_of("shop", buyer="路人甲")
    assert [o.order_id[-1] for o in listed] == ["2"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (2, 2), (20, 3)])
def test_lists_no_more_than_asked_for(lay: Lay, limit: int, count: int) -> None:
    orders = lay(Given(orders=[order(n) for n in range(3)])).orders
    assert len(orders.orders_of("shop", buyer=BUYER, limit=limit)) == count


def test_what_is_asked_for_is_not_used_up_by_others(lay: Lay) -> None:
    strangers = [order(n, buyer="路人甲", created_at=CREATED + timedelta(days=n)) for n in (2, 3)]
    assert len(lay(Given(orders=[order(1), *strangers])).orders.orders_of("shop", buyer=BUYER, limit=1)) == 1


def test_each_listed_order_has_its_own_lines(lay: Lay) -> None:
    other = replace(order(1), lines=(OrderLine(line_no=1, title="桂花糕"),))
    listed = lay(Given(orders=[ORDER, other], items=[CAKE])).orders.orders_of("shop", buyer=BUYER)
    assert {o.order_id: o.lines for o in listed} == {ORDER.order_id: ORDER.lines, other.order_id: other.lines}


def test_times_come_back_aware_in_utc(lay: Lay) -> None:
    told = lay(Given(orders=[ORDER], items=[CAKE])).orders.order("shop", ORDER.order_id, buyer=BUYER)
    assert told is not None
    assert told.paid_at is not None
    assert told.paid_at.tzinfo is UTC


def test_finds_buyers_by_a_part_of_the_nick_latest_order_first(lay: Lay) -> None:
    early = order(1, buyer="小鹿Abc", created_at=CREATED)
    late = order(2, buyer="abc小满", created_at=CREATED + timedelta(days=1))
    buyers = lay(Given(orders=[early, late, order(3, buyer="木木", created_at=CREATED - timedelta(days=9))])).buyers
    assert buyers.buyers("shop", like="ABC", limit=9) == ["abc小满", "小鹿Abc"]
    assert buyers.buyers("shop", like="", limit=2) == ["abc小满", "小鹿Abc"]
    assert buyers.buyers("shop", like="木", limit=9) == ["木木"]


@pytest.mark.parametrize("like", ["%", "_", "\\", "路人"])
def test_the_signs_of_a_search_mean_themselves(lay: Lay, like: str) -> None:
    assert lay(Given(orders=[BARE])).buyers.buyers("shop", like=like, limit=9) == []


def test_each_buyer_is_found_once_and_in_this_shop_only(lay: Lay) -> None:
    buyers = lay(Given(orders=[order(1), order(2)])).buyers
    assert buyers.buyers("shop", like="晴", limit=9) == [BUYER]
    assert buyers.buyers("other", like="晴", limit=9) == []
