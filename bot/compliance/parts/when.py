"""Days as replies name them, counted from today in China."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.domain.china_time import CHINA

DAY = (
    r"(?:今[天日晚早]|当[天日]|明[天日晚早]|大后[天日]|后[天日]"
    r"|(?:[本这]|下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日末天]"
    r"|(?:\d{1,2}月)?\d{1,2}[日号](?!线|楼|链接|店|院))"
)
_NEAR = {"今": 0, "当": 0, "明": 1, "后": 2, "大": 3}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_DATE = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]")


def days_away(word: str, now: datetime | None) -> int | None:
    """How many days from today `明天`, `周五` or `11月25日` is; None when that needs `now` and it is not known."""
    if word[0] in _NEAR:
        return _NEAR[word[0]]
    if now is None:
        return None
    today = now.astimezone(CHINA).date()
    if word[-1] in _WEEKDAYS and not word[0].isdigit():
        ahead = (_WEEKDAYS[word[-1]] - today.weekday()) % 7
        return ahead + 7 if word.startswith("下") and ahead < 7 - today.weekday() else ahead
    match = _DATE.fullmatch(word)
    return (_next(today, int(match[1] or 0), int(match[2])) - today).days if match else None


def _next(today: date, month: int, day: int) -> date:
    """The next such day from today on; today itself when there is none."""
    for ahead in range(366):
        then = today + timedelta(days=ahead)
        if then.day == day and month in (0, then.month):
            return then
    return today
