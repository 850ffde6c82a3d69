from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo_shop.lay import lay
from bot.domain.order import Order, OrderState, RefundStage

Row = dict[str, str]
NOW = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)  # 18:30 in China, as the fixtures have it
# Around midnight of China, the end of a month and a leap day, where days and clock times could cross.
MOMENTS = [NOW, datetime(2026, 12, 31, 16, 0, 1, tzinfo=UTC), datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC)]


def of(orders: list[Order], nick: str) -> list[Order]:
    return [order for order in orders if order.buyer == nick]


def test_names_the_order_files_by_the_time_of_their_export() -> None:
    names = [name for name, _ in lay(NOW)]
    assert names[-3:] == ["ExportOrderList202611201830.csv", "ExportOrderDetailList202611201830.csv", "shipments.csv"]
    assert {"catalogue.csv", "size_charts.csv", "couriers.csv", "promotions.csv", "policies.csv"} == set(names[:-3])


def test_gives_the_same_bytes_for_the_same_time_in_any_zone() -> None:
    assert lay(NOW) == lay(NOW.astimezone(tz=None))


def test_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        lay(NOW.replace(tzinfo=None))


def test_leaves_no_token_and_writes_gbk_with_the_line_ends_of_the_platform() -> None:
    for _, data in lay(NOW):
        text = data.decode("gbk")
        assert not re.search(r"@[+-]?\d", text)
        assert text.count("\n") == text.count("\r\n") > 5


def test_writes_order_files_as_the_platform_does() -> None:
    data = dict(lay(NOW))["ExportOrderList202611201830.csv"].decode("gbk")
    header, first = data.splitlines()[:2]
    assert '"收货地址 ","运送方式","联系电话 ","联系手机"' in header
    assert re.match(r'"=""3900\d{15}""","', first)
    assert "\"'1380000" in first
    assert re.search(r"\"'4399\d{9}\"", data) and re.search(r'"No:4399\d{9}"', data)


def test_has_every_state_that_an_order_can_be_in(orders: list[Order]) -> None:
    assert {order.state for order in orders} == set(OrderState) - {OrderState.NO_ORDER}


def test_has_every_status_and_every_refund_stage_of_the_platform(
    tables: dict[str, list[Row]], platform_words: tuple[set[str], set[str]]
) -> None:
    statuses, stages = platform_words
    assert statuses < {row["订单状态"] for row in tables["ExportOrderList.csv"]}
    assert {row["退款状态"] for row in tables["ExportOrderDetailList.csv"]} == stages


@pytest.mark.parametrize("now", MOMENTS)
def test_every_order_goes_forward_in_time_and_not_beyond_now(
    now: datetime, orders_at: Callable[[datetime], list[Order]]
) -> None:
    for order in orders_at(now):
        parcel = order.shipment
        events = [parcel.signed_at, parcel.last_event_at] if parcel else []
        steps = [order.created_at, order.paid_at, order.shipped_at, *events, order.confirmed_at, now]
        known = [step for step in steps if step is not None]
        assert known == sorted(known), order.order_id
        if order.paid_at and order.created_at:
            assert order.created_at < order.paid_at


def test_only_a_few_orders_are_sent_late(orders: list[Order]) -> None:
    limit = timedelta(hours=48)
    waiting = [order for order in orders if order.state is OrderState.PAID and order.paid_at]
    late = [order for order in waiting if order.paid_at and NOW - order.paid_at > limit]
    assert 0 < len(late) < len(waiting) / 5
    assert all(o.shipped_at - o.paid_at < limit for o in orders if o.shipped_at and o.paid_at)


def test_parcels_are_fresh_stale_or_not_told(orders: list[Order]) -> None:
    day = timedelta(hours=24)
    sent = [order for order in orders if order.state is OrderState.SHIPPED]
    ages = [NOW - o.shipment.last_event_at for o in sent if o.shipment and o.shipment.last_event_at]
    assert sum(age < day for age in ages) > 40
    assert sum(age > day for age in ages) >= 5
    assert len(ages) < len(sent)


@pytest.mark.parametrize(
    ("nick", "expected"),
    [
        ("晴天小筑", [OrderState.PAID]),
        ("北方有雪", [OrderState.SHIPPED]),
        ("橘子汽水", [OrderState.SIGNED]),
        ("慢慢来", [OrderState.PAID]),
        ("风铃草", [OrderState.UNPAID]),
        ("海盐", [OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED]),
        ("老友记", [OrderState.REFUNDING]),
        ("青山在", [OrderState.CLOSED]),
        ("木木", [OrderState.DONE]),
        ("小满", [OrderState.PARTLY_SHIPPED]),
        ("秋刀鱼", [OrderState.SHIPPED]),
        ("沙枣花", [OrderState.SHIPPED]),
        ("格桑", [OrderState.PAID]),
        ("冬瓜茶", [OrderState.SIGNED]),
        ("芒种前后", [OrderState.UNKNOWN]),
    ],
)
def test_the_fixed_cases_have_the_orders_they_are_told_to_have(
    orders: list[Order], nick: str, expected: list[OrderState]
) -> None:
    assert [order.state for order in of(orders, nick)] == expected


def test_the_fixed_cases_are_as_old_as_they_are_told_to_be(orders: list[Order]) -> None:
    def age_hours(moment: datetime | None) -> float:
        assert moment is not None
        return (NOW - moment) / timedelta(hours=1)

    (sunny,), (slow,), (bell,), (wood,) = (of(orders, nick) for nick in ("晴天小筑", "慢慢来", "风铃草", "木木"))
    assert (age_hours(sunny.paid_at), age_hours(slow.paid_at), age_hours(bell.created_at)) == (5, 60, 2)
    assert 19 * 24 < age_hours(wood.confirmed_at) < 21 * 24
    (soda,) = of(orders, "橘子汽水")
    assert soda.shipment and 24 < age_hours(soda.shipment.signed_at) < 3 * 24


def test_the_parcels_of_the_fixed_cases_are_where_they_are_told_to_be(orders: list[Order]) -> None:
    (snow,), (saury,), (desert,) = (of(orders, nick) for nick in ("北方有雪", "秋刀鱼", "沙枣花"))
    assert snow.shipment and saury.shipment and desert.shipment
    assert (snow.shipment.courier, desert.shipment.courier) == ("韵达", "EMS")
    assert snow.shipment.last_event_at == NOW - timedelta(hours=2)
    assert "转运中心" in snow.shipment.last_event
    assert saury.shipment.last_event_at == NOW - timedelta(hours=72)


def test_the_cake_goes_to_harbin_and_the_refund_waits_for_the_seller(
    tables: dict[str, list[Row]], orders: list[Order]
) -> None:
    (row,) = [row for row in tables["ExportOrderList.csv"] if row["买家会员名"] == "晴天小筑"]
    assert row["收货地址"].startswith("黑龙江省 哈尔滨市 ")
    assert "云片糕200g" in row["宝贝标题"]
    assert of(orders, "老友记")[0].refund_stage is RefundStage.WAIT_SELLER_AGREE
    (lines,) = (order.lines for order in of(orders, "小满"))
    assert len(lines) == 2
