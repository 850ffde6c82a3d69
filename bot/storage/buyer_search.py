"""Buyers out of the store, for an agent to pick from."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import orders


class SqlBuyerSearch:
    """Keeps `bot.ports.BuyerSearch`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def buyers(self, shop_id: str, *, like: str, limit: int) -> list[str]:
        latest = func.max(orders.c.created_at)
        query = (
            select(orders.c.buyer)
            .where(orders.c.shop_id == shop_id, orders.c.buyer != "", orders.c.buyer.icontains(like, autoescape=True))
            .group_by(orders.c.buyer)
            .order_by(latest.desc().nulls_last(), orders.c.buyer)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))
