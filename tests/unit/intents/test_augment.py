"""Messages glued from written ones."""

from __future__ import annotations

from intents import Utterance
from intents.augment import glued

ROWS = [
    Utterance("哈哈今天好冷", "other"),
    Utterance("谢谢亲", "thanks"),
    Utterance("有货吗", "stock"),
    Utterance("多少钱", "price"),
    Utterance("黑龙江", "other", context=(("agent", "寄到哪里呢"),)),
]


def test_a_question_with_talk_keeps_the_question_s_intent() -> None:
    made = glued(ROWS, share=20, talk_share=1.0, seed=1)
    assert len(made) == 100
    assert {row.intent for row in made} == {"stock", "price"}
    assert all(("有货吗" in row.text) == (row.intent == "stock") for row in made)


def test_two_questions_are_labelled_by_the_first_and_also_by_the_second() -> None:
    both = [row for row in glued(ROWS, share=20, talk_share=0.0, seed=1) if row.also]
    assert {(row.intent, row.also) for row in both} == {("stock", ("price",)), ("price", ("stock",))}
    assert all(row.text.startswith("有货吗" if row.intent == "stock" else "多少钱") for row in both)


def test_the_same_seed_makes_the_same_messages() -> None:
    assert glued(ROWS, share=2, talk_share=0.5, seed=3) == glued(ROWS, share=2, talk_share=0.5, seed=3)


def test_a_fragment_of_a_talk_is_not_glued() -> None:
    assert not any("黑龙江" in row.text for row in glued(ROWS, share=40, talk_share=1.0, seed=1))


def test_without_talk_or_without_questions_nothing_is_made() -> None:
    assert glued(ROWS[:2], share=2, talk_share=0.5, seed=1) == []
    assert glued(ROWS[2:4], share=2, talk_share=0.5, seed=1) == []
