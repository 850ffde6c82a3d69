"""A shop as domain values, and the same shop behind a source: by way of an import, or of the fakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from bot.domain.order import Order
from bot.domain.shop import Courier, Item, Policy, Promotion, Shop
from bot.ports import (
    BuyerSearch,
    OrderHeader,
    OrderLineRow,
    OrderSource,
    ParsedFile,
    PolicySetting,
    ShipmentRow,
    ShopSource,
    SizeChart,
)
from bot.storage.buyer_search import SqlBuyerSearch
from bot.storage.database import Database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from tests.fakes import FakeOrderSource, FakeShopSource, FixedClock

SHOP = Shop(shop_id="shop", name="晴天小铺")
AS_OF = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """What is to be in the shop. The lines' `item_id` must be what the catalogue gives them."""

    orders: Sequence[Order] = ()
    items: Sequence[Item] = ()
    couriers: Sequence[Courier] = ()
    promotions: Sequence[Promotion] = ()
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True)
class Sources:
    orders: OrderSource
    buyers: BuyerSearch
    shop: ShopSource


Lay = Callable[[Given], Sources]


def fakes(given: Given) -> Sources:
    orders = FakeOrderSource(given.orders)
    shop = FakeShopSource(
        SHOP, items=given.items, couriers=given.couriers, promotions=given.promotions, policy=given.policy
    )
    return Sources(orders, orders, shop)


def imported(database: Database, given: Given) -> Sources:
    importer = Importer(database, FixedClock(AS_OF), pause_s=0)
    importer.create_shop(SHOP.shop_id, SHOP.name)
    importer.import_files(SHOP.shop_id, [file for file in _files(given) if file.rows])
    return Sources(SqlOrderSource(database), SqlBuyerSearch(database), SqlShopSource(database))


def _files(given: Given) -> list[ParsedFile]:
    kinds: dict[str, list[object]] = {
        "order_list": [OrderHeader(order=order, where="") for order in given.orders],
        "order_lines": [OrderLineRow(order_id=o.order_id, line=line) for o in given.orders for line in o.lines],
        "shipments": [ShipmentRow(order_id=o.order_id, shipment=o.shipment) for o in given.orders if o.shipment],
        "catalogue": list(given.items),
        "size_charts": [SizeChart(item_id=i.item_id, rows=i.size_chart) for i in given.items if i.size_chart],
        "couriers": list(given.couriers),
        "promotions": list(given.promotions),
        "policies": [
            PolicySetting(name=field.name, value=getattr(given.policy, field.name))
            for field in fields(Policy)
            if getattr(given.policy, field.name) != field.default
        ],
    }
    return [
        ParsedFile(kind=kind, rows=rows, sha256=kind, name=f"{kind}.csv", exported_at=AS_OF)
        for kind, rows in kinds.items()
    ]
