"""Times counted from now, as they stand in the packaged files.

| token | is | written as |
|---|---|---|
| `@-26h`, `@-5h12m`, `@+2h` | so long before or after now | `2026-11-21 14:30:00` |
| `@-3d14:20`, `@+7d23:59:59` | a clock time of the day so many days away | `2026-11-19 14:20:00` |
| `@+5d`, `@-9d` | the day so many days away | `2026-11-27` |

All of it is China time. Tokens of the two time forms do not keep their order among each other
(`@-26h` may fall before or after `@-1d14:20`): one order uses one form.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from bot.domain.china_time import CHINA

_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400
_NOON_NOMINAL_S = 12 * _HOUR_S
_WAKING_FROM_S = 8 * _HOUR_S
_WAKING_TO_S = 22 * _HOUR_S

_TOKEN = re.compile(
    r"@(?P<sign>[+-])(?:(?P<days>\d+)d(?P<clock>\d{2}:\d{2}(?::\d{2})?)?|(?P<hours>\d+)h(?:(?P<minutes>\d+)m)?)"
)


def hours_ago(seconds: int) -> str:
    """An instant of the past, to the minute."""
    hours, rest = divmod(seconds, _HOUR_S)
    minutes = rest // _MINUTE_S
    return f"@-{hours}h{minutes}m" if minutes else f"@-{hours}h"


def day_ago(seconds: int) -> str:
    """About that long ago, between 8:00 and 22:00, when people shop; later stays later."""
    days, second_of_day = divmod(_NOON_NOMINAL_S - seconds, _DAY_S)
    clock = _WAKING_FROM_S + second_of_day * (_WAKING_TO_S - _WAKING_FROM_S) // _DAY_S
    return f"@-{-days}d{clock // _HOUR_S:02}:{clock % _HOUR_S // _MINUTE_S:02}:{clock % _MINUTE_S:02}"


def replace_tokens(text: str, now: datetime) -> str:
    """`text` with every token written out for `now` (aware)."""
    here = now.astimezone(CHINA)

    def written(token: re.Match[str]) -> str:
        sign = -1 if token["sign"] == "-" else 1
        if token["days"] is None:
            moment = here + sign * timedelta(hours=int(token["hours"]), minutes=int(token["minutes"] or 0))
            return f"{moment:%Y-%m-%d %H:%M:%S}"
        day = here.date() + sign * timedelta(days=int(token["days"]))
        if token["clock"] is None:
            return day.isoformat()
        return f"{datetime.combine(day, time.fromisoformat(token['clock'])):%Y-%m-%d %H:%M:%S}"

    return _TOKEN.sub(written, text)
