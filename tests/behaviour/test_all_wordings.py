"""Every wording that fits, for every demo order and every intent: filled, within the red lines, and about this buyer only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType

import pytest

import bot.compliance
import bot.facts
from bot.assistant import Assistant, Shelf
from bot.compliance.guard import Guard
from bot.demo_shop import SHOP_ID, SHOP_NAME
from bot.demo_shop.lay import lay
from bot.domain.message import BuyerMessage
from bot.domain.order import Order
from bot.domain.reply import Finding
from bot.facts.situation import Situation
from bot.orders.recognise import parse_file
from bot.registry import modules_with
from bot.replies.book import Book, load_book
from bot.steps.check import statement_of
from bot.steps.gather import gather, situate
from bot.storage.buyer_search import SqlBuyerSearch
from bot.storage.database import open_database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from intents import Classifier, IntentCatalog, Prediction
from tests.fakes import FakeOrderSource, FixedClock

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LEFTOVER = re.compile(r"[{}$]|None|null|nan|True|False")
PERSONAL_LENGTH = 6


@dataclass(frozen=True)
class DemoShop:
    orders: list[Order]
    source: FakeOrderSource
    assistant: Assistant
    shelf: Shelf
    groups: dict[str, ModuleType]
    guard: Guard
    predicted: dict[str, Prediction] = field(default_factory=dict)


@pytest.fixture(scope="module")
def demo_shop(tmp_path_factory: pytest.TempPathFactory, classifier: Classifier, catalog: IntentCatalog) -> DemoShop:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite3'}")
    database.migrate()
    clock = FixedClock(NOW)
    importer = Importer(database, clock, pause_s=0)
    importer.create_shop(SHOP_ID, SHOP_NAME, is_demo=True)
    importer.import_files(SHOP_ID, [parse_file(name, data, modified_at=NOW) for name, data in lay(NOW)])
    stored, guard = SqlOrderSource(database), Guard(list(modules_with(bot.compliance, "ID").values()))
    groups = modules_with(bot.facts, "NEED")
    buyers = SqlBuyerSearch(database).buyers(SHOP_ID, like="", limit=10_000)
    orders = [order for buyer in buyers for order in stored.orders_of(SHOP_ID, buyer=buyer, limit=1_000)]
    assistant = Assistant(
        classifier=lambda: classifier,
        catalog=catalog,
        book=load_book(catalog),
        guard=guard.check,
        fact_groups=groups,
        shops=SqlShopSource(database),
        orders=stored,
        clock=clock,
        strict=True,
    )
    return DemoShop(orders, FakeOrderSource(orders), assistant, assistant.shelf(SHOP_ID), groups, guard)


def situation_of(shop: DemoShop, order: Order, text: str) -> Situation:
    message = BuyerMessage(shop_id=SHOP_ID, text=text, buyer=order.buyer, order_id=order.order_id, received_at=NOW)
    if text not in shop.predicted:
        shop.predicted[text] = shop.assistant.classifier().predict(text, now=NOW, finder=shop.shelf.finder)
    return situate(message, shop.predicted[text], shop.shelf.knowledge, shop.source, now=NOW)


def everything_said(
    shop: DemoShop, catalog: IntentCatalog, book: Book, order: Order, number: int
) -> Iterator[tuple[str, str, Situation]]:
    """(template, text, situation) of every wording that fits; the question is another of the intent's examples for each order."""
    for intent in catalog.values():
        situation = situation_of(shop, order, intent.examples[number % len(intent.examples)])
        facts = gather(situation, intent.needs, shop.groups)
        for filled in book.fitting(intent.id, facts):
            yield filled.template, filled.text, situation


@pytest.fixture(scope="module")
def strangers_words(demo_shop: DemoShop) -> dict[str, set[str]]:
    """Buyer → what is known of her that a stranger must never read."""
    return {
        order.buyer: {
            word
            for one in demo_shop.orders
            if one.buyer == order.buyer
            for word in (
                one.order_id,
                one.tracking_no,
                one.shipment.tracking_no if one.shipment else "",
                one.receiver.phone if one.receiver else "",
                one.receiver.address if one.receiver else "",
            )
            if len(word) >= PERSONAL_LENGTH
        }
        for order in demo_shop.orders
    }


@dataclass(frozen=True)
class Said:
    template: str
    text: str
    buyer: str
    question: str
    findings: tuple[Finding, ...]


@pytest.fixture(scope="module")
def everything(demo_shop: DemoShop, catalog: IntentCatalog) -> list[Said]:
    """All that can be said; equal words on an equal state are judged once."""
    book, judged, said = load_book(catalog), {}, []
    for number, order in enumerate(demo_shop.orders):
        for template, text, situation in everything_said(demo_shop, catalog, book, order, number):
            question = situation.message.text
            key = (text, question, order.state, order.refund_stage)
            if key not in judged:
                judged[key] = demo_shop.guard.check(statement_of(text, situation))
            said.append(Said(template, text, order.buyer, question, judged[key]))
    return said


def test_no_wording_leaves_a_slot_open(everything: list[Said]) -> None:
    assert {s.text for s in everything if LEFTOVER.search(s.text)} == set()
    assert len(everything) > 50_000


def test_no_wording_breaks_a_red_line(everything: list[Said]) -> None:
    broken = {(f.rule, s.template, s.text, s.question) for s in everything for f in s.findings}
    assert broken == set()


def test_no_wording_tells_of_another_buyer(everything: list[Said], strangers_words: dict[str, set[str]]) -> None:
    owner = {word: buyer for buyer, words in strangers_words.items() for word in words}
    any_word = re.compile("|".join(map(re.escape, owner)))
    assert {(s.template, w) for s in everything for w in any_word.findall(s.text) if owner[w] != s.buyer} == set()
