"""Features are the same for training and answering, and hold nobody's number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import Segmenter, normalise
from intents.features import (
    BEGIN,
    END,
    char_features,
    located_char_features,
    located_word_features,
    personal_free,
    word_features,
)

TEXT = st.text(st.sampled_from("有货吗发顺丰什么时候到0123456789abc，。？!"), max_size=30)


def test_characters_are_counted_in_runs_of_one_to_three_with_the_ends_marked() -> None:
    assert char_features("有货") == [
        "有",
        "货",
        f"{BEGIN}有",
        "有货",
        f"货{END}",
        f"{BEGIN}有货",
        f"有货{END}",
    ]


def test_words_are_counted_as_they_are() -> None:
    assert word_features(["有货", "吗"]) == ["有货", "吗"]


def test_three_days_and_five_days_ask_the_same() -> None:
    assert char_features("3天到吗") == char_features("5天到吗")


@given(TEXT)
def test_a_number_leaves_no_digits_to_learn(text: str) -> None:
    clean = normalise(f"{text} 2026112200000000017 {text}").text
    words = [*text, "1234567", "12", "345678"]
    assert all(personal_free(name) for name in [*char_features(clean), *word_features(words)])


@given(TEXT)
def test_features_with_places_are_the_features(text: str) -> None:
    located = located_char_features(text)
    assert [f.name for f in located] == char_features(text)
    assert all(0 <= f.start <= f.end <= len(text) for f in located)


def test_words_with_places_are_the_words(cuts: Segmenter) -> None:
    text = "请问 红色的有货吗，有货就拍"
    words = cuts.cut(text)
    located = located_word_features(text, words)
    assert sorted(f.name for f in located) == sorted(word_features(words))
    assert all(text[f.start : f.end] == f.name for f in located if "|" not in f.name)


@pytest.mark.parametrize(
    ("name", "free"), [("有货", True), ("123456", True), ("1234567", False), ("1a2b3c4d5e6f7", False)]
)
def test_seven_digits_are_too_many(name: str, free: bool) -> None:
    assert personal_free(name) is free
