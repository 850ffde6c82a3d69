"""Two questions run together without a mark."""

from __future__ import annotations

from itertools import pairwise

import pytest

from intents import Classifier
from tests.cast import NOW


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("可以开发票吗什么时候发货呀", {"invoice", "shipping_time"}),
        ("怎么退货退货运费谁出呀", {"returns", "return_freight"}),
    ],
)
def test_both_questions_are_found_in_their_order(text: str, asked: set[str], classifier: Classifier) -> None:
    found = classifier.predict(text, now=NOW).asked
    assert {a.intent for a in found} == asked
    assert [(a.start, b.start) for a, b in pairwise(found) if a.end != b.start] == []
    assert (found[0].start, found[-1].end) == (0, len(text))


@pytest.mark.parametrize("text", ["有货吗", "谢谢亲你真好呀下次再来", "今天天气好冷啊我都不想出门了"])
def test_one_question_or_none_stays_whole(text: str, classifier: Classifier) -> None:
    assert len(classifier.predict(text, now=NOW).asked) == 1


def test_a_half_is_judged_as_the_same_words_alone(classifier: Classifier) -> None:
    text = "可以开发票吗什么时候发货呀"
    for part in classifier.predict(text, now=NOW).asked:
        assert classifier.decide(text[part.start : part.end]).probability == pytest.approx(part.probability, abs=1e-4)


def test_a_very_long_message_is_read_whole_and_soon(classifier: Classifier) -> None:
    assert len(classifier.decide("什么时候发货" * 300).intents) == 1
