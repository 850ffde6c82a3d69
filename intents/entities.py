"""What a message names: numbers, couriers, places, items, colours, sizes, quantities, money, days and durations.

Couriers, places, colours and the shop's items come from lexicons; the rest is patterns over clean text. Spans are code points
of the raw message; where two readings overlap, the earlier and longer one stays.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from intents.cleaning import CleanText
from intents.lexicon.words import Matcher, Word, places, shipped
from intents.personal import shown

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year; no zone table is needed."""

ENTITIES = (
    "order_number tracking_number number phone id_number bank_card address email link courier place item variant fact "
    "payment colour size measure quantity money date duration"
).split()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing named. `value` is its standard form: courier 顺丰, date 2026-11-22, money in fen `1990`, duration in hours `72`.

    What is personal is told by its ends or its name only: `138****8000`, `⟨address⟩`.
    """

    entity: str
    start: int
    end: int
    value: str


_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
# possessive and bounded: a message of nothing but numerals is read once, not once for every place in it
_NUM = r"(?:\d{1,7}+(?:\.\d{1,4}+)?+|[零一二两三四五六七八九十百]{1,8}+|半)"
_PATTERNS = re.compile(
    rf"""
      (?P<measure>(?:身高|体重|高|重)?{_NUM}\s?(?:cm|厘米|公分|kg|公斤|斤重|毫米|mm)(?![a-z])
        |1[4-9]\d(?=\D{{0,3}}(?:\d{{2,3}}斤|\d{{2,3}}kg|\d{{2,3}}公斤))
        |(?<=1[4-9]\d)\s?\d{{2,3}}斤)
    | (?P<money>(?:¥|￥)\s?\d{{1,9}}+(?:\.\d{{1,2}})?|{_NUM}(?:元|块钱|块|毛钱|毛)(?:\d|[一二三四五六七八九])?
        |\d{{1,7}}+\.\d{{1,2}}(?=包邮|的|卖|能|可以))
    | (?P<duration>(?:大概|大约)?{_NUM}(?:个)?(?:半)?
        (?:小时|分钟|天|个月|工作日|星期|礼拜|周(?![一二三四五六日天末]))(?:以?内|之内|左右)?)
    | (?P<date>今天|今日|今晚|今早|明天|明日|明早|明晚|后天|大后天|昨天|昨晚|前天|大前天
        |(?:上|下|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]
        |(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[号日]?|(?<![\d.])\d{{1,2}}(?:号|日)(?![楼店机线])
        |双十一|双11|双十二|双12|年底|月底|元旦|春节|过年)
    | (?P<size>(?<![a-z0-9])(?:[sml]|x{{1,4}}l|[2-6]xl)码?(?![a-z0-9])|(?<!\d)(?:2[2-9]|3\d|4[0-8])(?:\.5)?码|[大中小加]号|[大中小均]码)
    | 第{_NUM}  # 第二件 counts nothing
    | (?P<quantity>{_NUM}(?:个|件|包|袋|盒|箱|瓶|双|条|套|斤|份|本|支|只|罐|桶|提|卷|片|抽|张
        |块(?!钱)|枚|台|把|床|组|对|串|打)(?![月人性别]))
    """,
    re.VERBOSE,
)
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_RELATIVE = {
    "大前天": -3,
    "前天": -2,
    "昨": -1,
    "今": 0,
    "明": 1,
    "大后天": 3,
    "后天": 2,
}
_NAMED_DAYS = {"双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "元旦": (1, 1)}


def number_of(said: str) -> float:
    """`两` → 2, `十二` → 12, `1.5` → 1.5, `半` → 0.5."""
    if said == "半":
        return 0.5
    if said[0].isdigit():
        return float(said)
    total, digit = 0, 0
    for c in said:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _NUMERALS.get(c, 0)
    return float(total + digit)


def _day(said: str, today: date) -> str:
    """ISO date, or the words themselves where no single day is meant (`过年`)."""
    for word, shift in _RELATIVE.items():
        if said.startswith(word):
            return (today + timedelta(days=shift)).isoformat()
    if (week := re.search(r"(周|星期|礼拜)(.)$", said)) is not None:
        gap = _WEEKDAYS[week.group(2)] - today.weekday()
        gap += 7 if said.startswith("下") else -7 if said.startswith("上") else 7 if gap < 0 else 0
        return (today + timedelta(days=gap)).isoformat()
    numbers = [int(number_of(n)) for n in re.findall(r"\d+|[一二三四五六七八九十]+", said)]
    month_day = _NAMED_DAYS.get(said) or (tuple(numbers) if "月" in said and len(numbers) == 2 else None)
    if month_day is None and numbers and "底" not in said:
        month_day = (today.month, numbers[-1])
    try:
        return date(today.year, *month_day).isoformat() if month_day else said
    except ValueError:
        return said


def _fen(said: str) -> str:
    parts = re.match(rf"(?:¥|￥)?\s?({_NUM})(元|块钱|块|毛钱|毛)?(.)?", said)
    if parts is None:
        return said
    value, unit, rest = number_of(parts.group(1)), parts.group(2) or "", parts.group(3)
    fen = round(value * (10 if unit.startswith("毛") else 100))
    return str(fen + (round(number_of(rest) * 10) if rest and not unit.startswith("毛") else 0))


def _hours(said: str) -> str:
    number = re.search(_NUM, said)
    value = number_of(number.group()) if number else 0.0
    value += 0.5 if re.search(r"个?半", said) and not said.startswith("半") else 0
    unit = next(
        (
            h
            for u, h in (
                ("小时", 1.0),
                ("分钟", 1 / 60),
                ("个月", 720.0),
                ("月", 720.0),
                ("星期", 168.0),
                ("礼拜", 168.0),
                ("周", 168.0),
            )
            if u in said
        ),
        24.0,
    )
    return f"{value * unit:g}"


def _value(kind: str, said: str, today: date) -> str:
    if kind == "date":
        return _day(said, today)
    if kind == "money":
        return _fen(said)
    if kind == "duration":
        return _hours(said)
    if kind == "quantity":
        return f"{number_of(re.match(_NUM, said).group()):g}{said[-1]}"  # type: ignore[union-attr]  # the pattern begins so
    return said.upper() if kind == "size" else said


_LIFTED_AS = {
    "phone": "phone",
    "id_number": "id_number",
    "bank_card": "bank_card",
    "address": "address",
    "email": "email",
    "link": "link",
    "tracking": "tracking_number",
}


def _of_lifted(kind: str, value: str) -> str:
    """15 to 19 digits name an order, 12 to 14 a parcel; an item's own number has 8 to 14 too, so it stays `number` unless it looks sent."""
    if kind != "number":
        return _LIFTED_AS[kind]
    return "order_number" if 15 <= len(value) <= 19 else "number"


_PLACE_BEFORE = re.compile(r"(?:到|至|寄|送|发|去|往|在|住|是|回|我们?|俺们?|离|从|省|市|州)$")
_PLACE_AFTER = re.compile(r"(?:这边|那边|的?地址|发不发|能发|能到|可以到|到不到|几天|多久|多少天|要几|市|县|区|镇|人)")


class EntityFinder:
    """Finds entities with the shipped lexicon and one shop's own words."""

    def __init__(self, shop_words: Mapping[str, Word] | None = None) -> None:
        """`shop_words`: clean lower-case word → Word("item", item_id) or Word("variant", name)."""
        own = {w.lower(): v for w, v in (shop_words or {}).items()}
        self._matcher = Matcher({**shipped(), **own})

    def find(self, clean: CleanText, *, now: datetime) -> tuple[Entity, ...]:
        """In text order. `now` is aware; days are counted in China time."""
        today = now.astimezone(CHINA).date()
        found: list[tuple[int, int, str, str]] = [
            (item.position, item.position + 1, _of_lifted(item.kind, value), value)
            for item in clean.lifted
            for value in (shown(item.kind, item.value),)
        ]
        found += [
            (s, e, w.entity, w.value)
            for s, e, w in self._matcher.find(clean.text)
            if w.entity != "place" or _is_a_place(clean.text, s, e)
        ]
        for m in _PATTERNS.finditer(clean.text):
            if (kind := m.lastgroup) is not None:
                found.append((m.start(), m.end(), kind, _value(kind, m.group(), today)))
        return tuple(Entity(kind, *clean.raw_span(s, e), value) for s, e, kind, value in _apart(found))


def _is_a_place(text: str, start: int, end: int) -> bool:
    """A county's bare name (`龙井`, `朝阳`) is a place only beside a word of sending or being there."""
    word = text[start:end]
    if len(word) > 2 or places()[word].level != "county":
        return True
    return _PLACE_BEFORE.search(text, max(0, start - 2), start) is not None or _PLACE_AFTER.match(text, end) is not None


def _apart(found: Iterable[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Not overlapping: earlier first, then longer."""
    kept: list[tuple[int, int, str, str]] = []
    for row in sorted(found, key=lambda r: (r[0], r[0] - r[1])):
        if not kept or row[0] >= kept[-1][1]:
            kept.append(row)
    return kept


@functools.cache
def shared_finder() -> EntityFinder:
    """Without any shop's words."""
    return EntityFinder()
