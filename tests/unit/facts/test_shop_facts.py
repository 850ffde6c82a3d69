"""What is told of couriers, promotions, policy, and to everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

import bot.facts
from bot.domain.facts import CIRCUMSTANCES, SLOTS
from bot.domain.shop import Policy, Promotion, PromotionKind
from bot.facts import always, couriers, policy, promotions
from bot.facts.situation import Told
from bot.registry import modules_with
from intents import load_catalog
from tests.cast import (
    COUPON,
    HOODIE,
    NOW,
    POLICY,
    REDUCTION,
    TISSUE,
    YUNDA,
    an_order,
    knowledge,
    prediction,
    sent,
    situation,
)

GROUPS = modules_with(bot.facts, "NEED")


def told(group: Any, text: str = "有货吗", **changes: Any) -> Told:
    found: Told = group.tell(situation(text, prediction=prediction(text), **changes))
    return found


# couriers


@pytest.mark.parametrize(
    ("text", "asked", "name", "fee"),
    [
        ("能发顺丰吗", "offered", "顺丰", 2300),
        ("发顺丰到拉萨补多少", "offered", "顺丰", 4500),
        ("发韵达吗", "default", "韵达", None),
        ("能发京东吗京东快递", "not_offered", None, None),
        ("别发顺丰", "avoided", "顺丰", 2300),
        ("千万不要圆通", "avoided", None, None),
        ("发什么快递", "none", None, None),
    ],
)
def test_a_courier_asked_for_is_told_with_its_fee(text: str, asked: str, name: str | None, fee: int | None) -> None:
    found = told(couriers, text)
    assert found.circumstances["courier_asked"] == asked
    assert (found.values["asked_courier"], found.values["asked_courier_fee"]) == (name, fee)


@pytest.mark.parametrize(
    ("text", "reach", "other", "days"),
    [
        ("哈尔滨几天到", "yes", None, "约4-5天"),
        ("杭州几天到", "yes", None, "约3天"),
        ("西藏能到吗", "other_courier", "顺丰", None),
        ("几天到", "unknown", None, "约3天"),
    ],
)
def test_the_reach_is_by_the_place_that_was_named(text: str, reach: str, other: str | None, days: str | None) -> None:
    found = told(couriers, text)
    assert (found.circumstances["reach"], found.values["other_courier"], found.values["default_days"]) == (
        reach,
        other,
        days,
    )


def test_without_a_place_the_order_s_own_province_counts() -> None:
    found = told(couriers, "几天到", order=sent())
    assert (found.values["default_days"], found.circumstances["place_asked"]) == ("约4-5天", False)
    assert found.circumstances["reach"] == "yes"


def test_a_place_that_nobody_reaches_is_told() -> None:
    assert told(couriers, "西藏能到吗", knowledge=knowledge(couriers=(YUNDA,))).circumstances["reach"] == "no"


def test_couriers_are_listed_with_fee_and_days() -> None:
    assert told(couriers, "有哪些快递").values["couriers"] == "韵达（约3天）、顺丰（补23元，约2天）"
    assert told(couriers, "西藏有哪些快递").values["couriers"] == "顺丰（补45元，约5-7天）"


def test_a_shop_without_couriers_tells_nothing() -> None:
    found = told(couriers, "发顺丰吗", knowledge=knowledge(couriers=()))
    assert not any(found.values.values())
    assert found.circumstances["courier_asked"] == "not_offered"


# promotions


@pytest.mark.parametrize(
    ("starts", "ends", "runs"),
    [
        (None, None, True),
        (timedelta(0), None, True),
        (timedelta(seconds=1), None, False),
        (None, timedelta(0), False),
        (None, timedelta(seconds=1), True),
        (timedelta(days=-9), timedelta(days=-1), False),
    ],
)
def test_a_promotion_is_told_while_it_runs(starts: timedelta | None, ends: timedelta | None, runs: bool) -> None:
    promotion = replace(
        REDUCTION, starts_at=None if starts is None else NOW + starts, ends_at=None if ends is None else NOW + ends
    )
    found = told(promotions, knowledge=knowledge(promotions=(promotion,)))
    assert found.circumstances["promotion_runs"] is runs
    assert found.values["promotion"] == (promotion.rule if runs else None)


def test_a_campaign_that_ends_at_midnight_ends_on_the_day_before() -> None:
    assert told(promotions).values["promotion_ends"] == date(2026, 11, 30)


def test_coupons_are_told_with_the_way_to_them_and_gifts_not_invented() -> None:
    found = told(promotions)
    assert (found.values["coupon"], found.values["coupon_how"], found.values["gift"]) == (
        COUPON.rule,
        "店铺首页领取",
        None,
    )
    assert found.circumstances["gift_runs"] is False


def test_what_is_for_certain_items_is_told_for_them_alone() -> None:
    special = Promotion(
        promotion_id="p9", kind=PromotionKind.DISCOUNT, name="折", rule="第二件半价", item_ids=(HOODIE.item_id,)
    )
    shop = knowledge(promotions=(REDUCTION, special))
    assert told(promotions, item=HOODIE, knowledge=shop).values["promotion"] == "第二件半价"
    assert told(promotions, item=TISSUE, knowledge=shop).values["promotion"] == REDUCTION.rule
    assert told(promotions, knowledge=shop).values["promotion"] == REDUCTION.rule


# policy


def test_the_shop_s_numbers_are_told() -> None:
    found = told(policy)
    assert (found.values["ship_within"], found.values["cutoff"], found.values["return_days"]) == ("48小时", "16:00", 7)
    assert found.circumstances["free_shipping"] is True
    assert found.values["freight"] is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("能微信转账吗", "off_platform"),
        ("货到付款行吗", "cash_on_delivery"),
        ("花呗可以吗", "supported"),
        ("怎么付款", "none"),
    ],
)
def test_the_way_to_pay_is_recognised(text: str, asked: str) -> None:
    assert told(policy, text).circumstances["payment_asked"] == asked


def test_a_shop_that_charges_freight_tells_how_much() -> None:
    paid = replace(POLICY, free_shipping=False, freight_fen=800, free_shipping_from_fen=9900)
    found = told(policy, knowledge=knowledge(policy=paid))
    assert (found.values["freight"], found.values["free_shipping_from"]) == (800, 9900)
    assert found.circumstances["free_shipping_over"] is True


@pytest.mark.parametrize(
    ("days", "item", "warranty"),
    [(0, None, None), (365, None, "365天"), (365, replace(TISSUE, facts={"保修": "2年"}), "2年"), (0, TISSUE, None)],
)
def test_a_warranty_is_told_only_when_there_is_one(days: int, item: Any, warranty: str | None) -> None:
    found = told(policy, item=item, knowledge=knowledge(policy=Policy(warranty_days=days)))
    assert (found.values["warranty"], found.circumstances["warranty_known"]) == (warranty, warranty is not None)


# to everybody


def test_orders_to_choose_from_are_told_by_day_thing_and_tail() -> None:
    two = (an_order("2026112200000000017"), an_order("2026112200000000099", lines=(), created_at=None))
    found = told(always, choices=two)
    assert found.values["choices"] == "11月22日拍的加绒卫衣（尾号0017）、订单（尾号0099）"
    assert found.circumstances["order_choice"] is True
    assert told(always).circumstances["order_choice"] is False


# the closed lists


def test_every_group_is_needed_and_every_need_has_a_group() -> None:
    needed = {need for intent in load_catalog().values() for need in intent.needs}
    assert set(GROUPS) == needed | {"always"}


@pytest.mark.parametrize("need", sorted(GROUPS))
@pytest.mark.parametrize("text", ["有货吗", "红色XXL发顺丰到西藏多少钱", "160 100斤，什么料的，货到付款"])
@pytest.mark.parametrize("the_order", [None, an_order(), sent()], ids=["no order", "paid", "sent"])
@pytest.mark.parametrize("item", [None, HOODIE, TISSUE], ids=["no item", "hoodie", "tissue"])
def test_a_group_tells_only_what_the_closed_lists_name(need: str, text: str, the_order: Any, item: Any) -> None:
    found = told(GROUPS[need], text, order=the_order, item=item)
    assert set(found.values) <= set(SLOTS)
    for name, value in found.circumstances.items():
        assert value in CIRCUMSTANCES[name]


def test_what_is_personal_is_told_by_order_groups_alone() -> None:
    personal = {name for name, slot in SLOTS.items() if slot.personal}
    for need, group in GROUPS.items():
        values = {slot for slot, value in told(group, item=HOODIE).values.items() if value}
        assert not values & personal, need
