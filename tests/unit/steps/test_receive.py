"""A request becomes a message, or every fault of it is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Turn
from bot.errors import BadInput, TooLarge
from bot.steps.receive import LONGEST_MESSAGE, receive
from tests.cast import NOW, SHOP_ID


def faults(request: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        receive(request, shop_id=SHOP_ID, now=NOW)
    return [p.where for p in caught.value.problems]


def test_a_whole_request_is_a_message() -> None:
    request = {
        "text": "有货吗",
        "buyer": "晴天小筑",
        "order_id": "",
        "item_id": None,
        "context": [["agent", ""], ["buyer", "在吗"]],
        "limit": 5,
    }
    found = receive(request, shop_id=SHOP_ID, now=NOW)
    assert (found.shop_id, found.text, found.buyer, found.limit) == (SHOP_ID, "有货吗", "晴天小筑", 5)
    assert (found.order_id, found.item_id, found.conversation_id) == (None, None, None)
    assert found.context == (Turn("agent", ""), Turn("buyer", "在吗"))
    assert found.received_at == NOW


@pytest.mark.parametrize("text", [None, 3, True, 2**63, [], {}, "", " \n\t", "a\x00b", "a\ud800b", "\udfff"])
def test_text_that_is_no_text_is_refused(text: Any) -> None:
    assert set(faults({"text": text})) == {"/text"}


@pytest.mark.parametrize("name", ["buyer", "order_id", "item_id", "conversation_id"])
@pytest.mark.parametrize("value", [3, True, ["x"], {"a": 1}, " ", "a\x00", "\ud83d", "x" * 129])
def test_an_id_that_is_none_is_refused(name: str, value: Any) -> None:
    assert faults({"text": "有货吗", name: value}) == [f"/{name}"]


@pytest.mark.parametrize("limit", [0, 11, -1, 2.0, "3", True, None, 2**63, [3]])
def test_a_limit_out_of_its_range_is_refused(limit: Any) -> None:
    assert faults({"text": "有货吗", "limit": limit}) == ["/limit"]


@pytest.mark.parametrize(
    ("context", "where"),
    [
        ("在吗", "/context"),
        ({}, "/context"),
        ([["buyer", "在"]] * 51, "/context"),
        (["在吗"], "/context/0"),
        ([["buyer", "在"], ["seller", "在"]], "/context/1"),
        ([["buyer"]], "/context/0"),
        ([["buyer", "在", "吗"]], "/context/0"),
        ([[["buyer"], "在"]], "/context/0"),
        ([["buyer", 3]], "/context/0/1"),
        ([["buyer", "a\x00"]], "/context/0/1"),
    ],
)
def test_a_turn_that_is_none_is_refused_with_its_place(context: Any, where: str) -> None:
    assert faults({"text": "有货吗", "context": context}) == [where]


def test_all_faults_are_told_at_once() -> None:
    assert faults({"text": 3, "buyer": 3, "limit": 99, "context": 3, "role": 1}) == [
        "/",
        "/text",
        "/buyer",
        "/limit",
        "/context",
    ]


@pytest.mark.parametrize(
    "request_",
    [{"text": "货" * (LONGEST_MESSAGE + 1)}, {"text": "a" * 300_000}, {"text": "有", "buyer": "a" * 300_000}],
)
def test_what_is_far_too_long_is_refused_as_too_large(request_: dict[str, str]) -> None:
    with pytest.raises(TooLarge) as caught:
        receive(request_, shop_id=SHOP_ID, now=NOW)
    assert len(str(caught.value)) < 200


@given(
    st.dictionaries(
        st.sampled_from(["text", "buyer", "limit", "context", "我是林晓"]),
        st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text())),
    )
)
def test_any_request_is_read_or_refused_and_never_quoted(request: dict[str, Any]) -> None:
    try:
        receive(request, shop_id=SHOP_ID, now=NOW)
    except BadInput as error:
        assert error.problems or isinstance(error, TooLarge)
        assert "林晓" not in str(error)


def test_a_message_shows_nothing_of_itself_in_a_log() -> None:
    found = receive({"text": "我叫林晓13800138000", "buyer": "晴天小筑"}, shop_id=SHOP_ID, now=NOW)
    assert "林晓" not in repr(found) and "晴天" not in repr(found)
