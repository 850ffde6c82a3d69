"""Orders out of the store, for their own account only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from bot.domain.order import Order, OrderLine
from bot.storage.catalogue_join import CatalogueEntry, item_met
from bot.storage.database import Database
from bot.storage.order_rows import line_of, order_of
from bot.storage.tables import items, order_lines, orders, receivers, shipments, variants


class SqlOrderSource:
    """Keeps `bot.ports.OrderSource`: three queries a call, however many orders there are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(self, shop_id: str, order_id: str, *, buyer: str) -> Order | None:
        with self._database.reading() as connection:
            found = _orders(connection, buyer, _headers(shop_id, buyer).where(orders.c.order_id == order_id))
        return found[0] if found else None

    def orders_of(self, shop_id: str, *, buyer: str, limit: int = 20) -> list[Order]:
        newest_first = (orders.c.created_at.desc().nulls_last(), orders.c.order_id.desc())
        query = _headers(shop_id, buyer).order_by(*newest_first).limit(max(limit, 0))
        with self._database.reading() as connection:
            return _orders(connection, buyer, query)


def _headers(shop_id: str, buyer: str) -> Select[Any]:
    """The buyer's orders, each with its receiver and shipment in the same row."""
    beside = [
        column.label(f"{name}_{column.name}")
        for name, table in (("receiver", receivers), ("shipment", shipments))
        for column in table.c
        if column.name not in ("shop_id", "order_id", "digest")
    ]
    return (
        select(orders, *beside)
        .outerjoin(receivers, _same_order(receivers.c))
        .outerjoin(shipments, _same_order(shipments.c))
        .where(orders.c.shop_id == shop_id, orders.c.buyer == buyer)
    )


def _same_order(columns: Any) -> ColumnElement[bool]:
    return and_(columns.shop_id == orders.c.shop_id, columns.order_id == orders.c.order_id)


def _orders(connection: Connection, buyer: str, query: Select[Any]) -> list[Order]:
    headers = [row for row in connection.execute(query) if row.buyer == buyer]  # whatever the database takes for equal
    if not headers:
        return []
    shop_id = headers[0].shop_id
    rows = _lines(connection, shop_id, [header.order_id for header in headers])
    catalogue = _catalogue(connection, shop_id, rows)
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    refunds: dict[str, int] = defaultdict(int)
    for row in rows:
        lines[row.order_id].append(line_of(row, _item_id(catalogue, row)))
        refunds[row.order_id] += row.refund_fen
    return [order_of(h, lines=lines[h.order_id], refund_fen=refunds[h.order_id]) for h in headers]


def _lines(connection: Connection, shop_id: str, order_ids: list[str]) -> list[Row[Any]]:
    query = select(order_lines).where(order_lines.c.shop_id == shop_id, order_lines.c.order_id.in_(order_ids))
    return list(connection.execute(query.order_by(order_lines.c.order_id, order_lines.c.line_no)))


def _catalogue(connection: Connection, shop_id: str, lines: list[Row[Any]]) -> list[CatalogueEntry]:
    """What the lines may mean. Joined when read: a catalogue that comes later, or anew, mends every order at once."""
    if not lines:
        return []
    codes = {code for line in lines for code in (line.merchant_code, line.outer_code) if code}
    query = (
        select(items.c.item_id, items.c.title, items.c.merchant_code, variants.c.sku, variants.c.name)
        .outerjoin(variants, and_(variants.c.shop_id == items.c.shop_id, variants.c.item_id == items.c.item_id))
        .where(
            items.c.shop_id == shop_id,
            or_(
                items.c.title.in_({line.title for line in lines}),
                items.c.merchant_code.in_(codes),
                variants.c.sku.in_(codes),
            ),
        )
    )
    return [
        CatalogueEntry(row.item_id, row.title, row.merchant_code, row.sku or "", row.name or "")
        for row in connection.execute(query)
    ]


def _item_id(catalogue: list[CatalogueEntry], line: Row[Any]) -> str | None:
    return item_met(
        catalogue,
        title=line.title,
        variant=line.variant,
        merchant_code=line.merchant_code,
        outer_code=line.outer_code,
    )
