"""Stand-ins that keep the contracts of `bot.ports` (tests/contract proves it): no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from bot.domain.order import Order
from bot.domain.shop import Courier, Item, Policy, Promotion, Shop


class FixedClock:
    def __init__(self, now: datetime = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


class FakeOrderSource:
    def __init__(self, orders: Iterable[Order] = ()) -> None:
        self._orders = list(orders)

    def order(self, shop_id: str, order_id: str, *, buyer: str) -> Order | None:
        return next((order for order in self._of(shop_id, buyer) if order.order_id == order_id), None)

    def orders_of(self, shop_id: str, *, buyer: str, limit: int = 20) -> list[Order]:
        return sorted(self._of(shop_id, buyer), key=_age, reverse=True)[: max(limit, 0)]

    def buyers(self, shop_id: str, *, like: str, limit: int) -> list[str]:
        newest_first = sorted((o for o in self._orders if o.shop_id == shop_id), key=_age, reverse=True)
        found = dict.fromkeys(order.buyer for order in newest_first if like.lower() in order.buyer.lower())
        return list(found)[: max(limit, 0)]

    def _of(self, shop_id: str, buyer: str) -> list[Order]:
        return [order for order in self._orders if order.shop_id == shop_id and order.buyer == buyer]


def _age(order: Order) -> tuple[datetime, str]:
    return order.created_at or datetime.min.replace(tzinfo=UTC), order.order_id


class FakeShopSource:
    def __init__(
        self,
        shop: Shop,
        *,
        items: Iterable[Item] = (),
        couriers: Iterable[Courier] = (),
        promotions: Iterable[Promotion] = (),
        policy: Policy | None = None,
        version: int = 1,
    ) -> None:
        self._shop = shop
        self._items: Mapping[str, Item] = {item.item_id: item for item in items}
        self._couriers = list(couriers)
        self._promotions = list(promotions)
        self._policy = policy or Policy()
        self._version = version

    def shops(self) -> list[Shop]:
        return [self._shop]

    def shop(self, shop_id: str) -> Shop | None:
        return self._shop if self._is_mine(shop_id) else None

    def item(self, shop_id: str, item_id: str) -> Item | None:
        return self._items.get(item_id) if self._is_mine(shop_id) else None

    def items(self, shop_id: str) -> list[Item]:
        return [self._items[item_id] for item_id in sorted(self._items)] if self._is_mine(shop_id) else []

    def couriers(self, shop_id: str) -> list[Courier]:
        mine = self._couriers if self._is_mine(shop_id) else []
        return sorted(mine, key=lambda courier: not courier.is_default)

    def promotions(self, shop_id: str) -> list[Promotion]:
        return list(self._promotions) if self._is_mine(shop_id) else []

    def policy(self, shop_id: str) -> Policy:
        return self._policy if self._is_mine(shop_id) else Policy()

    def version(self, shop_id: str) -> int:
        return self._version if self._is_mine(shop_id) else 0

    def _is_mine(self, shop_id: str) -> bool:
        return shop_id == self._shop.shop_id
