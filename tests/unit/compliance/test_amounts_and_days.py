from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.compliance.parts.amounts import money, number, spans
from bot.compliance.parts.when import days_away

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("1.5", 1.5),
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百二", 120),
        ("两千", 2000),
        ("两三", 3),
        ("半", 0.5),
    ],
)
def test_reads_numbers_as_people_write_them(written: str, value: float) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("只要5元", [500]),
        ("五块", [500]),
        ("五块五", [550]),
        ("¥59.90", [5990]),
        ("三十九元", [3900]),
        ("10元到20元", [1000, 2000]),
        ("100块钱", [10000]),
        ("没有价格", []),
    ],
)
def test_reads_sums_of_money(text: str, fen: list[int]) -> None:
    assert [one.fen for one in money(text)] == fen


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("48小时内", [48]),
        ("两天", [48]),
        ("2-3天", [72]),
        ("3个工作日", [72]),
        ("半年", [4380]),
        ("一周", [168]),
        ("今天", []),
    ],
)
def test_reads_lengths_of_time(text: str, hours: list[float]) -> None:
    assert [one.hours for one in spans(text)] == hours


@pytest.mark.parametrize(
    ("word", "away"),
    [
        ("今天", 0),
        ("明早", 1),
        ("后天", 2),
        ("大后天", 3),
        ("周一", 1),
        ("周日", 0),
        ("下周三", 3),
        ("25号", 3),
        ("12月1日", 9),
    ],
)
def test_counts_days_from_today(word: str, away: int) -> None:
    assert days_away(word, SUNDAY) == away


def test_a_weekday_means_nothing_without_a_today() -> None:
    assert days_away("周五", None) is None


def test_today_is_chinas_today() -> None:
    late_evening_in_london = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # 01:00 on Monday in China
    assert days_away("周一", late_evening_in_london) == 0
