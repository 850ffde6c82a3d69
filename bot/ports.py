"""What the outside must fit. Adapters in `bot.orders`, `bot.storage`, `bot.compliance` keep these contracts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.order import Order, OrderLine, Shipment
from bot.domain.reply import Hit, Statement
from bot.domain.shop import Courier, Item, Policy, Promotion, Shop, SizeRow


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


class OrderSource(Protocol):
    """Reads orders; an order of another account is as if it did not exist."""

    def order(self, shop_id: str, order_id: str, *, buyer: str) -> Order | None:
        """The order with lines, shipment and receiver, or None when it is not this buyer's (nick compared exactly)."""

    def orders_of(self, shop_id: str, *, buyer: str, limit: int = 20) -> list[Order]:
        """This buyer's orders, newest first by `created_at`."""


class BuyerSearch(Protocol):
    """Finds buyers for an agent to pick from."""

    def buyers(self, shop_id: str, *, like: str, limit: int) -> list[str]:
        """Nicks that hold `like` (anywhere, case-insensitive; "" matches all), those with the latest order first."""


class ShopSource(Protocol):
    """Reads what the shop gave of itself."""

    def shops(self) -> list[Shop]: ...
    def shop(self, shop_id: str) -> Shop | None: ...
    def item(self, shop_id: str, item_id: str) -> Item | None: ...
    def items(self, shop_id: str) -> list[Item]:
        """The whole catalogue, by item_id."""

    def couriers(self, shop_id: str) -> list[Courier]:
        """The default first."""

    def promotions(self, shop_id: str) -> list[Promotion]: ...
    def policy(self, shop_id: str) -> Policy:
        """With the defaults where the shop set nothing."""

    def version(self, shop_id: str) -> int:
        """Grows with every published import: what is cached under it stays true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHeader:
    """One row of an order list file; lines come by another file."""

    order: Order
    where: str
    """`file:line`, for reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineRow:
    """One row of an order detail file; its order may come later, by another file."""

    order_id: str
    line: OrderLine
    """`line_no` counts the rows of its order from 1, in the file's order."""
    sub_order_id: str = ""
    refund_fen: int = 0
    refund_text: str = ""
    """退款状态 as it was read."""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRow:
    """One row of the shipments table."""

    order_id: str
    shipment: Shipment
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChart:
    """All sizes of one item, in the file's order."""

    item_id: str
    rows: tuple[SizeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySetting:
    """One row of the policies table: a field of `Policy` and its value, of that field's type."""

    name: str
    value: str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """What a parser made of one file, all of it or none (a refused file raises ImportRejected).

    A parser knows neither the shop nor the time to tell: `shop_id` of its orders and items is "", `as_of` None.
    Rows by kind: OrderHeader, OrderLineRow, ShipmentRow, Item, SizeChart, Courier, Promotion, PolicySetting.
    """

    kind: str
    """`order_list`, `order_lines`, `shipments`, `catalogue`, `size_charts`, `couriers`, `promotions`, `policies`."""
    rows: Sequence[object]
    sha256: str
    name: str
    exported_at: datetime
    """From the file's name, else its own time."""
    notes: Sequence[str] = ()
    """Unknown columns, replaced characters: what the importer should know, not errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What importing one file did, counted in orders (`order_list`, `order_lines`, `shipments`), items, couriers …"""

    kind: str
    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    older_skipped: int = 0
    """Left as they were, because a newer file had told them."""
    removed: int = 0
    """Were in the store and not in the file, of a kind that a file replaces whole."""
    notes: Sequence[str] = ()
    already_known: bool = False
    """The very file was imported before: nothing was done."""

    def __str__(self) -> str:
        counted = (
            ("新增", self.new),
            ("更新", self.replaced),
            ("未变", self.unchanged),
            ("较旧未用", self.older_skipped),
            ("移除", self.removed),
        )
        said = "，".join(f"{word} {n}" for word, n in counted if n) or "没有数据"
        done = "已经导入过" if self.already_known else said
        return "\n".join([f"{self.kind}: {done}", *(f"  {note}" for note in self.notes)])


class Rule(Protocol):
    """A red-line module `bot/compliance/<id>.py`: the module itself is the rule."""

    ID: str
    SOURCE: str
    INSTEAD: str
    """A polite Chinese sentence that passes every rule and may stand for any clause that breaks this one."""
    MUST_BLOCK: Sequence[Statement]
    MUST_PASS: Sequence[Statement]

    def check(self, said: Statement) -> Iterable[Hit]:
        """Every place where the seller's words break the rule, left to right, at most one a place."""
