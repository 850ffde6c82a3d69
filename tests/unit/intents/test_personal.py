"""Phones, ids, addresses and long numbers are lifted out; what is an order number is no phone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import mask, normalise
from intents.personal import shown

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
    "138_0013_8000",
    "138—0013—8000",
    "138——0013——8000",
    "138/0013/8000",
    "138·0013·8000",
    "138\n0013\n8000",
    "13800-138000",
    "1380-0138-000",
    "1 3 8 0 0 1 3 8 0 0 0",
    "1-3-8-0-0-1-3-8-0-0-0",
    "幺三八零零幺三八零零零",
    "一三八〇〇一三八〇〇〇",
    "138零零13八000",
    "0086 138 0013 8000",
    "(0571)87654321",
    "0571 8765 4321",
]
IDS = [
    "330106 19900101 1234",
    "330106-19900101-123x",
    "330 106 1990 01 01 123 4",
    "330106********1234",
    "110101199003077758",
    "11010119900307775X",
    "１１０１０１１９９００３０７７７５８",
]
ADDRESSES = [
    "浙江省杭州市西湖区文三路88号3栋2单元501室",
    "杭州市余杭区良渚街道金色家园12幢3单元602",
    "哈尔滨市道里区中央大街1号楼2单元3层",
    "上海市浦东新区张江镇紫薇路100弄5号",
    "幸福小区7号楼401室",
    "余杭区仓前龙舌嘴4-2-301",
    "浙江省 杭州市 余杭区 仓前街道 龙舌嘴4-2-301",
    "龙湖天街12-3-502",
    "人民路3-502",
    "金色花园12#302",
    "余杭区未来科技城A座1203室",
]
CARDS = [
    "卡号6222021234567890123",
    "卡号：6222 0212 3456 7890 123",
    "银行卡 6222-0212-3456-7890-123",
    "退到4111 1111 1111 1111这张",
    "招行622202 1234567890123",
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
    "1399 1599 1999元这三款哪个好",
    "身高165 体重130 穿39 40 41哪个",
    "尺码1 3 5 7 9 11 13都有吗",
    "这条路上的店3-5天能到吗",
    "超市100-200元的有吗",
    "上海市有一座仓库吗",
    "一三五七九一三五",
    "学校25号放假，来得及吗",
    "2026-11-22 18:30拍的",
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


@pytest.mark.parametrize("written", CARDS)
def test_a_bank_card_is_lifted_by_its_word_or_its_check_digit(written: str) -> None:
    clean = normalise(written)
    assert [x.kind for x in clean.lifted] == ["bank_card"]
    assert not any(c.isdigit() for c in clean.text)


@pytest.mark.parametrize("said", ["订单{}", "单号是 {}", "银行卡退款的单号{}", "{}"])
def test_an_order_number_is_no_bank_card(said: str) -> None:
    assert [x.kind for x in normalise(said.format("4111111111111111111")).lifted] == ["number"]
    assert [x.kind for x in normalise(said.format("2026 1122 0000 0000 017")).lifted] == ["number"]


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("phone", "138-0013-8000", "138****8000"),
        ("phone", "+86 幺三八零零幺三八零零零", "138****8000"),
        ("phone", "138****8000", "138****8000"),
        ("phone", "0571-87654321", "0571****4321"),
        ("id_number", "330106 19900101 1234", "330***********1234"),
        ("id_number", "11010119900307775x", "110***********775x"),
        ("bank_card", "6222 0212 3456 7890 123", "6222***********0123"),
        ("address", "文三路88号", "⟨address⟩"),
        ("email", "lin@example.com", "⟨email⟩"),
        ("number", "2026 1122 0000 0000 017", "2026112200000000017"),
        ("tracking", "sf1234567890123", "sf1234567890123"),
    ],
)
def test_what_may_be_told_of_a_lifted_value(kind: str, value: str, told: str) -> None:
    assert shown(kind, value) == told


def test_a_long_address_leaves_nothing_of_itself() -> None:
    assert mask("麻烦寄到浙江省杭州市西湖区文三路88号3栋2单元501室，谢谢") == "麻烦寄到⟨address⟩,谢谢"


def test_no_order_number_is_taken_for_a_phone() -> None:
    chance = random.Random(105)
    for _ in range(10_000):
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
