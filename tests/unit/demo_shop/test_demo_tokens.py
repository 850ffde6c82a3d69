from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.demo_shop.tokens import day_ago, hours_ago, replace_tokens

NOW = datetime(2026, 11, 20, 18, 30, 15, tzinfo=UTC)  # 02:30 on the 21st in China


@pytest.mark.parametrize(
    ("token", "written"),
    [
        ("@-26h", "2026-11-20 00:30:15"),
        ("@-5h12m", "2026-11-20 21:18:15"),
        ("@+2h", "2026-11-21 04:30:15"),
        ("@-3d14:20", "2026-11-18 14:20:00"),
        ("@+7d23:59:59", "2026-11-28 23:59:59"),
        ("@+5d", "2026-11-26"),
        ("@-0d", "2026-11-21"),
    ],
)
def test_writes_a_token_in_china_time(token: str, written: str) -> None:
    assert replace_tokens(f'"{token}",x', NOW) == f'"{written}",x'


def test_leaves_what_is_no_token() -> None:
    text = "demo0001@example.com,@-,@+d,@3h,满2件@你"
    assert replace_tokens(text, NOW) == text


@pytest.mark.parametrize("write", [hours_ago, day_ago])
def test_what_came_later_stays_later(write: Callable[[int], str]) -> None:
    ages = [90_000, 90_090, 120_000, 150_061, 172_800, 259_200, 345_678, 6_000_000]
    times = [replace_tokens(write(age), NOW) for age in ages]
    assert sorted(times, reverse=True) == times
    assert len(set(times)) == len(times)


def test_day_tokens_are_of_waking_hours() -> None:
    clocks = [replace_tokens(day_ago(age), NOW)[11:] for age in range(86_400, 300_000, 997)]
    assert min(clocks) >= "08:00:00"
    assert max(clocks) < "22:00:00"
