"""What a message names, and where."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from intents import EntityFinder, Word, normalise
from intents.entities import ENTITIES, number_of, shared_finder
from tests.cast import NOW

COURIERS = [
    ("能发顺风吗", "顺风", "顺丰"),
    ("发 SF 可以吗", "SF", "顺丰"),
    ("发shunfeng吗", "shunfeng", "顺丰"),
    ("默认韵答吗", "韵答", "韵达"),
    ("不要园通", "园通", "圆通"),
    ("發順豐嗎", "順豐", "顺丰"),
    ("有发邮局的吗", "邮局", "邮政"),
    ("百事汇通发吗", "百事汇通", "百世"),
    ("能发ems吗", "ems", "EMS"),
    ("吉兔到了吗", "吉兔", "极兔"),
    ("钟\u200b通几号到", "钟\u200b通", "中通"),
]
PLACES = [
    ("发到哈尔滨吗", "哈尔滨", "哈尔滨"),
    ("新疆包邮吗", "新疆", "新疆"),
    ("延边能到吗", "延边", "延边"),
    ("发西双版纳要几天", "西双版纳", "西双版纳"),
    ("我在义乌", "义乌", "义乌"),
    ("发往台灣", "台灣", "台湾"),
    ("内蒙古能发不", "内蒙古", "内蒙古"),
]
DATES = [
    ("今天能发吗", "今天", "2026-11-22"),
    ("明天发吗", "明天", "2026-11-23"),
    ("后天到不了吗", "后天", "2026-11-24"),
    ("大后天到吗", "大后天", "2026-11-25"),
    ("昨天拍的", "昨天", "2026-11-21"),
    ("大前天买的", "大前天", "2026-11-19"),
    ("11月25号到吗", "11月25号", "2026-11-25"),
    ("25号能到吗", "25号", "2026-11-25"),
    ("周五能到吗", "周五", "2026-11-27"),
    ("下周三发吗", "下周三", "2026-11-25"),
    ("上周日买的", "上周日", "2026-11-15"),
    ("双十一的价", "双十一", "2026-11-11"),
    ("十二月三号要用", "十二月三号", "2026-12-03"),
    ("2月30号到吗", "2月30号", "2月30号"),
    ("过年还发吗", "过年", "过年"),
]
MONEY = [
    ("39.9元", "39.9元", "3990"),
    ("十块钱卖不", "十块钱", "1000"),
    ("¥199吗", "¥199", "19900"),
    ("三块五行不", "三块五", "350"),
    ("便宜5毛钱", "5毛钱", "50"),
    ("199.00包邮吗", "199.00", "19900"),
    ("两百块", "两百块", "20000"),
    ("九十九块九", "九十九块九", "9990"),
]
DURATIONS = [
    ("24小时内发吗", "24小时内", "24"),
    ("3天能到吗", "3天", "72"),
    ("等两天了", "两天", "48"),
    ("半个月了", "半个月", "360"),
    ("1个半小时", "1个半小时", "1.5"),
    ("一周内到吗", "一周内", "168"),
]
SIZES = [("有XXL吗", "XXL", "XXL"), ("36码的有没有", "36码", "36码"), ("大号还有吗", "大号", "大号")]
MEASURES = [("我165cm", "165cm", "165cm"), ("55公斤穿啥", "55公斤", "55公斤"), ("身高165体重110斤", "165", "165")]
QUANTITIES = [
    ("来两箱", "两箱", "2箱"),
    ("3双多少", "3双", "3双"),
    ("要一百包", "一百包", "100包"),
    ("半斤装", "半斤", "0.5斤"),
]
NUMBERS = [
    ("订单2026112200000000017发了没", "2026112200000000017", "2026112200000000017"),
    ("单号YT1234567890123", "YT1234567890123", "yt1234567890123"),
    ("61000001这款", "61000001", "61000001"),
    ("打我13800138000", "13800138000", "138****8000"),
]
PAYMENTS = [("微信转账行吗", "微信转账", "微信"), ("加vx", "vx", "微信"), ("货到付款吗", "货到付款", "货到付款")]
FACTS = [("什么料的", "什么料", "材质"), ("能放多久", "能放多久", "保质期"), ("会掉色吗", "会掉色", "洗涤方式")]
COLOURS = [("红色有吗", "红色", "红色"), ("咖啡色的", "咖啡色", "棕色"), ("要酒红", "酒红", "酒红色")]


def _cases() -> list[tuple[str, str, str, str]]:
    tables = {
        "courier": COURIERS,
        "place": PLACES,
        "date": DATES,
        "money": MONEY,
        "duration": DURATIONS,
        "size": SIZES,
        "measure": MEASURES,
        "quantity": QUANTITIES,
        "payment": PAYMENTS,
        "fact": FACTS,
        "colour": COLOURS,
    }
    rows = [(kind, *row) for kind, table in tables.items() for row in table]
    kinds = ("order_number", "tracking_number", "number", "phone")
    return [*rows, *((kind, *row) for kind, row in zip(kinds, NUMBERS, strict=True))]


@pytest.mark.parametrize(("kind", "text", "words", "value"), _cases())
def test_a_thing_is_named_with_its_words_and_its_standard_form(kind: str, text: str, words: str, value: str) -> None:
    found = shared_finder().find(normalise(text), now=NOW)
    assert (kind, words, value) in [(e.entity, text[e.start : e.end], e.value) for e in found]


@pytest.mark.parametrize(
    "text", ["有货吗", "大家好", "一个人穿", "等一下", "买一送一", "5号店", "三楼", "第二件", "ydm是什么", "sfx"]
)
def test_everyday_words_name_nothing(text: str) -> None:
    assert shared_finder().find(normalise(text), now=NOW) == ()


@pytest.mark.parametrize(
    ("utc", "today"),
    [
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "2026-11-22"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 12, 31, 16, 30, tzinfo=UTC), "2027-01-01"),
    ],
)
def test_today_is_the_day_in_china(utc: datetime, today: str) -> None:
    (found,) = shared_finder().find(normalise("今天发吗"), now=utc)
    assert found.value == today


def test_things_named_do_not_overlap_and_stand_in_text_order() -> None:
    text = "我在哈尔滨，红色XL发顺丰明天能到吗，13800138000，2件199元"
    found = shared_finder().find(normalise(text), now=NOW)
    assert [e.entity for e in found] == "place colour size courier date phone quantity money".split()
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert {e.entity for e in found} <= set(ENTITIES)


def test_a_shop_has_words_of_its_own() -> None:
    finder = EntityFinder({"云片糕": Word("item", "7001")})
    assert [(e.entity, e.value) for e in finder.find(normalise("云片糕有吗"), now=NOW)] == [("item", "7001")]
    assert shared_finder().find(normalise("云片糕有吗"), now=NOW) == ()


@pytest.mark.parametrize(
    ("said", "number"),
    [("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120), ("1.5", 1.5), ("半", 0.5)],
)
def test_a_spoken_number_is_a_number(said: str, number: float) -> None:
    assert number_of(said) == number
