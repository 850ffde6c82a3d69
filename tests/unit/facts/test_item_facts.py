"""What is told of an item, its stock and its sizes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.message import Turn
from bot.domain.shop import SizeRow, Variant
from bot.facts import item, size_chart, stock
from bot.facts.shop_words import shop_words
from bot.facts.situation import Told
from bot.facts.size_chart import Body, body_of
from tests.cast import HOODIE, NOW, TISSUE, WIPES, hours, knowledge, message, prediction, situation


def told(group: Any, text: str, the_item: Any = HOODIE, **changes: Any) -> Told:
    found: Told = group.tell(situation(text, item=the_item, **changes))
    return found


# stock


@pytest.mark.parametrize(
    ("text", "state", "variant", "pieces"),
    [
        ("有货吗", "in", None, 15),
        ("红色M码有吗", "in", "红色 M", 12),
        ("红色L的还有没", "low", "红色 L", 3),
        ("黑色有货吗", "out", "黑色 M", 0),
        ("黑的m有没有", "out", "黑色 M", 0),
        ("红的有吗", "in", "红色 M", 12),
    ],
)
def test_stock_is_of_the_variant_that_was_named(text: str, state: str, variant: str | None, pieces: int) -> None:
    found = told(stock, text)
    assert (found.circumstances["stock_state"], found.values["variant"], found.values["stock"]) == (
        state,
        variant,
        pieces,
    )
    assert found.circumstances["variant_asked"] == ("known" if variant else "none")


@pytest.mark.parametrize("text", ["绿色有吗", "红色XXL有吗"])
def test_a_variant_that_there_is_not_is_unknown(text: str) -> None:
    assert told(stock, text).circumstances["variant_asked"] == "unknown"


@pytest.mark.parametrize(
    ("pieces", "state"), [(0, "out"), (-1, "out"), (1, "low"), (5, "low"), (6, "in"), (None, "unknown")]
)
def test_few_pieces_are_low(pieces: int | None, state: str) -> None:
    found = told(stock, "有货吗", replace(TISSUE, variants=(Variant(name="", stock=pieces),)))
    assert found.circumstances["stock_state"] == state


def test_an_old_figure_is_not_told_as_present() -> None:
    found = told(stock, "红色M有吗", replace(HOODIE, as_of=NOW - hours(25)))
    assert found.circumstances["stock_state"] == "stale"
    assert found.stale
    assert not any(found.values[slot] for slot in ("stock", "variants", "price"))


def test_what_is_to_come_is_told_until_its_day() -> None:
    assert told(stock, "黑色M什么时候有").values["restock_on"] == date(2026, 11, 28)
    late = replace(HOODIE, variants=(Variant(name="黑色 M", stock=0, restock_on=date(2026, 11, 21)),))
    assert told(stock, "黑色M什么时候有", late).values["restock_on"] is None


def test_the_variant_s_price_is_told() -> None:
    assert told(stock, "红色L多少钱").values["price"] == 13900


def test_without_an_item_stock_is_unknown() -> None:
    assert told(stock, "有货吗", None).circumstances == {"stock_state": "unknown", "variant_asked": "none"}


# item


def test_without_an_item_only_others_are_recommended() -> None:
    found = told(item, "推荐一下", None)
    assert found.circumstances["item_known"] is False
    assert found.values == {"recommended": "竹浆抽纸24包（39.9元）、湿厕纸80抽（29.9元）、加绒卫衣（129元）"}


@pytest.mark.parametrize(
    ("text", "asked", "name", "value"),
    [
        ("什么料的", "found", "材质", "纯棉"),
        ("能机洗吗", "found", "洗涤方式", "可机洗，不漂白"),
        ("产地是哪里", "found", "产地", "杭州"),
        ("能放多久", "missing", None, None),
        ("好看吗", "none", None, None),
    ],
)
def test_a_fact_is_told_when_it_was_asked_and_is_known(
    text: str, asked: str, name: str | None, value: str | None
) -> None:
    found = told(item, text)
    assert (found.circumstances["fact_asked"], found.values["fact_name"], found.values["fact_value"]) == (
        asked,
        name,
        value,
    )


def test_an_old_price_is_not_told_as_present() -> None:
    assert told(item, "多少钱").values["price"] == 12900
    old = told(item, "多少钱", replace(HOODIE, as_of=NOW - hours(25)))
    assert old.values["price"] is None
    assert old.circumstances["price_fresh"] is False


def test_others_are_of_the_same_trade_and_in_stock() -> None:
    assert told(item, "有别的吗", TISSUE).values["alternatives"] == "湿厕纸80抽"
    empty = {
        **{TISSUE.item_id: TISSUE},
        WIPES.item_id: replace(WIPES, variants=(Variant(name="", stock=0, price_fen=1),)),
    }
    assert told(item, "有别的吗", TISSUE, knowledge=knowledge(items=empty)).circumstances["alternatives_known"] is False


def test_a_summary_has_neither_care_nor_warranty_in_it() -> None:
    assert told(item, "介绍下").values["facts_summary"] == "材质纯棉、厚度加厚、产地杭州"


# sizes


@pytest.mark.parametrize(
    ("text", "state", "size"),
    [
        ("160 100斤穿什么码", "found", "M"),
        ("身高165体重110斤", "found", "L"),  # both fit: the larger
        ("168cm 120斤", "found", "L"),
        ("一米六八，60公斤", "found", "L"),
        ("1米6 50kg", "found", "M"),
        ("155 90斤", "found", "M"),
        ("170 125斤", "found", "L"),
        ("180 150斤", "no_match", None),
        ("171 126斤", "no_match", None),
        ("160穿什么码", "need_measures", None),
        ("我100斤", "need_measures", None),
        ("穿什么码", "need_measures", None),
    ],
)
def test_a_size_is_told_when_the_chart_has_one(text: str, state: str, size: str | None) -> None:
    found = told(size_chart, text)
    assert (found.circumstances["size_state"], found.values.get("size")) == (state, size)
    assert found.values["sizes"] == "M、L"


def test_measures_told_before_count_and_the_last_ones_hold() -> None:
    earlier = (Turn("buyer", "我160，100斤"), Turn("agent", "180 200斤的穿XL"), Turn("buyer", "不对，120斤"))
    found = told(size_chart, "168穿什么码", message=message("168穿什么码", context=earlier))
    assert (found.values["size"], found.values["size_basis"]) == ("L", "168cm、120斤")


def test_without_a_chart_no_size_is_told() -> None:
    assert told(size_chart, "160 100斤", TISSUE).circumstances == {"size_state": "no_chart"}
    assert told(size_chart, "160 100斤", None).circumstances == {"size_state": "no_chart"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("身高165体重110斤", Body(165, 110)),
        ("165/110斤", Body(165, 110)),
        ("我1米65，55公斤", Body(165, 110)),
        ("一米七，140斤", Body(170, 140)),
        ("145斤", Body(None, 145)),
        ("脚长24.5", Body(None, None, 245)),
        ("脚23.5cm", Body(None, None, 235)),
        ("158cm 48.5kg", Body(158, 97)),
        ("买2件花了169元", Body()),
        ("1.5斤装的160抽", Body()),
        ("身高1.65，1.5kg的", Body(165)),
    ],
)
def test_a_body_is_read_from_what_was_said(text: str, body: Body) -> None:
    assert body_of(text) == body


def test_shoes_go_by_the_foot() -> None:
    shoes = replace(HOODIE, size_chart=(SizeRow(size="38", foot_mm=(236, 240)), SizeRow(size="39", foot_mm=(241, 245))))
    assert told(size_chart, "脚长24cm穿几码", shoes).values["size"] == "38"


# the words of a catalogue


def test_an_item_is_named_by_its_title_and_its_other_names() -> None:
    words = shop_words([TISSUE, WIPES])
    assert words["竹浆抽纸"].value == TISSUE.item_id
    assert words["湿纸巾"].value == WIPES.item_id
    assert words["湿厕纸"].value == WIPES.item_id


def test_a_word_of_several_items_names_them_all() -> None:
    twin = replace(WIPES, item_id="61000009", short_title="湿厕纸40抽")
    assert shop_words([twin, WIPES])["湿厕纸"].value == "61000003|61000009"
    assert [e.value for e in prediction("湿厕纸有吗", items=[twin, WIPES]).entities] == ["61000003|61000009"]


def test_a_variant_that_is_no_colour_and_no_size_is_a_word_of_the_shop() -> None:
    cake = replace(TISSUE, variants=tuple(Variant(name=n) for n in ("桂花味 200g", "红色 L", "原味")))
    words = shop_words([cake])
    assert {word for word, found in words.items() if found.entity == "variant"} == {"桂花味", "原味"}
