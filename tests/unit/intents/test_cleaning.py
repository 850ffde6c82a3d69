"""One form for one meaning, and the way back to what was typed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import Classifier, Utterance, mask, normalise
from intents.cleaning import MAX_CHARACTERS
from tests.cast import NOW

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\u200e\u200f"

MESSY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("有貨嗎發顺丰好哦哈，。！？ 　\n\t１２３ａｂ1380013800" + ZERO_WIDTH + DIRECTION),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("有货吗", "有货吗"),
        ("有貨嗎", "有货吗"),
        ("發順豐麼", "发顺丰么"),
        ("ＡＢＣ１２３", "abc123"),
        ("①③⑧", "138"),
        ("ＸＬ碼", "xl码"),
        ("有\u200b货\u200d吗", "有货吗"),
        ("\u202e有货吗\u202c", "有货吗"),
        ("有货吗\ufe0f", "有货吗"),
        ("有货吗???????", "有货吗??"),
        ("好好好好好", "好好"),
        ("在吗。。。。。。", "在吗。。"),
        ("哈哈", "哈哈"),
        ("hellooooo", "helloo"),
        ("wwww", "ww"),
        ("100000元", "100000元"),
        ("  有货　 吗 \n", "有货 吗"),
        ("有货吗？！", "有货吗?!"),
        ("（红色）：Ｍ；", "(红色):m;"),
        ("㎏", "kg"),
        ("", ""),
        ("\u200b\u200b", ""),
        ("   ", ""),
    ],
)
def test_one_meaning_has_one_form(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_a_long_message_is_cut_for_the_model_and_kept_whole_as_raw() -> None:
    clean = normalise("有货吗" * 3_000)
    assert len(clean.text) <= MAX_CHARACTERS
    assert len(clean.raw) == 9_000


@given(MESSY)
def test_a_span_of_clean_text_lies_inside_the_raw_text(raw: str) -> None:
    clean = normalise(raw)
    for start in range(len(clean.text)):
        for end in range(start + 1, len(clean.text) + 1):
            first, last = clean.raw_span(start, end)
            assert 0 <= first < last <= len(raw)


@given(MESSY)
def test_spans_of_neighbours_follow_each_other(raw: str) -> None:
    clean = normalise(raw)
    begins = [clean.raw_span(i, i + 1)[0] for i in range(len(clean.text))]
    assert begins == sorted(begins)


@given(MESSY)
def test_nothing_invisible_is_left_but_our_own_marks(raw: str) -> None:
    assert not set(normalise(raw).text) & set(ZERO_WIDTH + DIRECTION + "\n\t\x00\u3000")


@given(st.text(st.sampled_from("有货吗发顺丰什么时候到abc，。？"), max_size=30))
def test_cleaning_clean_text_changes_nothing(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


def test_an_empty_span_has_no_place() -> None:
    assert normalise("有货吗").raw_span(2, 2) == (0, 0)


@pytest.mark.parametrize(
    ("raw", "clean_words", "raw_words"),
    [
        ("亲，\u200b有\u200b货吗", "有货", "有\u200b货"),
        ("好好好好好有貨嗎", "有货吗", "有貨嗎"),
        ("电话13800138000，有货吗", "有货吗", "有货吗"),
        ("   能發  順豐嗎", "顺丰", "順豐"),
    ],
)
def test_clean_words_are_found_again_in_the_raw_text(raw: str, clean_words: str, raw_words: str) -> None:
    clean = normalise(raw)
    at = clean.text.index(clean_words)
    start, end = clean.raw_span(at, at + len(clean_words))
    assert raw[start:end] == raw_words


def test_invisible_characters_change_no_prediction(classifier: Classifier, few_rows: list[Utterance]) -> None:
    chance = random.Random(7)
    for row in chance.sample(few_rows, 200):
        hidden = "".join(c + chance.choice(["", "", chance.choice(ZERO_WIDTH + DIRECTION)]) for c in row.text)
        plain, veiled = classifier.predict(row.text, now=NOW), classifier.predict(hidden, now=NOW)
        assert veiled.clean.text == plain.clean.text, row.text
        assert veiled.ranking == plain.ranking
        assert [(e.entity, e.value) for e in veiled.entities] == [(e.entity, e.value) for e in plain.entities]


def test_a_masked_message_names_what_was_there_and_not_what_it_was() -> None:
    shown = mask("我的电话是１３８-００１３-８０００，发到这个号")
    assert "⟨phone⟩" in shown
    assert "138" not in shown and "8000" not in shown
