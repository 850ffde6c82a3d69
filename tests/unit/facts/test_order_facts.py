"""What is told of an order, a parcel and a refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.order import OrderLine, PlatformStatus, RefundStage, Shipment
from bot.facts import order, refund, shipment
from bot.facts.situation import Told
from tests.cast import NOW, POLICY, an_order, hours, knowledge, sent, situation


def told(group: Any, the_order: Any, **changes: Any) -> Told:
    found: Told = group.tell(situation(order=the_order, **changes))
    return found


def test_without_an_order_nothing_of_one_is_told() -> None:
    assert told(order, None).values == {}
    assert told(order, None).circumstances["order_state"] == "no_order"
    assert told(shipment, None).circumstances == {"logistics": "none"}
    assert told(refund, None).values == {"refund_amount": None}


@pytest.mark.parametrize(
    ("age", "overdue"),
    [(hours(1), False), (hours(47.9), False), (hours(48), False), (hours(48.1), True), (timedelta(days=9), True)],
)
def test_an_order_is_overdue_after_the_shop_s_own_time(age: timedelta, overdue: bool) -> None:
    found = told(order, an_order(paid_at=NOW - age))
    assert found.circumstances["overdue"] is overdue
    assert found.values["ship_by"] == NOW - age + hours(48)


@pytest.mark.parametrize(
    "status", [PlatformStatus.WAIT_BUYER_PAY, PlatformStatus.WAIT_BUYER_CONFIRM_GOODS, PlatformStatus.TRADE_FINISHED]
)
def test_only_what_is_to_be_sent_can_be_late(status: PlatformStatus) -> None:
    found = told(order, an_order(status=status, paid_at=NOW - timedelta(days=30)))
    assert found.circumstances["overdue"] is False
    assert found.values["ship_by"] is None


def test_the_shop_s_own_shipping_time_counts() -> None:
    slow = knowledge(policy=replace(POLICY, ship_within_hours=168))
    assert told(order, an_order(paid_at=NOW - hours(72)), knowledge=slow).circumstances["overdue"] is False


@pytest.mark.parametrize(
    ("signed", "window", "until"),
    [
        (timedelta(days=1), "open", date(2026, 11, 28)),
        (timedelta(days=7), "open", date(2026, 11, 22)),
        (timedelta(days=7, seconds=1), "closed", None),
        (None, "unknown", None),
    ],
)
def test_the_return_window_counts_from_the_day_of_receipt(
    signed: timedelta | None, window: str, until: date | None
) -> None:
    parcel = Shipment(courier="韵达", tracking_no="1", signed_at=NOW - signed if signed else None)
    found = told(order, sent(shipment=parcel))
    assert (found.circumstances["return_window"], found.values["return_until"]) == (window, until)


def test_the_confirmation_counts_where_no_sign_off_is_known() -> None:
    done = an_order(status=PlatformStatus.TRADE_FINISHED, confirmed_at=NOW - timedelta(days=2))
    assert told(order, done).values["return_until"] == date(2026, 11, 27)


@pytest.mark.parametrize(("age", "state"), [(hours(3), "open"), (timedelta(days=8), "closed")])
def test_price_protection_counts_from_payment(age: timedelta, state: str) -> None:
    assert told(order, an_order(paid_at=NOW - age)).circumstances["price_protection"] == state
    assert told(order, an_order(paid_at=None)).circumstances["price_protection"] == "unknown"


def test_an_order_is_told_by_its_tail_and_its_things() -> None:
    found = told(order, an_order(invoice_title="杭州晴天有限公司"))
    assert found.values["order_tail"] == "0017"
    assert found.values["order_item"] == "加绒卫衣"
    assert found.circumstances["invoice_title_known"] is True
    assert found.as_of == NOW - hours(1)


@pytest.mark.parametrize(
    ("age", "logistics", "stale"), [(hours(2), "fresh", False), (hours(24), "fresh", False), (hours(25), "stale", True)]
)
def test_an_old_position_is_not_told_as_present(age: timedelta, logistics: str, stale: bool) -> None:
    found = told(shipment, sent(event_age=age))
    assert (found.circumstances["logistics"], found.stale) == (logistics, stale)
    assert (found.values["last_event"] is not None) is (logistics == "fresh")


def test_an_old_position_of_what_has_arrived_troubles_nobody() -> None:
    parcel = Shipment(
        courier="韵达", tracking_no="1", signed_at=NOW - hours(90), last_event="已签收", last_event_at=NOW - hours(90)
    )
    assert told(shipment, sent(shipment=parcel)).stale is False


@pytest.mark.parametrize(
    ("address", "eta"),
    [
        ("黑龙江省 哈尔滨市 道里区 1号", "11月25日至26日"),
        ("浙江省 杭州市 西湖区 1号", "11月24日"),
        ("西藏自治区 拉萨市 1号", None),
        ("", None),
    ],
)
def test_the_expected_day_is_by_courier_and_province(address: str, eta: str | None) -> None:
    the_order = sent()
    assert the_order.receiver is not None
    found = told(shipment, replace(the_order, receiver=replace(the_order.receiver, address=address)))
    assert found.values["eta"] == eta


def test_a_day_that_is_past_is_not_expected() -> None:
    parcel = Shipment(courier="韵达", tracking_no="1", shipped_at=NOW - timedelta(days=9))
    assert told(shipment, sent(shipment=parcel)).values["eta"] is None


def test_days_over_the_end_of_a_month_name_both_months() -> None:
    parcel = Shipment(courier="韵达", tracking_no="1", shipped_at=NOW + timedelta(days=4))
    assert told(shipment, sent(shipment=parcel)).values["eta"] == "11月30日至12月1日"


def test_an_order_without_a_parcel_row_tells_the_number_of_the_order() -> None:
    found = told(shipment, sent(shipment=None, courier="圆通", tracking_no="YT1"))
    assert (found.values["courier"], found.values["tracking_no"], found.circumstances["logistics"]) == (
        "圆通",
        "YT1",
        "none",
    )


@pytest.mark.parametrize("stage", list(RefundStage))
def test_the_refund_s_stage_is_the_most_open_one(stage: RefundStage) -> None:
    line = OrderLine(line_no=1, title="云片糕", refund=stage)
    found = told(refund, an_order(lines=(line,), refund_fen=1290))
    assert found.circumstances["refund_stage"] == stage.value
    assert found.values["refund_amount"] == 1290
