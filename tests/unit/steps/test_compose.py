"""Facts and wordings become drafts, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.decision import Answer, Ask, Decision, HandOver
from bot.domain.facts import Facts
from bot.replies.book import Book
from bot.steps.compose import Composed, compose
from tests.cast import NOW, hours

IN_STOCK = Facts(
    values={"item": "云片糕", "stock": 9}, circumstances={"stock_state": "in", "item_known": True}, as_of=NOW - hours(2)
)
PAID = Facts(
    values={"paid_at": NOW, "ship_by": NOW + hours(48), "ship_within": "48小时"},
    circumstances={"order_state": "paid", "overdue": False},
    as_of=NOW - hours(5),
)
NO_ORDER = Facts(values={"ship_within": "48小时"}, circumstances={"order_state": "no_order"})
ORDER_NEEDED = {"shipping_time": frozenset({"order"})}


def composed(
    book: Book,
    decision: Decision,
    facts: Mapping[str, Facts],
    *likely: tuple[str, float],
    limit: int = 3,
    needs: Any = ORDER_NEEDED,
) -> Composed:
    return compose(decision, likely, book, lambda name: facts.get(name, Facts()), needs=needs, limit=limit)


def answer(*names: str, auto: bool = True) -> Answer:
    return Answer(names, auto=auto, reason="understood")


def test_one_question_has_its_wordings_best_first(book: Book) -> None:
    found = composed(book, answer("stock"), {"stock": IN_STOCK})
    assert [d.text for d in found.drafts] == ["亲，云片糕有货的哦", "亲，有货，还有9件"]
    assert [d.template for d in found.drafts] == ["stock/in_stock#1", "stock/in_stock#2"]
    assert found.decision == answer("stock")


def test_a_draft_carries_the_facts_it_says_and_their_age(book: Book) -> None:
    first, second = composed(book, answer("stock"), {"stock": IN_STOCK}).drafts
    assert first.facts == {"item": "云片糕", "as_of": NOW - hours(2)}
    assert second.facts == {"stock": 9, "as_of": NOW - hours(2)}


def test_two_questions_are_one_reply_with_one_greeting_and_the_oldest_age(book: Book) -> None:
    found = composed(book, answer("stock", "shipping_time"), {"stock": IN_STOCK, "shipping_time": PAID})
    assert found.drafts[0].text == "亲，云片糕有货的哦。您11月22日12:00付的款，最晚11月24日12:00发出"
    assert found.drafts[0].template == "stock/in_stock#1+shipping_time/by_order#1"
    assert found.drafts[0].facts["as_of"] == NOW - hours(5)
    assert found.drafts[0].intent == "stock"


def test_a_sentence_that_is_closed_is_not_closed_again(book: Book) -> None:
    facts = {"stock": Facts(circumstances={"item_known": False}), "shipping_time": NO_ORDER}
    assert (
        composed(book, answer("stock", "shipping_time"), facts).drafts[0].text
        == "亲，您问的是哪一款呢？付款后48小时内发出哦"
    )


def test_a_case_that_asks_makes_the_decision_an_ask(book: Book) -> None:
    found = composed(book, answer("stock"), {"stock": Facts(circumstances={"item_known": False})})
    assert found.decision == Ask(("stock",), "item", True, "needs_item")


def test_a_case_that_needs_a_human_hands_over_with_its_drafts(book: Book) -> None:
    found = composed(book, answer("refund"), {})
    assert found.decision == HandOver(("refund",), "needs_human")
    assert found.drafts[0].text == "亲，退款请同事帮您处理哦"
    assert not found.drafts[0].auto_safe


def test_one_question_for_a_human_makes_the_whole_message_one(book: Book) -> None:
    found = composed(book, answer("stock", "refund"), {"stock": IN_STOCK})
    assert found.decision == HandOver(("stock", "refund"), "needs_human")
    assert "有货的哦" in found.drafts[0].text and "退款" in found.drafts[0].text


def test_a_case_that_is_not_automatic_takes_the_automatic_away(book: Book) -> None:
    found = composed(book, answer("logistics_status"), {"logistics_status": Facts(circumstances={"logistics": "none"})})
    assert found.decision == answer("logistics_status", auto=False)


def test_stale_facts_take_the_automatic_away(book: Book) -> None:
    stale = Facts(values=IN_STOCK.values, circumstances=IN_STOCK.circumstances, stale=True)
    found = composed(book, answer("stock"), {"stock": stale})
    assert found.decision == answer("stock", auto=False)
    assert not found.drafts[0].auto_safe


def test_understanding_that_was_not_sure_stays_so(book: Book) -> None:
    assert composed(book, answer("stock", auto=False), {"stock": IN_STOCK}).decision == answer("stock", auto=False)


def test_what_was_handed_over_stays_so_and_has_drafts(book: Book) -> None:
    decision = HandOver(("stock",), "high_risk")
    found = composed(book, decision, {"stock": IN_STOCK})
    assert found.decision == decision
    assert found.drafts


def test_an_intent_without_wordings_is_received_and_handed_over(book: Book) -> None:
    found = composed(book, answer("invoice"), {})
    assert found.decision == HandOver(("invoice",), "nothing_to_say")
    assert [d.template for d in found.drafts] == ["_shared/received#1", "_shared/received#2"]
    assert found.drafts[0].intent == "invoice"


def test_several_open_orders_are_asked_about_first(book: Book) -> None:
    choice = Facts(
        values={"choices": "云片糕（尾号0017）、抽纸（尾号0041）", "ship_within": "48小时"},
        circumstances={"order_choice": True},
    )
    found = composed(book, answer("shipping_time"), {"shipping_time": choice})
    assert found.decision == Ask(("shipping_time",), "order", True, "needs_order")
    assert found.drafts[0].text == "亲，您问的是哪一笔呢？云片糕（尾号0017）、抽纸（尾号0041）"


def test_several_open_orders_do_not_matter_to_a_question_of_no_order(book: Book) -> None:
    choice = Facts(values=IN_STOCK.values, circumstances={**IN_STOCK.circumstances, "order_choice": True})
    assert composed(book, answer("stock"), {"stock": choice}).drafts[0].text == "亲，云片糕有货的哦"


def test_another_account_s_order_is_told_by_nobody(book: Book) -> None:
    facts = Facts(values=PAID.values, circumstances={**PAID.circumstances, "other_account": True})
    found = composed(book, answer("shipping_time"), {"shipping_time": facts}, limit=10)
    assert found.decision == HandOver(("shipping_time",), "needs_human")
    assert {d.template.split("#")[0] for d in found.drafts} == {"_shared/other_account"}


def test_likely_intents_follow_and_unlikely_ones_do_not(book: Book) -> None:
    facts = {"stock": IN_STOCK, "shipping_time": NO_ORDER, "refund": Facts()}
    found = composed(book, answer("stock"), facts, ("stock", 0.8), ("shipping_time", 0.1), ("refund", 0.01), limit=10)
    assert [d.intent for d in found.drafts] == ["stock", "stock", "shipping_time"]


def test_no_text_is_offered_twice_and_never_more_than_asked_for(book: Book) -> None:
    facts = {"stock": IN_STOCK, "shipping_time": NO_ORDER}
    likely = (("stock", 0.5), ("shipping_time", 0.4))
    texts = [d.text for d in composed(book, answer("stock"), facts, *likely, limit=10).drafts]
    assert len(texts) == len(set(texts))
    assert len(composed(book, answer("stock"), facts, *likely, limit=1).drafts) == 1


@pytest.mark.parametrize("decision", [answer("stock"), HandOver(("stock",), "severe")])
def test_a_near_rival_has_a_place_among_three(decision: Decision, book: Book) -> None:
    facts = {"stock": IN_STOCK, "shipping_time": NO_ORDER}
    found = composed(book, decision, facts, ("stock", 0.5), ("shipping_time", 0.4))
    assert [d.intent for d in found.drafts] == ["stock", "stock", "shipping_time"]
