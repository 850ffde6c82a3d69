"""The stores of tests/stores.py, and an importer with a shop to import into."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from tests.fakes import FixedClock
from tests.stores import database, postgres, sqlite_template

__all__ = ["clock", "database", "importer", "orders", "postgres", "shop", "sqlite_template"]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def importer(database: Database, clock: FixedClock) -> Importer:
    importer = Importer(database, clock, pause_s=0)
    importer.create_shop("shop", "晴天小铺")
    return importer


@pytest.fixture
def orders(database: Database) -> SqlOrderSource:
    return SqlOrderSource(database)


@pytest.fixture
def shop(database: Database) -> SqlShopSource:
    return SqlShopSource(database)
