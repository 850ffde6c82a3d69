"""What the web is handed by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.reply import Reply
from bot.domain.shop import Knowledge
from bot.ports import BuyerSearch, Clock, OrderSource
from intents import Classifier, IntentCatalog


class Replier(Protocol):
    def reply(self, request: Mapping[str, Any], *, shop_id: str) -> Reply: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebParts:
    assistant: Replier
    shop_id: str
    knowledge: Callable[[], Knowledge]
    """The shop's tables as they are now."""
    classifier: Callable[[], Classifier]
    check_rows: Callable[[Sequence[Any]], list[dict[str, object]]]
    """Drafts of the shape in docs/api.md → findings; raises BadInput."""
    orders: OrderSource
    buyers: BuyerSearch
    catalog: IntentCatalog
    clock: Clock
    ready: Callable[[], Mapping[str, object]]
    """What /healthz tells; raises QindaError when the service cannot answer."""
