"""The plain view: what patterns see, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compliance.parts.table import found, in_order, row
from bot.compliance.parts.text import negated, quoted, view
from bot.domain.reply import Hit

WECHAT = row("微信", "不行", "旺旺")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＱＱ１２３", "qq123"),
        ("微 信", "微信"),
        ("V X", "vx"),
        ("微\u200b信", "微信"),
        ("微·信", "微信"),
        ("發票", "发票"),
        ("掃碼加我，收款帳號給妳", "扫码加我,收款账号给你"),
        ("好的😊", "好的~"),
        ("可以，好！", "可以,好!"),
        ("iPhone 15 Pro", "iphone 15 pro"),
    ],
)
def test_makes_text_plain(text: str, plain: str) -> None:
    assert view(text).plain == plain


@given(st.text(max_size=100))
def test_every_plain_character_leads_back_to_its_own(text: str) -> None:
    seen = view(text)
    assert len(seen.at) == len(seen.plain) + 1
    assert list(seen.at) == sorted(seen.at)
    assert all(0 <= seen.place(i, i + 1)[0] < seen.place(i, i + 1)[1] <= len(text) for i in range(len(seen.plain)))


@pytest.mark.parametrize(
    "text",
    [
        "不支持微信",
        "我们没有微信的",
        "请勿相信微信转账",
        "微信是不可以的",
        "微信这边不支持哦",
        "微信付款的话，我们是不支持的",
        "不能直接微信",
        "不支持QQ转账，微信",
    ],
)
def test_sees_a_refusal(text: str) -> None:
    seen = view(text)
    at = seen.plain.index("微信")
    assert negated(seen, at, at + 2)


@pytest.mark.parametrize(
    "text",
    [
        "可以微信",
        "不是不可以微信",
        "支付宝不行的话可以微信",
        "不好意思亲微信吧",
        "没关系微信就行",
        "没有的哦亲加微信",
        "要不要加个微信",
        "不用走平台直接微信",
    ],
)
def test_sees_no_refusal_where_there_is_none(text: str) -> None:
    seen = view(text)
    at = seen.plain.index("微信")
    assert not negated(seen, at, at + 2)


@pytest.mark.parametrize("text", ["您说的“加微信”我们不做", "您是想加微信对吗？", "亲是问微信吗"])
def test_sees_the_buyers_words_told_back(text: str) -> None:
    seen = view(text)
    at = seen.plain.index("微信")
    assert quoted(seen, at, at + 2)


@pytest.mark.parametrize("text", ["您可以加“微信”", "您说的“加微信”可以的", "加微信好吗"])
def test_words_of_the_sellers_own_are_not_told_back(text: str) -> None:
    seen = view(text)
    at = seen.plain.index("微信")
    assert not quoted(seen, at, at + 2)


def test_a_hit_is_its_clause_and_nothing_beside() -> None:
    (hit,) = found(view("好的亲，加我微信吧，明天发货"), [WECHAT])
    assert "好的亲，加我微信吧，明天发货"[hit.start : hit.end] == "加我微信吧"


def test_a_particle_ends_a_clause_where_nobody_writes_commas() -> None:
    text = "有货的哦加我微信吧明天发货"
    (hit,) = found(view(text), [WECHAT])
    assert text[hit.start : hit.end] == "加我微信吧"


def test_of_overlapping_hits_the_blocking_one_stays() -> None:
    block, warn = Hit(2, 5, "", ""), Hit(0, 4, "", "", "warn")
    assert in_order([warn, block]) == [block]


def test_hits_apart_all_stay_in_order() -> None:
    late, early = Hit(5, 6, "", "", "warn"), Hit(0, 2, "", "")
    assert in_order([late, early]) == [early, late]
