"""Phones, ids, addresses and long numbers are lifted out; what is an order number is no phone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import mask, normalise

PHONES = [
    "13800138000",
    "138-0013-8000",
    "138 0013 8000",
    "138.0013.8000",
    "+8613800138000",
    "86 13800138000",
    "+86 138-0013-8000",
    "１３８００１３８０００",
    "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "138\u200b0013\u200b8000",
    "138****8000",
    "0571-87654321",
    "1\u2060380013800\u200d0",
]
IDS = ["110101199003077758", "11010119900307775X", "１１０１０１１９９００３０７７７５８"]
ADDRESSES = [
    "浙江省杭州市西湖区文三路88号3栋2单元501室",
    "杭州市余杭区良渚街道金色家园12幢3单元602",
    "哈尔滨市道里区中央大街1号楼2单元3层",
    "上海市浦东新区张江镇紫薇路100弄5号",
    "幸福小区7号楼401室",
]
NOBODYS = [
    "有货吗",
    "这件多少钱",
    "身高165体重110斤穿什么码",
    "能发顺丰吗",
    "24小时内能发货吗",
    "买了3件一共199.5元",
    "2026年11月22日下的单",
    "48小时内发吗",
    "36码的还有吗",
    "满199减20怎么算",
    "第1号客服在吗",
    "退货运费险赔多少",
    "今天能发的话我就拍2个",
    "黑龙江哈尔滨几天到",
    "这款路由器穿墙好不好我家三室一厅",
]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_is_lifted_however_it_is_written(phone: str) -> None:
    clean = normalise(f"我电话{phone}，有货吗")
    assert [lifted.kind for lifted in clean.lifted] == ["phone"]
    assert not any(c.isdigit() for c in clean.text)


@pytest.mark.parametrize("number", IDS)
def test_an_identity_card_is_lifted(number: str) -> None:
    assert [x.kind for x in normalise(f"身份证{number}可以吗").lifted] == ["id_number"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_loses_its_street_and_door(address: str) -> None:
    clean = normalise(f"寄到{address}")
    assert "address" in [x.kind for x in clean.lifted]
    assert not any(c.isdigit() for c in clean.text)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("发我邮箱lin.xiao@example.com", "email"),
        ("看这个https://item.example.com/x?id=12345678", "link"),
        ("单号SF1234567890123", "tracking"),
        ("单号YT1234567890123到哪了", "tracking"),
        ("EA123456789CN查一下", "tracking"),
        ("订单2026112200000000017", "number"),
        ("商品61000001", "number"),
    ],
)
def test_other_things_are_named_by_their_kind(said: str, kind: str) -> None:
    assert [x.kind for x in normalise(said).lifted] == [kind]


@pytest.mark.parametrize("text", NOBODYS)
def test_everyday_questions_lose_nothing(text: str) -> None:
    assert normalise(text).lifted == ()


def test_no_order_number_is_taken_for_a_phone() -> None:
    chance = random.Random(105)
    for _ in range(2_000):
        number = str(chance.randrange(10**18, 10**19))
        assert [(x.kind, x.value) for x in normalise(f"订单{number}发货了吗").lifted] == [("number", number)]


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", " ", "-", "\u200b", "."]),
    st.sampled_from(["", "+86", "86-"]),
)
def test_no_digit_of_a_phone_is_shown(phone: str, between: str, country: str) -> None:
    written = f"{country}{phone[:3]}{between}{phone[3:7]}{between}{phone[7:]}"
    assert not any(c.isdigit() for c in mask(f"打我电话{written}吧"))


def test_a_mark_stands_where_the_thing_stood() -> None:
    clean = normalise("电话13800138000，地址稍后发")
    (phone,) = clean.lifted
    start, end = clean.raw_span(phone.position, phone.position + 1)
    assert clean.raw[start:end] == "13800138000"
