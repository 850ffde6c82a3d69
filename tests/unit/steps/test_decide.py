"""Answer or hand over, and why."""

from __future__ import annotations

import pytest

from bot.domain.decision import UNDERSTOOD_FLOOR, Answer, HandOver
from bot.steps.decide import decide
from intents import Asked, IntentCatalog
from tests.cast import prediction


def test_what_is_understood_is_answered(catalog: IntentCatalog) -> None:
    assert decide(prediction("有货吗", ("stock", 0.97)), catalog) == Answer(("stock",), auto=True, reason="understood")


def test_what_is_not_sure_is_answered_by_a_human_s_hand(catalog: IntentCatalog) -> None:
    assert decide(prediction("有货吗", ("stock", 0.6), sure=False), catalog) == Answer(
        ("stock",), auto=False, reason="understood"
    )


@pytest.mark.parametrize(
    ("text", "ranked", "reason"),
    [
        ("转人工", ("human_agent", 0.99), "asked_for_human"),
        ("我打12315了", ("complaint", 0.99), "severe"),
        ("有货吗，不然找律师", ("stock", 0.99), "severe"),
        ("今天天气", ("other", 0.9), "not_understood"),
        ("嗯嗯那个", ("stock", UNDERSTOOD_FLOOR - 0.01), "not_understood"),
        ("坏了", ("quality_problem", 0.99), "high_risk"),
        ("改下地址", ("order_change", 0.99), "high_risk"),
    ],
)
def test_it_is_handed_over_for_a_reason(
    text: str, ranked: tuple[str, float], reason: str, catalog: IntentCatalog
) -> None:
    intents = ("complaint",) if reason == "severe" else (ranked[0],)
    assert decide(prediction(text, ranked), catalog) == HandOver(intents, reason)


@pytest.mark.parametrize("text", ["有货吗，气死我了", "骗子，有货吗", "滚蛋，有货吗", "有货吗，不然差评"])
def test_an_upset_buyer_is_never_answered_alone(text: str, catalog: IntentCatalog) -> None:
    assert decide(prediction(text, ("stock", 0.99)), catalog) == Answer(("stock",), auto=False, reason="upset")


@pytest.mark.parametrize(("second", "reason"), [("quality_problem", "high_risk"), ("human_agent", "asked_for_human")])
def test_the_second_question_counts_too(second: str, reason: str, catalog: IntentCatalog) -> None:
    asked = (Asked("stock", 0.9, 0, 2), Asked(second, 0.8, 3, 5))
    assert decide(prediction("有货 坏了", ("stock", 0.9), asked=asked), catalog) == HandOver(("stock", second), reason)


def test_the_floor_itself_is_understood(catalog: IntentCatalog) -> None:
    assert isinstance(decide(prediction("有货", ("stock", UNDERSTOOD_FLOOR)), catalog), Answer)
