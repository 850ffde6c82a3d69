"""No draft leaves with a blocking finding; what leaves carries its trail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.decision import Answer, Ask, HandOver
from bot.domain.reply import Draft, Statement
from bot.domain.shop import Item
from bot.steps.check import check, statement_of
from bot.steps.deliver import deliver
from intents import Asked
from tests.cast import (
    BUYER,
    HOODIE,
    ITEMS,
    NOW,
    POLICY,
    TISSUE,
    an_order,
    guard_against,
    hours,
    knowledge,
    no_findings,
    prediction,
    situation,
)

ANSWER = Answer(("stock",), auto=True, reason="understood")


def draft(text: str, **changes: Any) -> Draft:
    return Draft(**{"text": text, "intent": "stock", "template": "stock/any#1", **changes})


class Shelf(dict[str, Item]):
    """A catalogue that counts how often it is gone through."""

    walks = 0

    def values(self) -> Any:
        self.walks += 1
        return super().values()


def test_the_catalogue_is_gone_through_once_and_not_for_every_draft() -> None:
    shelf = Shelf({item.item_id: item for item in ITEMS})
    known = knowledge(items=shelf)
    for _ in range(3):
        statement_of(f"{HOODIE.name}有货", situation(knowledge=known))
    assert shelf.walks == 1


def item_called(item_id: str, title: str) -> Item:
    return Item(shop_id="shop", item_id=item_id, title=title)


def test_the_items_named_are_those_whose_whole_name_stands_in_the_draft() -> None:
    names = ("糕", "云片糕", "云片糕礼盒", "桂花云片糕", "云片")
    items = {str(n): item_called(str(n), name) for n, name in enumerate(names)}
    at_hand = items["2"]
    said = statement_of("桂花云片糕有的，云片也有", situation(knowledge=knowledge(items=items), item=at_hand))
    assert [item.name for item in said.items] == ["糕", "云片糕", "云片糕礼盒", "桂花云片糕", "云片"]
    assert [item.name for item in knowledge(items=items).named_in("云片糕")] == ["糕", "云片糕", "云片"]
    assert knowledge(items=items).named_in("") == ()


def test_clean_drafts_pass_and_the_decision_stands() -> None:
    found = check(ANSWER, [draft("有货"), draft("有的")], situation(), no_findings)
    assert [d.text for d, _ in found.passed] == ["有货", "有的"]
    assert (found.decision, found.stopped) == (ANSWER, ())


def test_when_the_best_draft_is_stopped_a_human_sees_it_with_the_finding() -> None:
    found = check(ANSWER, [draft("加微信"), draft("有的")], situation(), guard_against("微信"))
    assert found.decision == HandOver(("stock",), "red_line")
    assert [d.text for d, _ in found.passed] == ["有的"]
    assert [f.rule for f in found.stopped] == ["one_word"]


def test_when_a_later_draft_is_stopped_the_best_one_still_goes() -> None:
    found = check(ANSWER, [draft("有的"), draft("加微信")], situation(), guard_against("微信"))
    assert found.decision == ANSWER
    assert len(found.passed) == 1 and len(found.stopped) == 1


def test_when_all_are_stopped_nothing_is_offered() -> None:
    found = check(
        Ask(("stock",), "item", True, "needs_item"),
        [draft("微信1"), draft("微信2")],
        situation(),
        guard_against("微信"),
    )
    assert found.decision == HandOver(("stock",), "red_line")
    assert found.passed == () and len(found.stopped) == 2


def test_no_draft_at_all_is_handed_over() -> None:
    assert check(ANSWER, [], situation(), no_findings).decision == HandOver(("stock",), "nothing_to_say")


def test_a_warning_stops_nothing_and_goes_along() -> None:
    found = check(ANSWER, [draft("加微信")], situation(), guard_against("微信", severity="warn"))
    assert found.decision == ANSWER
    assert [f.severity for _, findings in found.passed for f in findings] == ["warn"]


def test_a_hand_over_keeps_its_reason_when_nothing_is_left() -> None:
    assert check(HandOver(("stock",), "severe"), [], situation(), no_findings).decision.reason == "severe"


def test_the_rules_see_the_order_the_asker_and_the_things_named() -> None:
    seen: list[Statement] = []

    def spy(statement: Statement) -> tuple[()]:
        seen.append(statement)
        return ()

    order = an_order(created_at=NOW - hours(1))
    check(ANSWER, [draft("竹浆抽纸24包有货")], situation("有货吗", order=order, item=HOODIE), spy)
    (said,) = seen
    assert (said.text, said.buyer_said, said.asking_buyer, said.order, said.now) == (
        "竹浆抽纸24包有货",
        "有货吗",
        BUYER,
        order,
        NOW,
    )
    assert said.policy == POLICY and list(said.items) == [HOODIE, TISSUE]
    assert [c.name for c in said.couriers] == ["韵达", "顺丰"] and said.promotions


def test_a_statement_without_an_order_claims_none() -> None:
    assert statement_of("有货", situation()).order is None


def test_a_reply_tells_what_was_asked_understood_and_found() -> None:
    said = prediction("卫衣有货吗", ("stock", 0.9), ("price", 0.05), asked=(Asked("stock", 0.9, 0, 5),))
    checked = check(ANSWER, [draft("有货", facts={"stock": 3, "as_of": NOW})], situation(), no_findings)
    reply = deliver(
        checked, said, situation(item=HOODIE), lambda names: {name: ((name, 1.0),) for name in names}, took_us=7
    )
    told = reply.document()
    assert (told["decision"], told["auto"], told["item_id"], told["order_id"]) == ("answer", True, HOODIE.item_id, None)
    assert told["candidates"] == [
        {
            "text": "有货",
            "intent": "stock",
            "probability": 0.9,
            "template": "stock/any#1",
            "because": [["stock", 1.0]],
            "facts": {"stock": 3, "as_of": "2026-11-22T04:00:00+00:00"},
            "findings": [],
        }
    ]
    assert told["intents"] == [
        {"intent": "stock", "probability": 0.9, "because": [["stock", 1.0]]},
        {"intent": "price", "probability": 0.05, "because": [["price", 1.0]]},
    ]


def test_a_clause_that_was_surer_than_the_whole_lends_its_probability() -> None:
    said = prediction(
        "有货吗，多少钱", ("stock", 0.5), ("price", 0.3), asked=(Asked("price", 0.95, 4, 7), Asked("stock", 0.4, 0, 3))
    )
    checked = check(
        replace(ANSWER, intents=("stock", "price")), [draft("有货", intent="price")], situation(), no_findings
    )
    reply = deliver(checked, said, situation(), lambda names: dict.fromkeys(names, ()), took_us=0)
    assert reply.candidates[0].probability == 0.95
    assert [i.probability for i in reply.intents] == [0.5, 0.95]
