"""The classifier that answers agrees with scikit-learn and tells why."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from intents import Classifier, Decision, EntityFinder, ModelRefused, Utterance, Word, normalise
from intents.artefact import Array
from intents.classify import _kernel
from intents.train import Trained, features_of
from tests.cast import NOW


def sure_from(trained: Trained, **thresholds: float | None) -> Classifier:
    manifest = {**trained.artefact.manifest, "auto_thresholds": thresholds}
    return Classifier(replace(trained.artefact, manifest=manifest))


def answers(trained: Trained, **changes: object) -> list[Classifier]:
    """The same model through the compiled kernel and in plain Python."""
    artefact = replace(trained.artefact, manifest={**trained.artefact.manifest, **changes})
    return [Classifier(artefact), Classifier(artefact, compiled=False)]


def test_it_is_compiled_where_tests_run() -> None:
    assert _kernel is not None, "intents/_kernel.c was not built; install a C compiler and run pip install -e . again"


def test_both_agree_with_scikit_learn_on_eight_hundred_messages(trained: Trained, corpus: list[Utterance]) -> None:
    texts = [row.text for row in random.Random(3).sample(corpus, 800)]
    scores = trained.fitted.model.decision_function(trained.fitted.matrix(features_of(texts, trained.fitted.concepts)))
    expected = softmax(scores / trained.validated.temperature, axis=1)
    for classifier in answers(trained):
        assert list(classifier.classes) == list(trained.fitted.model.classes_)
        for text, row in zip(texts, expected, strict=True):
            assert np.allclose(classifier.probabilities(normalise(text).text), row, atol=1e-4), text


def test_both_agree_with_scikit_learn_after_turns(trained: Trained, corpus: list[Utterance]) -> None:
    rows = random.Random(4).sample([row for row in corpus if row.context], 200)
    features = features_of([r.text for r in rows], trained.fitted.concepts, [r.context for r in rows])
    expected = trained.fitted.model.predict(trained.fitted.matrix(features))
    for classifier in answers(trained):
        told = [classifier.decide(row.text, row.context).in_context for row in rows]
        assert sum(a != b for a, b in zip(told, expected, strict=True)) <= 1  # a tie may fall either way


def same(one: Decision, other: Decision) -> bool:
    close = abs(one.probability - other.probability) < 1e-4
    return close and one._replace(probability=0.0) == other._replace(probability=0.0)


def test_the_kernel_and_plain_python_decide_alike(trained: Trained, corpus: list[Utterance]) -> None:
    compiled, plain = answers(trained, second_floor=0.2)
    rows = random.Random(5).sample(corpus, 600)
    texts = [row.text for row in rows] + [a.text + b.text for a, b in itertools.pairwise(rows)][:200]
    told = [(compiled.decide(text), plain.decide(text), text) for text in texts]
    assert [text for one, other, text in told if not same(one, other)] == []
    assert sum(len(one.intents) > 1 for one, _, _ in told) > 50


@given(
    text=st.text(
        st.sampled_from("有没有货吗发顺丰什么时候到退款的了三十号楼栋单元路一二123 ,。？！~a哈哈貨ｗ\n😀\ue001"),
        max_size=40,
    )
)
def test_any_text_is_decided_alike_by_both_and_by_the_full_prediction(
    text: str, classifier: Classifier, plain_classifier: Classifier
) -> None:
    decision = classifier.decide(text)
    assert same(decision, plain_classifier.decide(text))
    full = classifier.predict(text, now=NOW)
    assert (full.top.intent, full.intents, full.in_context.intent, full.sure) == (
        decision.intent,
        decision.intents,
        decision.in_context,
        decision.sure,
    )


@given(text=st.text(max_size=30) | st.text(st.sampled_from("有货吗号栋一二三1234路  ,。好"), max_size=30))
def test_what_the_kernel_takes_as_it_is_normalising_leaves_as_it_is(text: str, classifier: Classifier) -> None:
    kernel = classifier._kernel
    assert kernel is not None
    if kernel.is_plain(text):
        assert normalise(text).text == text and not normalise(text).lifted


@pytest.mark.parametrize("damage", ["slots", "weights", "bias", "words", "letters"])
def test_arrays_that_do_not_fit_each_other_are_refused(damage: str, trained: Trained) -> None:
    cut = Array.of(trained.artefact.arrays[damage].numpy().reshape(-1)[:-1])
    with pytest.raises(ModelRefused):
        Classifier(replace(trained.artefact, arrays={**trained.artefact.arrays, damage: cut}))


def test_every_intent_is_ranked_and_the_probabilities_are_one_whole(classifier: Classifier) -> None:
    ranking = classifier.predict("能发顺丰吗", now=NOW).ranking
    assert {g.intent for g in ranking} == set(classifier.classes)
    assert sum(g.probability for g in ranking) == pytest.approx(1, abs=1e-5)
    assert [g.probability for g in ranking] == sorted((g.probability for g in ranking), reverse=True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("有货吗", "stock"),
        ("什么时候发货", "shipping_time"),
        ("能发顺丰吗", "courier_choice"),
        ("我的快递到哪了", "logistics_status"),
        ("我要退款", "refund"),
        ("有发票吗", "invoice"),
        ("能便宜点吗", "discount"),
        ("转人工", "human_agent"),
        ("谢谢", "thanks"),
        ("有貨嗎", "stock"),
    ],
)
def test_plain_questions_are_understood(text: str, intent: str, classifier: Classifier) -> None:
    assert classifier.predict(text, now=NOW).top.intent == intent


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "？？？", "😀😀😀", "。", "a" * 20_000, "，" * 300])
def test_text_that_says_nothing_has_an_answer_too(text: str, classifier: Classifier) -> None:
    prediction = classifier.predict(text, now=NOW)
    assert len(prediction.ranking) == 44
    assert all(0 <= a.start <= a.end <= len(text) for a in prediction.asked)


def test_two_questions_are_told_apart_with_their_places(classifier: Classifier) -> None:
    text = "亲，有貨嗎？今天能发货吗"
    prediction = classifier.predict(text, now=NOW)
    assert [(a.intent, text[a.start : a.end]) for a in prediction.asked] == [
        ("stock", "有貨嗎"),
        ("shipping_time", "今天能发货吗"),
    ]
    assert set(prediction.intents) == {"stock", "shipping_time"}


def test_a_greeting_before_a_question_is_no_question(classifier: Classifier) -> None:
    prediction = classifier.predict("你好，有货吗", now=NOW)
    assert prediction.intents == ("stock",)


def test_the_same_question_twice_is_asked_once(classifier: Classifier) -> None:
    prediction = classifier.predict("有货吗？到底有货吗", now=NOW)
    assert [a.intent for a in prediction.asked] == ["stock"]


def test_the_words_that_pushed_are_told_the_strongest_first(classifier: Classifier) -> None:
    clean = normalise("我想问下能发顺丰吗")
    because = classifier.because(clean, "courier_choice")
    assert "顺丰" in because[0][0] and because[0][1] > 0
    assert len(because) <= 3
    assert [abs(p) for _, p in because] == sorted((abs(p) for _, p in because), reverse=True)


def test_no_reason_shows_what_is_personal(classifier: Classifier) -> None:
    clean = normalise("电话13800138000发顺丰")
    told = [word for word, _ in classifier.because(clean, "courier_choice", limit=10)]
    assert "⟨phone⟩" in told and not any("138" in word for word in told)


def test_reasons_for_and_against_an_intent_differ(classifier: Classifier) -> None:
    clean = normalise("能发顺丰快递吗")
    told = classifier.explain(clean, ["courier_choice", "thanks"], limit=9)
    pushed = {intent: sum(push for _, push in words) for intent, words in told.items()}
    assert pushed["courier_choice"] > 0 > pushed["thanks"]


def test_it_is_sure_only_over_the_threshold_of_the_risk(trained: Trained) -> None:
    low = sure_from(trained, low=0.5, medium=None, high=None)
    assert low.predict("有货吗", now=NOW).sure
    assert not sure_from(trained, low=0.999999, medium=None, high=None).predict("有货吗", now=NOW).sure
    assert not sure_from(trained, low=None, medium=0.5, high=0.5).predict("有货吗", now=NOW).sure


def test_a_high_risk_is_never_sure_as_trained(trained: Trained) -> None:
    assert trained.artefact.manifest["auto_thresholds"]["high"] is None
    assert not Classifier(trained.artefact).predict("我要退款", now=NOW).sure


def test_what_is_no_matter_of_the_shop_is_never_sure(trained: Trained, corpus: list[Utterance]) -> None:
    classifier = sure_from(trained, low=0.0, medium=0.0, high=0.0)
    texts = [row.text for row in corpus if row.intent == "other"][:40]
    told = [classifier.predict(text, now=NOW) for text in texts]
    assert any(p.top.intent == "other" for p in told)
    assert not any(p.sure for p in told if p.top.intent == "other")


def test_a_shop_s_own_words_are_named(classifier: Classifier) -> None:
    finder = EntityFinder({"云片糕": Word("item", "7001")})
    assert [e.value for e in classifier.predict("云片糕有货吗", now=NOW, finder=finder).entities] == ["7001"]


def test_the_same_message_has_the_same_answer(classifier: Classifier) -> None:
    text = "亲，红色XL有货吗？发哈尔滨顺丰多少钱"
    assert classifier.predict(text, now=NOW) == classifier.predict(text, now=NOW)


def test_a_message_is_sure_only_when_all_that_is_asked_is(classifier: Classifier) -> None:
    unsure = replace(
        classifier._artefact,
        manifest={**classifier.manifest, "risk": {**classifier.manifest["risk"], "shipping_time": "high"}},
    )
    strict = Classifier(unsure)
    text = "有发票吗？什么时候发货"
    assert {a.intent for a in strict.predict(text, now=NOW).asked} == {"invoice", "shipping_time"}
    assert not strict.predict(text, now=NOW).sure
