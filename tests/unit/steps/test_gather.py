"""The order and the item at hand, and only this buyer's facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.facts
from bot.domain.order import Order, OrderLine, PlatformStatus
from bot.errors import SettingsError, UnknownId
from bot.facts.situation import Situation
from bot.registry import modules_with
from bot.steps.gather import check_needs, gather, situate
from intents import load_catalog
from tests.cast import (
    BUYER,
    HOODIE,
    NOW,
    ORDER_ID,
    OTHER_SHOP_ID,
    STRANGER,
    STRANGERS_ORDER_ID,
    TISSUE,
    WIPES,
    an_order,
    hours,
    knowledge,
    message,
    prediction,
    sent,
    situation,
)
from tests.fakes import FakeOrderSource

GROUPS = modules_with(bot.facts, "NEED")
OPEN_TISSUE = an_order(
    "2026112200000000041",
    lines=(OrderLine(line_no=1, title=TISSUE.title, item_id=TISSUE.item_id),),
    created_at=NOW - hours(9),
)
DONE = an_order("2026110100000000058", status=PlatformStatus.TRADE_FINISHED, created_at=NOW - timedelta(days=20))
LONG_AGO = an_order("2026010100000000066", status=PlatformStatus.TRADE_FINISHED, created_at=NOW - timedelta(days=200))
STRANGERS = an_order(STRANGERS_ORDER_ID, buyer=STRANGER)
ELSEWHERE = an_order("2026112200000000074", shop_id=OTHER_SHOP_ID)


def situated(text: str = "什么时候发货", *orders: Order, **changes: str | None) -> Situation:
    return situate(message(text, **changes), prediction(text), knowledge(), FakeOrderSource(orders), now=NOW)


def at_hand(*orders: Order, text: str = "什么时候发货", **changes: str | None) -> str | None:
    found = situated(text, *orders, **changes).order
    return found.order_id if found else None


def test_the_order_named_by_the_request_is_at_hand() -> None:
    assert at_hand(an_order(), OPEN_TISSUE, order_id=OPEN_TISSUE.order_id) == OPEN_TISSUE.order_id


def test_the_order_named_in_the_words_is_at_hand() -> None:
    assert at_hand(an_order(), OPEN_TISSUE, text=f"订单{OPEN_TISSUE.order_id}发了吗") == OPEN_TISSUE.order_id


def test_the_open_order_with_the_item_at_hand_is_at_hand() -> None:
    assert at_hand(an_order(), OPEN_TISSUE, item_id=TISSUE.item_id) == OPEN_TISSUE.order_id


def test_the_only_open_order_is_at_hand() -> None:
    assert at_hand(DONE, an_order(), LONG_AGO) == ORDER_ID


def test_the_only_young_order_is_at_hand_when_none_is_open() -> None:
    assert at_hand(DONE, LONG_AGO) == DONE.order_id
    assert at_hand(LONG_AGO) is None


def test_several_open_orders_are_to_choose_from() -> None:
    found = situated(
        "什么时候发货", an_order(), OPEN_TISSUE, sent("2026112200000000082", created_at=NOW - hours(1)), DONE
    )
    assert found.order is None
    assert [o.order_id for o in found.choices] == ["2026112200000000082", ORDER_ID, OPEN_TISSUE.order_id]


def test_never_more_than_three_are_to_choose_from() -> None:
    many = [an_order(f"20261122000000001{n:02d}") for n in range(9)]
    assert len(situated("什么时候发货", *many).choices) == 3


def test_without_a_buyer_there_is_no_order() -> None:
    found = situated("什么时候发货", an_order(), buyer=None)
    assert (found.order, found.choices) == (None, ())
    with pytest.raises(UnknownId):
        situated("什么时候发货", an_order(), buyer=None, order_id=ORDER_ID)


@pytest.mark.parametrize("theirs", [STRANGERS, ELSEWHERE], ids=["another account", "another shop"])
def test_an_order_that_is_not_hers_is_as_if_it_did_not_exist(theirs: Order) -> None:
    with pytest.raises(UnknownId) as refused:
        at_hand(theirs, an_order(), order_id=theirs.order_id)
    with pytest.raises(UnknownId) as nothing:
        at_hand(an_order(), order_id="1" * 19)
    assert str(refused.value) == str(nothing.value)
    assert at_hand(theirs, text=f"订单{theirs.order_id}发了吗") is None
    assert at_hand(theirs) is None


def test_an_order_number_that_is_not_hers_is_not_answered_from_another_order() -> None:
    found = situated(f"订单{STRANGERS_ORDER_ID}发了吗", an_order(), STRANGERS)
    assert (found.order, [o.order_id for o in found.choices]) == (None, [ORDER_ID])


def test_the_end_of_a_number_says_which_order_is_meant() -> None:
    other = replace(an_order(), order_id="1" * 15 + "2468")
    assert at_hand(an_order(), other) is None
    assert at_hand(an_order(), other, text="尾号2468那个发了吗") == other.order_id


def test_an_item_named_says_which_order_is_meant() -> None:
    line = OrderLine(line_no=1, title=TISSUE.title, item_id=TISSUE.item_id)
    other = replace(an_order(), order_id="1" * 15 + "2468", lines=(line,))
    assert at_hand(an_order(), other, text="竹浆抽纸发了吗") == other.order_id


@pytest.mark.parametrize("nick", [BUYER + " ", BUYER[:-1], BUYER.upper() + "x", "%", "_" * len(BUYER)])
def test_a_nick_like_hers_is_not_hers(nick: str) -> None:
    with pytest.raises(UnknownId):
        at_hand(an_order(), buyer=nick, order_id=ORDER_ID)


@given(
    st.text(min_size=1, max_size=30),
    st.sampled_from([None, ORDER_ID, STRANGERS_ORDER_ID, ELSEWHERE.order_id]) | st.text(max_size=25),
)
def test_no_id_opens_another_account_s_order(nick: str, order_id: str | None) -> None:
    try:
        found = situated("什么时候发货", an_order(), STRANGERS, ELSEWHERE, buyer=nick, order_id=order_id)
    except UnknownId:
        return
    for told in (found.order, *found.choices):
        assert told is None or told.buyer == nick
    if nick not in (BUYER, STRANGER):
        assert found.order is None
        facts = gather(found, {"order", "shipment", "refund"}, GROUPS)
        assert facts.circumstances["order_state"] == "no_order"
        assert "order_tail" not in facts.values and "tracking_no" not in facts.values


# the item


@pytest.mark.parametrize(
    ("text", "item_id", "orders", "found"),
    [
        ("有货吗", HOODIE.item_id, (), HOODIE),
        ("竹浆抽纸有货吗", None, (), TISSUE),
        ("竹浆抽纸有货吗", HOODIE.item_id, (), HOODIE),
        ("有货吗", None, (), None),
        ("什么时候发货", None, (an_order(),), HOODIE),
        ("湿纸巾有吗", None, (an_order(),), WIPES),
    ],
)
def test_the_item_at_hand_is_the_given_or_the_named_or_the_ordered_one(
    text: str, item_id: str | None, orders: tuple[Order, ...], found: object
) -> None:
    assert situated(text, *orders, item_id=item_id).item is found


def test_an_order_of_two_things_names_no_item() -> None:
    lines = tuple(OrderLine(line_no=n, title=i.title, item_id=i.item_id) for n, i in enumerate((HOODIE, TISSUE), 1))
    assert situated("什么时候发货", an_order(lines=lines)).item is None


def test_a_word_of_two_items_names_the_ordered_one() -> None:
    twin = replace(WIPES, item_id="61000009")
    shop = knowledge(items={i.item_id: i for i in (WIPES, twin)})
    line = OrderLine(line_no=1, title=twin.title, item_id=twin.item_id)
    text = "湿厕纸什么时候发"
    said = prediction(text, items=[WIPES, twin])
    ordered = situate(message(text), said, shop, FakeOrderSource([an_order(lines=(line,))]), now=NOW)
    unknown = situate(message(text), said, shop, FakeOrderSource(), now=NOW)
    assert (ordered.item, unknown.item) == (twin, None)


# somebody else


@pytest.mark.parametrize(
    "text",
    ["帮我看下我老公那个号的订单", "查一下我妈妈的订单地址", "看下我哥那个号的订单地址", "另一个账号的订单信息发我"],
)
def test_a_question_for_another_account_is_noticed(text: str) -> None:
    assert situated(text).other_account


@pytest.mark.parametrize(
    "text",
    [
        "请问我朋友买的那款还有货吗",
        "帮我查下我给妈妈买的到哪了",
        "换个号码下单可以吗",
        "我朋友推荐的，有货吗",
        "给我妈妈买的几号发",
        "买给朋友的可以换吗",
        "什么时候发货",
    ],
)
def test_a_gift_for_somebody_is_her_own_matter(text: str) -> None:
    assert not situated(text).other_account


# facts


def test_only_what_is_needed_is_told() -> None:
    facts = gather(situation("有货吗", order=an_order(), item=HOODIE), {"stock"}, GROUPS)
    assert "stock" in facts.values and "shop" in facts.values
    assert "order_tail" not in facts.values and "order_state" not in facts.circumstances


def test_a_variant_s_price_replaces_the_item_s() -> None:
    facts = gather(
        situation("红色L多少钱", prediction=prediction("红色L多少钱"), item=HOODIE), {"item", "stock"}, GROUPS
    )
    assert facts.values["price"] == 13900


def test_the_oldest_row_dates_the_facts_and_one_stale_group_makes_them_stale() -> None:
    facts = gather(
        situation(order=sent(event_age=hours(30)), item=replace(HOODIE, as_of=NOW - hours(5))),
        {"stock", "shipment", "order"},
        GROUPS,
    )
    assert facts.as_of == NOW - hours(5)
    assert facts.stale


def test_what_is_not_known_is_not_in_the_values() -> None:
    facts = gather(
        situation(),
        {"order", "item", "couriers", "promotions", "policy", "refund", "shipment", "stock", "size_chart"},
        GROUPS,
    )
    assert None not in facts.values.values() and "" not in facts.values.values()


def test_a_need_of_which_there_is_no_group_stops_the_start_with_the_known_ones() -> None:
    catalog = load_catalog()
    changed = {"stock": replace(catalog["stock"], needs=frozenset({"item", "wether"})), "price": catalog["price"]}
    with pytest.raises(SettingsError, match=r"known: .*item.*stock") as refused:
        check_needs(changed, modules_with(bot.facts, "NEED"))
    assert [str(problem) for problem in refused.value.problems] == ["stock.yaml: needs wether."]


def test_a_new_group_of_facts_is_a_need_at_once() -> None:
    catalog = load_catalog()
    changed = {"stock": replace(catalog["stock"], needs=frozenset({"weather"}))}
    check_needs(changed, {*modules_with(bot.facts, "NEED"), "weather"})
