"""Concepts: many words, one name."""

from __future__ import annotations

import pytest

from intents import DefinitionError
from intents.concepts import Concepts, shipped_concepts


def named(text: str) -> list[tuple[str, str]]:
    concepts = shipped_concepts()
    return [(concepts.names[f.concept], text[f.start : f.end]) for f in concepts.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("啥时候发货", [("ask_when", "啥时候"), ("ship", "发货")]),
        ("韵达几天能到哈尔滨", [("courier", "韵达"), ("ask_when", "几天"), ("arrive", "能到"), ("place", "哈尔滨")]),
        ("买了12包", [("order", "买了"), ("number", "12")]),
        ("运费险", [("return_cost", "运费险")]),
        ("\ue001", [("a phone", "\ue001")]),
        ("嘎嘎", []),
        ("", []),
    ],
)
def test_the_longest_word_wins_and_numbers_are_one(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


def test_a_word_under_two_concepts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intents.concepts.concept_words", lambda: {"a": ["发货"], "b": ["发货", "發貨"]})
    with pytest.raises(DefinitionError) as caught:
        shipped_concepts.__wrapped__()
    assert caught.value.problems == ("发货: stands under a and b.", "發貨: clean text never holds it, only '发货'.")


def test_a_lexicon_of_a_model_is_its_own() -> None:
    own = Concepts(["⟨first⟩", "⟨last⟩", "goods", "number"], {"云片糕": 2})
    assert [(f.concept, f.start, f.end) for f in own.find("云片糕3盒")] == [(2, 0, 3), (3, 3, 4)]
