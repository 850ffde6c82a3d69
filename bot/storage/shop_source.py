"""Shops, their catalogues and their terms out of the store."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from bot.domain.shop import Courier, Item, Policy, Promotion, Shop
from bot.storage.database import Database
from bot.storage.shop_rows import courier_of, item_of, policy_of, promotion_of
from bot.storage.tables import (
    courier_regions,
    couriers,
    items,
    policies,
    promotions,
    shops,
    size_rows,
    variants,
)


class SqlShopSource:
    """Keeps `bot.ports.ShopSource`. At most three queries a call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shops(self) -> list[Shop]:
        with self._database.reading() as connection:
            return [_shop_of(row) for row in connection.execute(select(shops).order_by(shops.c.shop_id))]

    def shop(self, shop_id: str) -> Shop | None:
        with self._database.reading() as connection:
            row = connection.execute(select(shops).where(shops.c.shop_id == shop_id)).one_or_none()
        return _shop_of(row) if row else None

    def item(self, shop_id: str, item_id: str) -> Item | None:
        with self._database.reading() as connection:
            found = _items(connection, shop_id, item_id)
        return found[0] if found else None

    def items(self, shop_id: str) -> list[Item]:
        with self._database.reading() as connection:
            return _items(connection, shop_id)

    def couriers(self, shop_id: str) -> list[Courier]:
        with self._database.reading() as connection:
            rows = _rows(connection, couriers, shop_id)
            regions = _by(_rows(connection, courier_regions, shop_id), "name")
        found = [courier_of(row, regions[row.name]) for row in rows]
        return sorted(found, key=lambda courier: (not courier.is_default, courier.fee_fen, courier.name))

    def promotions(self, shop_id: str) -> list[Promotion]:
        """By their ids."""
        with self._database.reading() as connection:
            found = [promotion_of(row) for row in _rows(connection, promotions, shop_id)]
        return sorted(found, key=lambda promotion: promotion.promotion_id)

    def policy(self, shop_id: str) -> Policy:
        with self._database.reading() as connection:
            return policy_of(_rows(connection, policies, shop_id))

    def version(self, shop_id: str) -> int:
        """0 for a shop that is not there."""
        with self._database.reading() as connection:
            return connection.scalar(select(shops.c.version).where(shops.c.shop_id == shop_id)) or 0


def _shop_of(row: Row[Any]) -> Shop:
    return Shop(shop_id=row.shop_id, name=row.name, is_demo=row.is_demo)


def _rows(connection: Connection, table: Table, shop_id: str, item_id: str | None = None) -> list[Row[Any]]:
    """In the order of their keys: rows under a root as the file had them."""
    query = select(table).where(table.c.shop_id == shop_id).order_by(*table.primary_key)
    if item_id is not None:
        query = query.where(table.c.item_id == item_id)
    return list(connection.execute(query))


def _by(rows: list[Row[Any]], key: str) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row._mapping[key]].append(row)
    return grouped


def _items(connection: Connection, shop_id: str, item_id: str | None = None) -> list[Item]:
    found = _rows(connection, items, shop_id, item_id)
    of_variants = _by(_rows(connection, variants, shop_id, item_id), "item_id") if found else {}
    of_sizes = _by(_rows(connection, size_rows, shop_id, item_id), "item_id") if found else {}
    listed = [item_of(row, of_variants.get(row.item_id, []), of_sizes.get(row.item_id, [])) for row in found]
    return sorted(listed, key=lambda item: item.item_id)  # databases sort text by their own rules
