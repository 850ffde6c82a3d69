"""One message with all that it may be answered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.domain.china_time import CHINA
from bot.domain.facts import FactValue
from bot.domain.message import BuyerMessage
from bot.domain.order import Order
from bot.domain.shop import Item, Knowledge
from intents import Entity, Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What `steps.gather` found out before any fact is told."""

    message: BuyerMessage
    prediction: Prediction
    knowledge: Knowledge
    now: datetime
    order: Order | None = None
    """The order at hand; only ever the writing buyer's own."""
    choices: tuple[Order, ...] = ()
    """Several open orders, and nothing says which."""
    item: Item | None = None
    other_account: bool = False

    def named(self, entity: str) -> list[Entity]:
        """Entities of one kind, in text order."""
        return [e for e in self.prediction.entities if e.entity == entity]

    def fresh(self, as_of: datetime | None) -> bool:
        """Young enough to be told as present."""
        return as_of is not None and self.now - as_of <= timedelta(hours=self.knowledge.policy.freshness_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one group adds. Empty and None values are left out, so that no wording is filled with them."""

    values: Mapping[str, FactValue | None] = field(default_factory=lambda: MappingProxyType({}))
    circumstances: Mapping[str, str | bool] = field(default_factory=lambda: MappingProxyType({}))
    as_of: datetime | None = None
    stale: bool = False


def day_month(moment: datetime) -> str:
    """`11月24日`, China time."""
    local = moment.astimezone(CHINA)
    return f"{local.month}月{local.day}日"


def days_text(days_min: int, days_max: int) -> str:
    """`约2天`, `约2-3天`."""
    return f"约{days_min}天" if days_min == days_max else f"约{days_min}-{days_max}天"


def listed(parts: Iterable[str]) -> str:
    return "、".join(parts)
