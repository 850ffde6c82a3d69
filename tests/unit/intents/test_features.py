"""Features are the same for training, answering and explaining."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from intents.concepts import shipped_concepts
from intents.features import BEGIN, END, GAP, PAIR, UNIT, char_keys, concept_keys, gap_keys, key_of, located, text_keys

TEXT = st.text(st.sampled_from("有货吗发顺丰什么时候到不能退款0123456789abc，。？!"), max_size=30)
CONCEPTS = shipped_concepts()


def pairs(tag: int, *rows: tuple[int | str, int | str]) -> list[int]:
    return [key_of(tag, *(ord(c) if isinstance(c, str) else c for c in row)) for row in rows]


def test_characters_and_neighbours_with_the_ends_marked() -> None:
    assert char_keys("有货") == [
        *pairs(UNIT, ("有", 0), ("货", 0)),
        *pairs(PAIR, (BEGIN, "有"), ("有", "货"), ("货", END)),
    ]


def test_characters_two_to_four_apart() -> None:
    assert gap_keys("有红吗") == pairs(
        GAP, (BEGIN, "红"), ("有", "吗"), ("红", END), (BEGIN, "吗"), ("有", END), (BEGIN, END)
    )


def test_three_days_and_five_days_ask_the_same() -> None:
    assert char_keys("3天到吗") == char_keys("5天到吗") and gap_keys("3天到吗") == gap_keys("5天到吗")


def test_synonyms_are_one_feature() -> None:
    one, other = (concept_keys(CONCEPTS.find(text)) for text in ("啥时候发货", "几时寄出"))
    assert one == other and len(one) == 6


@given(TEXT)
def test_features_with_places_are_the_features(text: str) -> None:
    told = dict(located(text, CONCEPTS))
    for block, keys in text_keys(text, CONCEPTS).items():
        assert Counter(f.key for f in told[block]) == Counter(keys)
        assert all(0 <= f.start <= f.end <= len(text) for f in told[block])
