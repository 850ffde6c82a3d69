"""The parcel of the order at hand: number, last position, expected day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.domain.order import Order, OrderState
from bot.facts.situation import Situation, Told, day_month

NEED = "shipment"
_AT_THE_DOOR = re.compile(r"派件|派送|驿站|自提|快递柜|代收")
"""From here on the courier's usual days say nothing more."""
_ON_ITS_WAY = (OrderState.SHIPPED, OrderState.PARTLY_SHIPPED)


def tell(situation: Situation) -> Told:
    order = situation.order
    if order is None:
        return Told(circumstances={"logistics": "none"})
    parcel = order.shipment
    has_event = parcel is not None and bool(parcel.last_event)
    fresh = has_event and parcel is not None and situation.fresh(parcel.last_event_at)
    return Told(
        values={
            "shipped_at": order.sent_at,
            "courier": parcel.courier if parcel else order.courier,
            "tracking_no": parcel.tracking_no if parcel else order.tracking_no,
            "last_event": parcel.last_event if fresh and parcel else None,
            "last_event_at": parcel.last_event_at if fresh and parcel else None,
            "signed_at": parcel.signed_at if parcel else None,
            "eta": _expected(situation, order),
        },
        circumstances={"logistics": "fresh" if fresh else "stale" if has_event else "none"},
        as_of=(parcel.as_of if parcel else None) or order.as_of,
        stale=has_event and not fresh and order.state in _ON_ITS_WAY,
    )


def _expected(situation: Situation, order: Order) -> str | None:
    """`11月24日至25日` by the courier's days to the province, from when it left; None when unknown or past."""
    name = order.shipment.courier if order.shipment else order.courier
    courier = next((c for c in situation.knowledge.couriers if c.name == name), None)
    province = order.receiver.province if order.receiver else ""
    region = courier.region(province) if courier and province else None
    at_the_door = order.shipment is not None and _AT_THE_DOOR.search(order.shipment.last_event) is not None
    if order.state not in _ON_ITS_WAY or region is None or order.sent_at is None or at_the_door:
        return None
    first, last = (order.sent_at + timedelta(days=d) for d in (region.days_min, region.days_max))
    return _between(first, last) if last >= situation.now else None


def _between(first: datetime, last: datetime) -> str:
    a, b = day_month(first), day_month(last)
    if a == b:
        return a
    return f"{a}至{b.split('月')[1]}" if a.split("月")[0] == b.split("月")[0] else f"{a}至{b}"
