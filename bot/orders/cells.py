"""One cell's text as a value. Every function raises CellError with a sentence that says what was expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.china_time import CHINA
from bot.orders.tabular import BLANKS

_MAX_FEN = 10**13
_NOTHING = frozenset({"", "null", "'null", "'null'", "NULL", "'"})

_AMOUNT = re.compile(r"[¥￥]?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)元?")
_MOMENT = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?: 0{1,2}:00(?::00)?)?")
_DESTROYED = re.compile(r"'?[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}")
_WRAPPED = re.compile(r'="(\d+)"')
_COUNT = re.compile(r"\d{1,9}(?:\.0+)?")
_YES_NO = {"是": True, "否": False, "有": True, "无": False, "y": True, "n": False, "1": True, "0": False}
_WHOLE_AMOUNT = re.compile(r"[¥￥]?[\d,]+\.\d{2}元?")


class CellError(Exception):
    """What is wrong with one cell, in words for the shop; caught by the sheet that knows where the cell is."""


def plain(cell: str) -> str:
    """Trimmed; `null` in its spellings is nothing."""
    text = cell.strip(BLANKS)
    return "" if text in _NOTHING else text


def identifier(cell: str) -> str:
    """A number that is a name: unwrapped from `="…"` when only digits stand in it, never by way of a float."""
    text = plain(cell)
    if _DESTROYED.fullmatch(text):
        raise CellError(
            "号码已被 Excel 改成科学计数法，后面的数字丢失了，无法恢复；"
            "请重新下载原文件，不要用 Excel 打开保存，直接导入"
        )
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped:
        return wrapped[1]
    text = plain(text.lstrip("'" + BLANKS))
    if text.startswith("="):
        raise CellError('这里是公式；应为号码本身，或 ="数字" 这一种写法。请重新下载原文件')
    return text


def order_number(cell: str) -> str:
    text = identifier(cell)
    if not text:
        raise CellError("订单编号为空；应为 15 至 19 位数字")
    if not (text.isascii() and text.isdigit() and 15 <= len(text) <= 19):
        raise CellError(f"订单编号应为 15 至 19 位数字，这里是 {len(text)} 个字符；请重新下载原文件")
    return text


def tracking_number(cell: str) -> str:
    """Without the `No:` that the platform puts before it."""
    text = re.sub(r"^'?No[:：]", "", plain(cell), flags=re.IGNORECASE)
    return identifier(text)


def fen(cell: str) -> int | None:
    """Yuan as written → fen, exactly; None: the cell is empty."""
    text = _narrow(plain(cell)).replace(" ", "")
    if not text:
        return None
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise CellError("不是金额；应为以元为单位、不小于 0、最多两位小数的数，如 23.50")
    amount = Decimal(match[1].replace(",", "")) * 100
    if amount != amount.to_integral_value():
        raise CellError("金额多于两位小数；应精确到分，如 23.50")
    if amount > _MAX_FEN:
        raise CellError("金额过大；请检查是不是填错了列")
    return int(amount)


def moment(cell: str) -> datetime | None:
    """`2016-05-23 22:02:11` or `2016/5/23 22:02`, China time → aware UTC; None: the cell is empty."""
    text = _narrow(plain(cell))
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise CellError("不是时间；应为 2026-11-22 16:00:00 或 2026/11/22 16:00（北京时间）")
    year, _, month, day_, hour, minute, second = match.groups()
    try:
        local = datetime(int(year), int(month), int(day_), int(hour), int(minute), int(second or 0), tzinfo=CHINA)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellError("没有这个时间；请检查年月日和时分") from None


def day(cell: str) -> date | None:
    text = _narrow(plain(cell))
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise CellError("不是日期；应为 2026-11-22")
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        raise CellError("没有这一天；请检查年月日") from None


def count(cell: str) -> int | None:
    text = _narrow(plain(cell)).removesuffix("件")
    if not text:
        return None
    if not _COUNT.fullmatch(text):
        raise CellError("应为不小于 0 的整数")
    return int(text.split(".")[0])


def yes_no(cell: str) -> bool | None:
    text = _narrow(plain(cell)).lower()
    if not text:
        return None
    if text not in _YES_NO:
        raise CellError("应为 是 或 否")
    return _YES_NO[text]


def words(cell: str) -> tuple[str, ...]:
    """`云片糕、桂花糕` → its parts, each once."""
    parts = (part.strip(BLANKS) for part in re.split(r"[、，,;；|]", plain(cell)))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_whole(cell: str, above: Sequence[str]) -> bool:
    """Nothing can have broken off behind it: `="…"`, an amount to the fen, a time to the second, or to the minute as those `above` are.

    Any other text or number may have gone on: `12` is the beginning of `128`.
    """
    text = _narrow(plain(cell))
    if _WRAPPED.fullmatch(text) or _WHOLE_AMOUNT.fullmatch(text):
        return True
    told = _MOMENT.fullmatch(text)
    if told is None:
        return False
    others = [other for other in (_MOMENT.fullmatch(_narrow(plain(one))) for one in above) if other]
    return told[7] is not None or (bool(others) and all(other[7] is None for other in others))


def _narrow(text: str) -> str:
    """Full-width digits and signs as half-width ones: input methods write both."""
    return unicodedata.normalize("NFKC", text)
