"""The turns before a message decide what a fragment means."""

from __future__ import annotations

import pytest

from intents import Classifier
from intents.concepts import shipped_concepts
from intents.features import ALONE, Turns, key_of, meant_keys, said_keys
from tests.cast import NOW


def test_without_turns_a_message_means_in_context_what_it_means_alone(classifier: Classifier) -> None:
    found = classifier.predict("黑龙江", now=NOW)
    assert found.in_context == found.top


def test_turns_change_no_clear_question(classifier: Classifier) -> None:
    found = classifier.predict("能开发票吗抬头写公司的", now=NOW, context=[("agent", "亲，发韵达的哦")])
    assert found.in_context.intent == found.top.intent == "invoice"


def context_keys(text: str, turns: Turns) -> list[int]:
    return said_keys(text, turns) + meant_keys(text, turns, shipped_concepts())


def test_only_the_last_turn_of_each_side_counts() -> None:
    last = context_keys("黑龙江", [("buyer", "发新疆吗"), ("agent", "寄到哪里呢")])
    earlier = context_keys("黑龙江", [("agent", "在的"), ("buyer", "发新疆吗"), ("agent", "寄到哪里呢")])
    assert set(last) == set(earlier)


@pytest.mark.parametrize("turns", [[], [("agent", "")]])
def test_no_words_before_are_no_context(turns: list[tuple[str, str]]) -> None:
    assert context_keys("黑龙江", turns) == [key_of(ALONE, 0)]


def test_the_length_of_a_message_says_how_much_it_borrows() -> None:
    turns = [("agent", "寄到哪")]
    assert set(context_keys("黑龙江", turns)) != set(context_keys("什么时候能发货呀亲我很急", turns))
