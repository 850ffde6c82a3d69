"""The book of wordings: whole and true to its lists, or every fault is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.facts import Facts
from bot.errors import SettingsError
from bot.replies.book import Book, load_book

WORDINGS = ["亲，有货的哦", "有的亲"]
CASE: dict[str, Any] = {"case": "any", "wordings": WORDINGS}


def book_of(folder: Path, *cases: Any, name: str = "stock", **top: Any) -> Book:
    raw = {"intent": name, "cases": list(cases), **top}
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return load_book(["stock", "price"], folder)


def faults_of(folder: Path, *cases: Any, **top: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        book_of(folder, *cases, **top)
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "maybe"}, "decision is 'maybe'"),
        ({"decision": "ask"}, "wanted belongs to decision ask"),
        ({"wanted": "order"}, "wanted belongs to decision ask"),
        ({"auto": "no"}, "auto must be true or false"),
        ({"wordings": ["亲，有货的哦"]}, "at least 2 different wordings"),
        ({"wordings": ["亲，有货的哦", "亲，有货的哦"]}, "at least 2 different wordings"),
        ({"wordings": "亲，有货的哦"}, "at least 2 different wordings"),
        ({"wordings": ["亲，{itme}有货", "有"]}, "wording 1 names an unknown slot {itme}"),
        ({"wordings": ["有", "亲，{item.x}"]}, "wording 2 has a brace"),
        ({"when": {"weather": "fine"}}, "when names 'weather'"),
        ({"when": {"stock_state": "plenty"}}, "when stock_state is 'plenty'"),
        ({"when": {"stock_state": ["in", "plenty"]}}, "when stock_state is 'plenty'"),
        ({"when": {"overdue": "yes"}}, "when overdue is 'yes'"),
        ({"when": {"overdue": 1}}, "when overdue is 1"),
        ({"when": ["stock_state"]}, "when must be a mapping"),
        ({"surprise": 1}, "needs case and wordings"),
    ],
)
def test_a_fault_of_a_case_is_told_with_its_place(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, {**CASE, **change})
    assert fault.startswith("stock.yaml case ")
    assert said in fault


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "3",
        "- a",
        "intent: stock",
        "intent: price\ncases: []",
        "intent: stock\ncases: {}",
        "intent: stock\ncases: [3]",
        "{",
    ],
)
def test_a_file_that_is_no_template_is_told(raw: str, tmp_path: Path) -> None:
    (tmp_path / "stock.yaml").write_text(raw)
    with pytest.raises(SettingsError) as caught:
        load_book(["stock"], tmp_path)
    assert str(caught.value.problems[0]).startswith("stock.yaml")


def test_one_name_for_two_cases_is_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path, CASE, CASE) == ["stock.yaml case any: stands twice."]


def test_a_template_of_no_intent_is_told(tmp_path: Path) -> None:
    (tmp_path / "weather.yaml").write_text("intent: weather\ncases: []")
    assert "weather.yaml: is the template of no intent." in faults_of(tmp_path, CASE)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "price.yaml").write_text("[]")
    assert len(faults_of(tmp_path, {**CASE, "decision": "maybe", "auto": 3}, {"case": "b", "wordings": []})) == 4


def texts(book: Book, **circumstances: str | bool) -> list[str]:
    facts = Facts(values={"item": "云片糕"}, circumstances=circumstances)
    return [filled.text for filled in book.fitting("stock", facts)]


def test_cases_are_tried_in_the_order_of_the_file(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {"case": "low", "when": {"stock_state": "low"}, "wordings": ["快没了", "不多了"]},
        {"case": "in", "when": {"stock_state": ["in", "low"]}, "wordings": ["{item}有", "有的"]},
        {"case": "any", "wordings": ["帮您看下", "稍等"]},
    )
    assert texts(book, stock_state="low") == ["快没了", "不多了", "云片糕有", "有的", "帮您看下", "稍等"]
    assert texts(book, stock_state="in") == ["云片糕有", "有的", "帮您看下", "稍等"]
    assert texts(book, stock_state="out") == ["帮您看下", "稍等"]


def test_every_line_of_when_must_hold(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**CASE, "when": {"stock_state": "in", "item_known": True}})
    assert texts(book, stock_state="in", item_known=True) == WORDINGS
    assert texts(book, stock_state="in", item_known=False) == []
    assert texts(book, stock_state="in") == []


def test_a_wording_with_an_empty_slot_gives_way_to_the_next(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**CASE, "wordings": ["还有{stock}件", "{item}有货"]})
    filled = list(book.fitting("stock", Facts(values={"item": "云片糕"})))
    assert [(f.text, f.template) for f in filled] == [("云片糕有货", "stock/any#2")]


def test_an_intent_without_a_template_has_nothing_to_say(tmp_path: Path) -> None:
    book = book_of(tmp_path, CASE)
    assert list(book.fitting("price", Facts())) == []
    assert book.intents == ("stock",)


def test_shared_cases_are_asked_by_name(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**CASE, "case": "received"}, {**CASE, "case": "other"}, name="_shared")
    assert [f.template for f in book.shared("received", Facts())] == ["_shared/received#1", "_shared/received#2"]
    assert book.intents == ()
