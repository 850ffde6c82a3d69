"""What a buyer wrote, as it reaches the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Speaker = Literal["buyer", "agent"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the talk."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerMessage:
    """A message to answer, checked by `steps.receive`: never empty, no lone surrogates, no NUL."""

    shop_id: str
    text: str
    buyer: str | None = None
    """买家会员名 of the account that writes; None: unknown, and no order fact is told."""
    order_id: str | None = None
    item_id: str | None = None
    conversation_id: str | None = None
    context: tuple[Turn, ...] = ()
    """Oldest first."""
    limit: int = 3
    received_at: datetime

    def __repr__(self) -> str:
        return f"BuyerMessage(shop_id={self.shop_id!r}, {len(self.text)} characters)"
