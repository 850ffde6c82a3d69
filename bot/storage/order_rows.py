"""Orders between the domain and their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Row

from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, RefundStage, Shipment
from bot.ports import OrderHeader, OrderLineRow, ShipmentRow
from bot.storage.tables import order_contents, order_lines, orders, receivers, shipments
from bot.storage.units import Unit, UnitKind, unit

_ORDER_AS_IS = (
    "buyer",
    "status_text",
    "paid_fen",
    "freight_fen",
    "refund_fen",
    "created_at",
    "paid_at",
    "shipped_at",
    "confirmed_at",
    "courier",
    "tracking_no",
    "invoice_title",
    "buyer_note",
)
_SHIPMENT_AS_IS = ("courier", "tracking_no", "shipped_at", "signed_at", "last_event", "last_event_at")


def _order_units(rows: Sequence[object]) -> Iterable[Unit]:
    for row in cast(Sequence[OrderHeader], rows):
        order = row.order
        root = {name: getattr(order, name) for name in _ORDER_AS_IS}
        root |= {"status": order.status.value, "refund": order.refund.value}
        to = order.receiver
        under = [{"name": to.name, "phone": to.phone, "address": to.address}] if to else []
        yield unit(order.order_id, root, under)


def _content_units(rows: Sequence[object]) -> Iterable[Unit]:
    """The lines of each order together: without 子订单编号 nothing else tells which line a newer export means."""
    lines: dict[str, list[OrderLineRow]] = {}
    for row in cast(Sequence[OrderLineRow], rows):
        lines.setdefault(row.order_id, []).append(row)
    for order_id, of_order in lines.items():
        yield unit(order_id, {}, [_line_values(row) for row in of_order])


def _line_values(row: OrderLineRow) -> dict[str, Any]:
    line = row.line
    return {
        "sub_order_id": row.sub_order_id,
        "title": line.title,
        "variant": line.variant,
        "merchant_code": line.merchant_code,
        "outer_code": line.outer_code,
        "quantity": line.quantity,
        "price_fen": line.price_fen,
        "refund": line.refund.value,
        "refund_text": row.refund_text,
        "refund_fen": row.refund_fen,
    }


def _shipment_units(rows: Sequence[object]) -> Iterable[Unit]:
    for row in cast(Sequence[ShipmentRow], rows):
        yield unit(row.order_id, {name: getattr(row.shipment, name) for name in _SHIPMENT_AS_IS})


ORDER_KINDS = (
    UnitKind("order_list", orders, "order_id", _order_units, under=receivers),
    UnitKind("order_lines", order_contents, "order_id", _content_units, under=order_lines, position="line_no"),
    UnitKind("shipments", shipments, "order_id", _shipment_units),
)


def order_of(row: Row[Any], *, lines: Sequence[OrderLine], refund_fen: int) -> Order:
    """`row` is of orders with its receiver and shipment beside it, their columns labelled `receiver_…`, `shipment_…`.

    `refund_fen` is what the lines say; it counts when the order's own row says nothing.
    """
    values = row._mapping
    return Order(
        shop_id=values["shop_id"],
        order_id=values["order_id"],
        status=PlatformStatus(values["status"]),
        refund=RefundStage(values["refund"]),
        **{name: values[name] for name in _ORDER_AS_IS if name != "refund_fen"},
        refund_fen=values["refund_fen"] or refund_fen,
        lines=tuple(lines),
        shipment=_shipment_of(row),
        receiver=_receiver_of(row),
        as_of=values["as_of"],
    )


def _shipment_of(row: Row[Any]) -> Shipment | None:
    values = row._mapping
    if values["shipment_courier"] is None:
        return None
    return Shipment(**{name: values[f"shipment_{name}"] for name in (*_SHIPMENT_AS_IS, "as_of")})


def _receiver_of(row: Row[Any]) -> Receiver | None:
    values = row._mapping
    if values["receiver_name"] is None:
        return None
    return Receiver(**{name: values[f"receiver_{name}"] for name in ("name", "phone", "address")})


def line_of(row: Row[Any], item_id: str | None) -> OrderLine:
    return OrderLine(
        line_no=row.line_no,
        title=row.title,
        variant=row.variant,
        item_id=item_id,
        merchant_code=row.merchant_code,
        outer_code=row.outer_code,
        quantity=row.quantity,
        price_fen=row.price_fen,
        refund=RefundStage(row.refund),
    )
