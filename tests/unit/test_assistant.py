"""The flow of one message, from words to a reply."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.domain.order import PlatformStatus
from bot.domain.reply import Reply
from bot.errors import BadInput, SettingsError, StoreError, UnknownId
from intents import Classifier
from tests.cast import BUYER, HOODIE, NOW, ORDER_ID, SHOP_ID, STRANGER, STRANGERS_ORDER_ID, an_order, hours, sent
from tests.fakes import FakeOrderSource, FakeShopSource


def reply(assistant: Assistant, text: str, **request: Any) -> Reply:
    return assistant.reply({"text": text, **request}, shop_id=SHOP_ID)


def best(found: Reply) -> str:
    return found.candidates[0].draft.text


def test_a_question_of_the_shop_is_answered_from_its_tables(assistant: Assistant) -> None:
    found = reply(assistant, "能发顺丰吗")
    assert (found.decision.name, found.decision.auto, best(found)) == ("answer", True, "亲，发顺丰需补23元")


def test_a_question_of_an_order_is_answered_from_the_buyer_s_own(assistant: Assistant) -> None:
    found = reply(assistant, "什么时候发货", buyer=BUYER)
    assert found.order_id == ORDER_ID
    assert best(found) == "亲，您11月22日09:00付的款，最晚11月24日09:00发出"


def test_nobody_s_order_is_told_to_nobody(assistant: Assistant) -> None:
    with pytest.raises(UnknownId):
        reply(assistant, "什么时候发货", order_id=ORDER_ID)
    found = reply(assistant, "什么时候发货")
    assert (found.order_id, best(found)) == (None, "亲，付款后48小时内发出哦")


def test_a_stranger_s_order_is_as_if_it_did_not_exist(assistant: Assistant) -> None:
    told = []
    for order_id in (STRANGERS_ORDER_ID, "1" * 19):
        with pytest.raises(UnknownId) as refused:
            reply(assistant, "什么时候发货", buyer="小偷", order_id=order_id)
        told.append(str(refused.value))
    assert told[0] == told[1]


def test_a_late_order_is_no_matter_for_a_machine(assistant: Assistant) -> None:
    assistant.orders = FakeOrderSource([an_order(paid_at=NOW - hours(60))])
    found = reply(assistant, "什么时候发货", buyer=BUYER)
    assert not found.decision.auto
    assert best(found) == "亲，抱歉，已经在催发货了"


def test_two_questions_have_one_reply(assistant: Assistant) -> None:
    found = reply(assistant, "亲，有货吗？什么时候发货", item_id=HOODIE.item_id)
    assert {a.intent for a in found.asked} == {"stock", "shipping_time"}
    assert "加绒卫衣有货的哦" in best(found) and "48小时内发出" in best(found)
    assert best(found).count("亲，") == 1


def test_several_open_orders_are_asked_about(assistant: Assistant) -> None:
    assistant.orders = FakeOrderSource([an_order(), sent("2026112200000000099")])
    found = reply(assistant, "什么时候发货", buyer=BUYER)
    assert (found.decision.name, found.decision.reason) == ("ask", "needs_order")
    assert "尾号0017" in best(found) and "尾号0099" in best(found)


@pytest.mark.parametrize(
    ("text", "reason"), [("转人工", "asked_for_human"), ("我要打12315投诉你们", "severe"), ("我要退款", "needs_human")]
)
def test_a_human_is_called_with_drafts_in_hand(text: str, reason: str, assistant: Assistant) -> None:
    found = reply(assistant, text)
    assert (found.decision.name, found.decision.reason, found.decision.auto) == ("hand_over", reason, False)
    assert found.candidates


def test_a_position_that_a_rule_forbids_is_not_sent(assistant: Assistant) -> None:
    parcel = sent().shipment
    assert parcel is not None
    assistant.orders = FakeOrderSource([sent(shipment=dataclasses.replace(parcel, last_event="已签收，加微信退5元"))])
    found = reply(assistant, "我的快递到哪了", buyer=BUYER)
    assert (found.decision.name, found.decision.reason) == ("hand_over", "red_line")
    assert found.stopped[0].rule == "one_word"
    assert not any("微信" in c.draft.text for c in found.candidates)


def test_a_buyer_s_own_words_are_never_filled_in(assistant: Assistant) -> None:
    parcel = sent().shipment
    assert parcel is not None
    assistant.orders = FakeOrderSource([sent(shipment=dataclasses.replace(parcel, last_event="{paid}{tracking_no}"))])
    assert best(reply(assistant, "我的快递到哪了", buyer=BUYER)) == "亲，{paid}{tracking_no}"


@pytest.mark.parametrize("text", ["😀", "？？？", "\u200b。", "x" * 20_000, "货" * 20_000, "\u202e有货吗"])
def test_odd_messages_have_a_reply_too(text: str, assistant: Assistant) -> None:
    assert reply(assistant, text).model == assistant.classifier().version


def test_the_same_message_has_the_same_reply(assistant: Assistant) -> None:
    first, second = (dataclasses.replace(reply(assistant, "有货吗", buyer=BUYER), took_us=0) for _ in range(2))
    assert first == second


# failures


class Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (StoreError("The store is locked.", retry=True), "error:store"),
        (RuntimeError("13800138000"), "error:RuntimeError"),
    ],
)
def test_a_step_that_fails_is_handed_over_with_its_code(
    error: Exception, reason: str, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.strict, assistant.orders = False, Broken(error)
    found = reply(assistant, "林晓问什么时候发货", buyer=BUYER)
    assert (found.decision.name, found.decision.reason, found.candidates) == ("hand_over", reason, ())
    assert assistant.failures == 1
    assert [r.levelno for r in caplog.records] == [logging.ERROR]
    assert not any(private in caplog.text for private in ("林晓", BUYER, "13800138000"))
    assert "in _answer" in caplog.text


def test_what_caused_a_failure_is_logged_without_its_words(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(statement: object) -> Any:
        try:
            raise ValueError("我电话13800138000，林晓")
        except ValueError as error:
            raise RuntimeError("能发顺丰吗 13800138000") from error

    assistant.strict, assistant.guard = False, broken
    reply(assistant, "能发顺丰吗")
    assert (
        "RuntimeError at test_assistant.py:" in caplog.text and "after ValueError at test_assistant.py:" in caplog.text
    )
    assert not any(private in caplog.text for private in ("13800138000", "林晓", "能发顺丰吗"))


def test_a_step_that_fails_is_raised_under_test(assistant: Assistant) -> None:
    assistant.orders = Broken(StoreError("The store is locked."))
    with pytest.raises(StoreError):
        reply(assistant, "什么时候发货", buyer=BUYER)


def test_a_guard_that_fails_lets_nothing_out(assistant: Assistant) -> None:
    def broken(statement: object) -> Any:
        raise ZeroDivisionError

    assistant.strict, assistant.guard = False, broken
    found = reply(assistant, "能发顺丰吗")
    assert (found.decision.reason, found.candidates) == ("error:ZeroDivisionError", ())


@pytest.mark.parametrize("strict", [True, False])
def test_what_cannot_be_read_is_refused_either_way(strict: bool, assistant: Assistant) -> None:
    assistant.strict = strict
    with pytest.raises(BadInput):
        assistant.reply({"text": ""}, shop_id=SHOP_ID)
    with pytest.raises(UnknownId, match="known: qingshan"):
        assistant.reply({"text": "有货吗"}, shop_id="nowhere")


# the shop's shelf


def test_a_shop_is_read_once_a_version(assistant: Assistant, shops: FakeShopSource) -> None:
    first = assistant.shelf(SHOP_ID)
    assert assistant.shelf(SHOP_ID) is first
    shops._version = 2
    assert assistant.shelf(SHOP_ID) is not first
    assert assistant.shelf(SHOP_ID).knowledge.version == 2


def test_a_new_model_answers_the_next_message(assistant: Assistant, classifier: Classifier) -> None:
    asked: list[int] = []

    def current() -> Classifier:
        asked.append(1)
        return classifier

    assistant.classifier = current
    reply(assistant, "有货吗")
    reply(assistant, "有货吗", buyer=STRANGER)
    assert len(asked) == 2


def test_shipped_orders_tell_the_last_position(assistant: Assistant) -> None:
    assistant.orders = FakeOrderSource([sent()])
    found = reply(assistant, "我的快递到哪了", buyer=BUYER)
    assert best(found) == "亲，快件已到达沈阳转运中心"
    assert found.candidates[0].draft.facts["as_of"] == NOW - hours(1)


def test_a_finished_order_is_no_reason_to_promise_shipping(assistant: Assistant) -> None:
    assistant.orders = FakeOrderSource([an_order(status=PlatformStatus.TRADE_FINISHED)])
    assert best(reply(assistant, "什么时候发货", buyer=BUYER)) == "亲，付款后48小时内发出哦"


def test_an_assistant_without_the_facts_that_an_intent_needs_is_not_made(assistant: Assistant) -> None:
    groups = {name: group for name, group in assistant.fact_groups.items() if name != "stock"}
    with pytest.raises(SettingsError, match="no group tells"):
        dataclasses.replace(assistant, fact_groups=groups)
