"""What is said in traditional characters is judged as what is said in simplified ones."""

from __future__ import annotations

import time

import pytest

from bot.compliance.guard import Guard
from bot.compliance.parts.text import view
from bot.domain.reply import Statement
from intents import simplify

SAID = [
    ("好评有獎哦", "好评有奖哦"),
    ("可以治癒失眠", "可以治愈失眠"),
    ("獨一無二全球首創", "独一无二全球首创"),
    ("曬圖送紅包", "晒图送红包"),
    ("掃碼加我微信", "扫码加我微信"),
]


@pytest.mark.parametrize(("traditional", "simplified"), SAID)
def test_a_violation_is_blocked_in_either_script(traditional: str, simplified: str, guard: Guard) -> None:
    found = guard.check(Statement(text=traditional))
    as_simplified = guard.check(Statement(text=simplified))
    assert "block" in {f.severity for f in found}
    assert [(f.rule, f.severity, f.start, f.end) for f in found] == [
        (f.rule, f.severity, f.start, f.end) for f in as_simplified
    ]


def test_simplifying_keeps_every_place() -> None:
    every = "".join(chr(c) for c in range(0x3400, 0xA000))
    assert len(simplify(every)) == len(every)


def test_a_reply_in_simplified_characters_is_checked_within_a_millisecond(guard: Guard) -> None:
    took = []
    for n in range(50):
        text = f"亲，您的订单今天下午{n:02}点前发出，默认发中通快递，大约三天左右到您那边，有什么问题随时联系我们客服哦，祝您购物愉快"
        view.cache_clear()
        started = time.perf_counter()
        guard.check(Statement(text=text))
        took.append(time.perf_counter() - started)
    assert len(text) >= 55
    assert sorted(took)[len(took) // 2] < 0.001
