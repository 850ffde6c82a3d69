"""The order at hand: its state, its deadlines, what was paid. Told to its own account only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.china_time import CHINA
from bot.domain.order import Order, OrderState
from bot.facts.situation import Situation, Told

NEED = "order"
_TO_SHIP = (OrderState.PAID, OrderState.PARTLY_SHIPPED)


def tell(situation: Situation) -> Told:
    order, policy = situation.order, situation.knowledge.policy
    if order is None:
        return Told(
            circumstances={
                "order_state": OrderState.NO_ORDER.value,
                "overdue": False,
                "invoice_title_known": False,
                "return_window": "unknown",
                "price_protection": "unknown",
            }
        )
    to_ship = order.state in _TO_SHIP
    ship_by = order.paid_at + timedelta(hours=policy.ship_within_hours) if order.paid_at else None
    window, return_until = _window(situation, _received_at(order), policy.return_days)
    protection, protected_until = _window(situation, order.paid_at, policy.price_protection_days)
    return Told(
        values={
            "order_tail": order.order_id[-4:],
            "order_item": situation.knowledge.called(order),
            "paid_at": order.paid_at,
            "ship_by": ship_by if to_ship else None,
            "paid": order.paid_fen or None,
            "courier": order.shipment.courier if order.shipment else order.courier,
            "invoice_title": order.invoice_title,
            "return_until": return_until,
            "price_protection_until": protected_until,
        },
        circumstances={
            "order_state": order.state.value,
            "overdue": to_ship and ship_by is not None and ship_by < situation.now,
            "invoice_title_known": bool(order.invoice_title),
            "return_window": window,
            "price_protection": protection,
        },
        as_of=order.as_of,
    )


def _received_at(order: Order) -> datetime | None:
    return (order.shipment.signed_at if order.shipment else None) or order.confirmed_at


def _window(situation: Situation, start: datetime | None, days: int) -> tuple[str, date | None]:
    """open, closed or unknown; and its last day in China while it is open."""
    if start is None:
        return "unknown", None
    end = start + timedelta(days=days)
    return ("open", end.astimezone(CHINA).date()) if situation.now <= end else ("closed", None)
