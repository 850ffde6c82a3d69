"""What many tests share: the shipped intents, a small model trained once, the cast's shop with an assistant in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

import bot.facts
from bot.assistant import Assistant
from bot.registry import modules_with
from bot.replies.book import Book, load_book
from intents import Classifier, IntentCatalog, Segmenter, Utterance, load_catalog, load_corpus
from intents.train import Trained, train
from tests.architecture import ROOT
from tests.cast import (
    COUPON,
    COURIERS,
    ITEMS,
    NOW,
    OTHER_SHOP_ID,
    POLICY,
    REDUCTION,
    SHOP,
    STRANGER,
    STRANGERS_ORDER_ID,
    an_order,
    guard_against,
)
from tests.fakes import FakeOrderSource, FakeShopSource, FixedClock

settings.register_profile("qinda", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("qinda")

EXAMPLES_OF_EACH = 100
"""Enough that plain questions are understood; trained in two seconds."""

SMALL_BOOK = {
    "_shared": """
      - {case: choose_order, decision: ask, wanted: order, wordings: ["亲，您问的是哪一笔呢？{choices}", "亲，{choices}，是哪一笔呢？"]}
      - {case: other_account, decision: hand_over, auto: false, wordings: ["亲，请下单的账号来咨询哦", "亲，订单只能由下单账号来问呢"]}
      - {case: received, decision: hand_over, auto: false, wordings: ["亲，您的问题已收到", "亲，已经登记，请稍等"]}""",
    "greeting": """
      - {case: hello, wordings: ["亲，在的哦，请问有什么可以帮您", "您好，在的呢"]}""",
    "stock": """
      - {case: in_stock, when: {stock_state: [in, low]}, wordings: ["亲，{item}有货的哦", "亲，有货，还有{stock}件"]}
      - {case: which, when: {item_known: false}, decision: ask, wanted: item, wordings: ["亲，您问的是哪一款呢？", "亲，麻烦发下链接"]}
      - {case: stale, when: {stock_state: stale}, auto: false, wordings: ["亲，库存帮您核实下哦", "亲，稍等，我查下库存"]}""",
    "shipping_time": """
      - {case: overdue, when: {overdue: true}, auto: false, wordings: ["亲，抱歉，已经在催发货了", "亲，抱歉晚了，正在催仓库"]}
      - {case: by_order, when: {order_state: paid}, wordings: ["亲，您{paid_at}付的款，最晚{ship_by}发出", "亲，最晚{ship_by}前发出哦"]}
      - {case: general, wordings: ["亲，付款后{ship_within}内发出哦", "亲，{ship_within}内安排发货"]}""",
    "logistics_status": """
      - {case: fresh, when: {logistics: fresh}, wordings: ["亲，{last_event}", "亲，{courier}{tracking_no}：{last_event}"]}
      - {case: general, auto: false, wordings: ["亲，帮您核实下物流哦", "亲，稍等，我查下物流"]}""",
    "courier_choice": """
      - {case: offered, when: {courier_asked: offered},
         wordings: ["亲，发{asked_courier}需补{asked_courier_fee}", "亲，可以，补{asked_courier_fee}"]}
      - {case: general, wordings: ["亲，默认发{default_courier}", "亲，一般发{default_courier}哦"]}""",
    "refund": """
      - {case: any, decision: hand_over, auto: false, wordings: ["亲，退款请同事帮您处理哦", "亲，已转同事核实退款"]}""",
}


@pytest.fixture(autouse=True)
def _home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QINDA_HOME", str(tmp_path / "home"))
    for name in ("QINDA_BIND", "QINDA_MODELS", "QINDA_SHOP", "QINDA_JOBS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def catalog() -> IntentCatalog:
    return load_catalog()


@pytest.fixture(scope="session")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("segmenter") / "cache")


@pytest.fixture(scope="session")
def corpus(catalog: IntentCatalog) -> list[Utterance]:
    """Every labelled row that ships."""
    return load_corpus(catalog, Path(__file__).parent.parent / "training_data")


@pytest.fixture(scope="session")
def few_rows(corpus: list[Utterance]) -> list[Utterance]:
    """The first rows of each intent."""
    of_each: dict[str, list[Utterance]] = {}
    for row in corpus:
        of_each.setdefault(row.intent, []).append(row)
    return [row for rows in of_each.values() for row in rows[:EXAMPLES_OF_EACH]]


@pytest.fixture(scope="session")
def trained(catalog: IntentCatalog, few_rows: list[Utterance], tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(catalog, few_rows, tmp_path_factory.mktemp("models"), now=NOW, jobs=1)


@pytest.fixture(scope="session")
def model(trained: Trained) -> Path:
    """A models folder with one current version; tests that change it work on a copy."""
    return trained.folder.parent


@pytest.fixture(scope="session")
def classifier(trained: Trained) -> Classifier:
    """Sure from 0.8 on: so few rows earn no threshold of their own, and two questions are seen where none is."""
    manifest = {
        **trained.artefact.manifest,
        "auto_thresholds": {"low": 0.8, "medium": 0.8, "high": None},
        "second_floor": 0.75,
    }
    return Classifier(replace(trained.artefact, manifest=manifest))


@pytest.fixture(scope="session")
def plain_classifier(classifier: Classifier) -> Classifier:
    """The same in plain Python, as where no compiler was at hand."""
    return Classifier(classifier._artefact, compiled=False)


@pytest.fixture(scope="session")
def book(catalog: IntentCatalog, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Few wordings, written here, so that a test can say what is answered."""
    folder = tmp_path_factory.mktemp("templates")
    for name, cases in SMALL_BOOK.items():
        (folder / f"{name}.yaml").write_text(f"intent: {name}\ncases:{cases}\n", "utf-8")
    return load_book(catalog, folder)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def shops() -> FakeShopSource:
    return FakeShopSource(SHOP, items=ITEMS, couriers=COURIERS, promotions=(REDUCTION, COUPON), policy=POLICY)


@pytest.fixture
def orders() -> FakeOrderSource:
    """The buyer's one order, and a stranger's in this shop and in his own."""
    return FakeOrderSource(
        [
            an_order(),
            an_order(STRANGERS_ORDER_ID, buyer=STRANGER),
            an_order("2026112200000000033", shop_id=OTHER_SHOP_ID, buyer=STRANGER),
        ]
    )


@pytest.fixture
def assistant(
    classifier: Classifier,
    catalog: IntentCatalog,
    book: Book,
    shops: FakeShopSource,
    orders: FakeOrderSource,
    clock: FixedClock,
) -> Iterator[Assistant]:
    """Strict: what fails in a step is raised."""
    yield Assistant(
        classifier=lambda: classifier,
        catalog=catalog,
        book=book,
        guard=guard_against("微信"),
        fact_groups=modules_with(bot.facts, "NEED"),
        shops=shops,
        orders=orders,
        clock=clock,
        strict=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def qinda_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home of its own, with a model trained on everything that ships."""
    home = tmp_path_factory.mktemp("qinda")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("QINDA_") and k != "DATABASE_URL"}
    environment = {
        **kept,
        "QINDA_HOME": str(home),
        "QINDA_MODELS": str(home / "models"),
        "QINDA_BIND": f"127.0.0.1:{_free_port()}",
    }
    subprocess.run([sys.executable, "server.py", "train"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment
