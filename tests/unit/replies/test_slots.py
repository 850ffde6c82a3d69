"""Filling a wording: one pass, typed values, no code."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import SLOTS, FactValue, Kind
from bot.replies.slots import LONGEST_REPLY, LONGEST_WORDING, faults, fill, slots_in, written

PLACEHOLDERS = "{paid} {0} {item.__class__} {{7*7}} {% x %} ${x} $x %s %(x)s #{x} <%= x %> {item!r} {item:>9} `x` \\1 \\g<0>".split(
    " "
)


@given(st.lists(st.sampled_from([*PLACEHOLDERS, "云片糕", "{", "}", "\\"]), min_size=1, max_size=6).map("".join))
def test_a_value_comes_out_as_it_is_whatever_it_holds(value: str) -> None:
    assert fill("亲，{item}有货，{item}", {"item": value, "paid": 1290}) == f"亲，{value}有货，{value}"


@given(st.text(min_size=1, max_size=40))
def test_any_text_comes_out_as_it_is(value: str) -> None:
    assert fill("{item}", {"item": value}) == value


@pytest.mark.parametrize("values", [{}, {"item": ""}, {"stock": 3}])
def test_a_wording_with_an_empty_slot_is_not_offered(values: dict[str, FactValue]) -> None:
    assert fill("亲，{item}有货", values) is None


def test_typed_values_are_written_into_the_wording() -> None:
    values: dict[str, FactValue] = {"price": 3990, "restock_on": date(2026, 12, 1), "item": "云片糕"}
    assert fill("{item}{price}，{restock_on}到货", values) == "云片糕39.9元，12月1日到货"


def test_nothing_in_stock_is_a_number_and_not_an_empty_slot() -> None:
    assert fill("还有{stock}件", {"stock": 0}) == "还有0件"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("price", 3990, "39.9元"),
        ("price", 1000, "10元"),
        ("price", 10000, "100元"),
        ("price", 1, "0.01元"),
        ("price", 12345, "123.45元"),
        ("price", 0, "0元"),
        ("stock", 12, "12"),
        ("return_until", date(2026, 12, 1), "12月1日"),
        ("ship_by", datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "11月24日16:00"),
        ("ship_by", datetime(2026, 11, 24, 16, 5, tzinfo=UTC), "11月25日00:05"),
        ("item", "云片糕", "云片糕"),
    ],
)
def test_a_value_is_written_by_its_kind(name: str, value: FactValue, text: str) -> None:
    assert written(name, value) == text


@given(st.integers(min_value=0, max_value=10**9))
def test_money_written_is_the_money_paid(fen: int) -> None:
    text = written("paid", fen)
    yuan, _, cents = text.removesuffix("元").partition(".")
    assert int(yuan) * 100 + int(cents.ljust(2, "0")) == fen


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("亲，{itme}有货", "unknown slot {itme}"),
        ("亲，{item.title}", "no slot"),
        ("亲，{item!r}", "no slot"),
        ("亲，{}", "no slot"),
        ("亲，{{item}}", "no slot"),
        ("亲，{Item}", "no slot"),
        ("亲，}", "no slot"),
        ("亲，$item", "no slot"),
        ("", "0 characters"),
        ("   ", "3 characters"),
        ("货" * (LONGEST_WORDING + 1), "301 characters"),
    ],
)
def test_a_fault_of_a_wording_is_told(wording: str, said: str) -> None:
    assert any(said in fault for fault in faults(wording))


def test_a_good_wording_has_no_fault() -> None:
    assert faults("亲，{item}还有{stock}件") == []
    assert slots_in("亲，{item}还有{stock}件，{item}") == ("item", "stock", "item")


def test_a_reply_has_an_end() -> None:
    assert len(fill("{item}", {"item": "货" * 5_000}) or "") == LONGEST_REPLY


def test_what_is_of_an_order_is_personal() -> None:
    personal = {name for name, slot in SLOTS.items() if slot.personal}
    assert {"tracking_no", "paid", "last_event", "invoice_title", "order_item"} <= personal
    assert not personal & {"shop", "price", "stock", "ship_within"}
    assert {slot.kind for slot in SLOTS.values()} == set(Kind)
