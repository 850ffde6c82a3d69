"""Figures in plain text: money, counts of days and hours, written in digits or Chinese numerals up to thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMBER = r"(?:\d{1,9}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百千]{1,9}|半)"
_MONEY = re.compile(
    r"[¥$]\s?(?P<sign>\d{1,9}(?:\.\d{1,2})?)(?:元|块)?"
    rf"|(?P<yuan>{NUMBER})(?:元|块钱?|圆|rmb|r(?![a-z]))(?:(?P<jiao>[\d一二三四五六七八九])(?:毛|角)?(?!\d|天|件|个"
    r"|盒|袋|包|份))?"
)
_SPAN = re.compile(
    rf"(?P<n>{NUMBER})(?:个)?(?P<half>半)?(?P<unit>天|日(?!期|常|前|子|用)|小时|h(?![a-z])|工作日|周(?!年)|星期"
    r"|月(?!\d)|年)"
)
_HOURS = {
    "天": 24.0,
    "日": 24.0,
    "小时": 1.0,
    "h": 1.0,
    "工作日": 24.0,
    "周": 168.0,
    "星期": 168.0,
    "月": 720.0,
    "年": 8760.0,
}


def number(written: str) -> float:
    """`12`, `1.5`, `二十三`, `一百二` (120), `两三` (3), `半` (0.5)."""
    if written == "半":
        return 0.5
    if written[0].isdigit():
        return float(written)
    if len(written) == 2 and all(c in _DIGITS for c in written):  # 两三天: the upper one
        return float(max(_DIGITS[c] for c in written))
    total = digit = 0
    last_unit = 1
    for char in written:
        if char in _UNITS:
            last_unit = _UNITS[char]
            total += (digit or 1) * last_unit
            digit = 0
        elif char in "零〇":
            last_unit, digit = 10, 0
        else:
            digit = digit * 10 + _DIGITS[char]
    return float(total + digit * (last_unit // 10 if last_unit > 10 and digit else 1))


@dataclass(frozen=True, slots=True)
class Money:
    start: int
    end: int
    fen: int


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as said: `48小时`, `两天`, `半年`."""

    start: int
    end: int
    hours: float

    @property
    def days(self) -> float:
        return self.hours / 24


def money(plain: str) -> Iterator[Money]:
    """Every sum of yuan, left to right."""
    for m in _MONEY.finditer(plain):
        yuan = number(m["sign"] or m["yuan"])
        jiao = number(m["jiao"]) / 10 if m["jiao"] else 0.0
        yield Money(m.start(), m.end(), round((yuan + jiao) * 100))


def spans(plain: str) -> Iterator[Span]:
    """Every length of time, left to right."""
    for m in _SPAN.finditer(plain):
        n = number(m["n"]) + (0.5 if m["half"] else 0.0)
        yield Span(m.start(), m.end(), n * _HOURS[m["unit"]])
