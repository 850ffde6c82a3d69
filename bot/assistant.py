"""The flow of one message, step by step."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from bot.domain.decision import HandOver
from bot.domain.message import BuyerMessage
from bot.domain.reply import Reply
from bot.domain.shop import Knowledge
from bot.errors import BadInput, QindaError, UnknownId, trail
from bot.facts.shop_words import shop_words
from bot.ports import Clock, OrderSource, ShopSource
from bot.replies.book import Book
from bot.steps.check import CheckStatement, check
from bot.steps.compose import compose
from bot.steps.decide import decide
from bot.steps.deliver import deliver, undecided
from bot.steps.gather import check_needs, gather, situate
from bot.steps.receive import receive
from intents import Classifier, EntityFinder, IntentCatalog

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Shelf:
    """What was read of one shop, true as long as its version stands."""

    knowledge: Knowledge
    finder: EntityFinder


@dataclass(slots=True, kw_only=True)
class Assistant:
    """Answers messages of the shops in its store. Raises SettingsError when an intent needs facts that no group tells."""

    classifier: Callable[[], Classifier]
    """The model that serves now."""
    catalog: IntentCatalog
    book: Book
    guard: CheckStatement
    fact_groups: Mapping[str, ModuleType]
    shops: ShopSource
    orders: OrderSource
    clock: Clock
    strict: bool = False
    """Raise what fails instead of handing over: for tests."""
    failures: int = 0
    _shelves: dict[str, Shelf] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_needs(self.catalog, self.fact_groups)

    def reply(self, request: Mapping[str, Any], *, shop_id: str) -> Reply:
        """The answer to a request of the shape in docs/api.md. Raises BadInput for what cannot be read, UnknownId for no such shop.

        NoModelError (intents) when nothing was ever trained.
        """
        started = time.perf_counter_ns()
        now = self.clock.now()
        message = receive(request, shop_id=shop_id, now=now)
        shelf, classifier = self.shelf(shop_id), self.classifier()
        try:
            return self._answer(message, classifier, shelf, now, started)
        except BadInput:
            raise
        except Exception as error:  # the one broad except: whatever fails, a human sees the message
            if self.strict:
                raise
            self.failures += 1
            code = error.code if isinstance(error, QindaError) else type(error).__name__
            log.error("a reply failed: %s", trail(error))
            return undecided(HandOver((), f"error:{code}"), model=classifier.version, took_us=_since(started))

    def _answer(
        self, message: BuyerMessage, classifier: Classifier, shelf: Shelf, now: datetime, started: int
    ) -> Reply:
        turns = [(turn.speaker, turn.text) for turn in message.context]
        prediction = classifier.predict(message.text, now=now, finder=shelf.finder, context=turns)
        decision = decide(prediction, self.catalog)
        situation = situate(message, prediction, shelf.knowledge, self.orders, now=now)
        facts_of = functools.cache(lambda name: gather(situation, self.catalog[name].needs, self.fact_groups))
        likely = [(g.intent, g.probability) for g in prediction.ranking]
        needs = {name: self.catalog[name].needs for name in decision.intents}
        composed = compose(decision, likely, self.book, facts_of, needs=needs, limit=message.limit)
        checked = check(composed.decision, composed.drafts, situation, self.guard)
        because = functools.partial(classifier.explain, prediction.clean)
        return deliver(checked, prediction, situation, because, took_us=_since(started))

    def shelf(self, shop_id: str) -> Shelf:
        """The shop's knowledge and words, read again when an import has changed them. Raises UnknownId."""
        version = self.shops.version(shop_id)
        kept = self._shelves.get(shop_id)
        if kept is None or kept.knowledge.version != version:
            kept = self._read(shop_id, version)
            self._shelves[shop_id] = kept
        return kept

    def _read(self, shop_id: str, version: int) -> Shelf:
        shop = self.shops.shop(shop_id)
        if shop is None:
            raise UnknownId(
                f"No shop {shop_id!r} in this store; known: {', '.join(s.shop_id for s in self.shops.shops()) or 'none'}."
            )
        knowledge = Knowledge(
            shop=shop,
            version=version,
            policy=self.shops.policy(shop_id),
            items={item.item_id: item for item in self.shops.items(shop_id)},
            couriers=tuple(self.shops.couriers(shop_id)),
            promotions=tuple(self.shops.promotions(shop_id)),
        )
        return Shelf(knowledge, EntityFinder(shop_words(knowledge.items.values())))


def _since(started: int) -> int:
    return (time.perf_counter_ns() - started) // 1000
