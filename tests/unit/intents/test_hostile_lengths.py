"""A message made to be slow is read as fast as any other: its worst 2,000 characters take far less than half a second.

The patterns that these texts were made against took from 10 ms (`ﷺ`) over 350 ms (numerals) to a minute (`县`).
"""

from __future__ import annotations

import time

import pytest

from intents import normalise
from intents.cleaning import MAX_CHARACTERS
from intents.entities import shared_finder
from tests.cast import NOW

BOUND_S = 0.5
UNITS = [
    "县",
    "县区",
    "省市区县",
    "路",
    "路街",
    "小区花园",
    "文三路abc",
    "1栋",
    "一二栋",
    "路1栋",
    "区1-2-30",
    "市a",
    "在县",
    "1-",
    "1-1-",
    "12",
    "1 ",
    "1  3",
    "1-3-8-",
    "13",
    "138****",
    "138 0013 ",
    "6222 ",
    "622202 ",
    "330106 1990",
    "330106********",
    "0571-",
    "(0",
    "+86",
    "幺三八",
    "一二",
    "一百",
    "半",
    "1.1",
    "1.",
    "¥1",
    "卡号",
    "a",
    "a.",
    "a@",
    "a@b.",
    "@",
    "www.",
    "http://",
    "sf1",
    "e1",
    "高1",
    "165",
    "x",
    "上个周",
    "十月",
    "1号",
    "第一",
    "大约一个",
    "龙井",
    "到",
    "哈",
    "發貨",
    "臺",
    "ﷺ",
    "①",
    "½",
    "😀",
    "\u200b",
    "好 ",
]
LEADS = ["", "1.", "路", "a@", "1栋"]
TAILS = ["", "1栋", "号", "@b.c", "1234", "斤", "天"]


def _texts(unit: str) -> list[str]:
    mixed = [lead + unit * MAX_CHARACTERS for lead in LEADS]
    return [*(m[: MAX_CHARACTERS - len(tail)] + tail for m in mixed for tail in TAILS)]


def _took_s(text: str) -> float:
    started = time.perf_counter()
    shared_finder().find(normalise(text), now=NOW)
    return time.perf_counter() - started


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_of_two_thousand_characters_is_slow(unit: str) -> None:
    _took_s("發貨")  # the lexicons are read once
    for text in _texts(unit):
        assert min(_took_s(text) for _ in range(2)) < BOUND_S, text[:8]


def test_a_character_that_stands_for_many_does_not_make_a_message_longer_than_its_bound() -> None:
    clean = normalise("ﷺ" * MAX_CHARACTERS)
    assert len(clean.text) <= MAX_CHARACTERS
