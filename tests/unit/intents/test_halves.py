"""Two questions run together without a mark."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from intents import Classifier, normalise
from intents.features import located_char_features, located_word_features
from intents.halves import SHORTEST, Halves
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


def test_a_half_scores_as_the_same_words_alone(classifier: Classifier) -> None:
    text = normalise("有货吗什么时候发货").text
    halves = Halves(classifier._rows, classifier._weights, classifier._idf, classifier._alone)
    words = classifier._cuts.cut(text)
    blocks = {"char": located_char_features(text), "word": located_word_features(text, words)}
    left, right = halves.scores(text, blocks)
    at = 3 - SHORTEST
    assert np.allclose(left[at], classifier.scores(text[:3]), atol=0.2)
    assert int(right[at].argmax()) == int(classifier.scores(text[3:]).argmax())
