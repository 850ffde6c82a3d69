"""Ordinary, polite, correct replies are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.compliance.guard import Guard
from bot.compliance.parts.examples import about, order_of
from bot.domain.order import PlatformStatus
from bot.domain.reply import Statement

INNOCENT = (Path(__file__).parent / "innocent.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", INNOCENT)
def test_an_ordinary_reply_has_no_finding(guard: Guard, text: str) -> None:
    assert [(f.rule, text[f.start : f.end]) for f in guard.check(Statement(text=text))] == []


def test_enough_ordinary_replies_are_written_down() -> None:
    assert len(set(INNOCENT)) >= 150


@pytest.mark.parametrize(
    "text",
    [
        "您的订单已付款，我们会在48小时内安排发货",
        "默认发韵达，到哈尔滨大概三四天",
        "给您补偿10元，您看可以吗",
        "收件人林**，电话138****6688，麻烦您核对一下",
        "原味的有现货，59.9元一盒",
        "订单里的地址可以自己修改一次哦",
    ],
)
def test_a_true_word_about_the_order_has_no_finding(guard: Guard, text: str) -> None:
    (said,) = about(order_of(PlatformStatus.WAIT_SELLER_SEND_GOODS), text)
    assert [(f.rule, text[f.start : f.end]) for f in guard.check(said)] == []
