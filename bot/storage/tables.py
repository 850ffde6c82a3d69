"""The tables. Every row stands under its shop, in its keys and in its foreign keys.

What an import brings is kept as units, a root row (`as_of`, `digest`) with the rows under it: an order with its
receiver, the lines of an order, a shipment, an item with its variants, the sizes of an item, a courier with its
regions, a promotion, a setting. A unit is replaced whole, and roots of different files do not refer to each other:
lines may come before their order, sizes before their item.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
)

from bot.storage.column_types import UtcTime, Words

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


_Part = Column[Any] | Index


def _key(name: str) -> Column[str]:
    return Column(name, Words, primary_key=True)


def _position(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _shop() -> Column[str]:
    return Column("shop_id", Words, ForeignKey("shops.shop_id"), primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _fen(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def _root(name: str, key: str, *columns: _Part) -> Table:
    """`digest` is of the unit's whole content, without `as_of`: the time of the file that said it last."""
    as_of: Column[Any] = Column("as_of", UtcTime, nullable=False)
    return Table(name, METADATA, _shop(), _key(key), *columns, as_of, _text("digest"))


def _under(name: str, root: Table, position: str | None, *columns: _Part) -> Table:
    """Rows under a root, counted by `position` in the order of the file; None: at most one."""
    key = [column.name for column in root.primary_key]
    return Table(
        name,
        METADATA,
        _key("shop_id"),
        _key(key[1]),
        *([_position(position)] if position else []),
        *columns,
        ForeignKeyConstraint(key, [f"{root.name}.{column}" for column in key], ondelete="CASCADE"),
    )


shops = Table("shops", METADATA, _key("shop_id"), _text("name"), _flag("is_demo"), _number("version"))

orders = _root(
    "orders",
    "order_id",
    _text("buyer"),
    _text("status"),
    _text("status_text"),
    _fen("paid_fen"),
    _fen("freight_fen"),
    _fen("refund_fen"),
    _text("refund"),
    Column("created_at", UtcTime),
    Column("paid_at", UtcTime),
    Column("shipped_at", UtcTime),
    Column("confirmed_at", UtcTime),
    _text("courier"),
    _text("tracking_no"),
    _text("invoice_title"),
    _text("buyer_note"),
    Index(None, "shop_id", "buyer", "created_at"),
)
receivers = _under("receivers", orders, None, _text("name"), _text("phone"), _text("address"))

order_contents = _root("order_contents", "order_id")
order_lines = _under(
    "order_lines",
    order_contents,
    "line_no",
    _text("sub_order_id"),
    _text("title"),
    _text("variant"),
    _text("merchant_code"),
    _text("outer_code"),
    _number("quantity"),
    _fen("price_fen"),
    _text("refund"),
    _text("refund_text"),
    _fen("refund_fen"),
)

shipments = _root(
    "shipments",
    "order_id",
    _text("courier"),
    _text("tracking_no"),
    Column("shipped_at", UtcTime),
    Column("signed_at", UtcTime),
    _text("last_event"),
    Column("last_event_at", UtcTime),
)

items = _root(
    "items",
    "item_id",
    _text("title"),
    _text("short_title"),
    _text("trade"),
    _text("merchant_code"),
    _json("facts"),
    _json("words"),
    Index(None, "shop_id", "merchant_code"),
    Index(None, "shop_id", "title"),
)
variants = _under(
    "variants",
    items,
    "variant_no",
    _text("name"),
    _text("sku"),
    _fen("price_fen"),
    Column("stock", Integer),
    Column("restock_on", Date),
    Index(None, "shop_id", "sku"),
)

size_charts = _root("size_charts", "item_id")
size_rows = _under(
    "size_rows",
    size_charts,
    "size_no",
    _text("size"),
    *(
        Column(f"{measure}_{bound}", Integer)
        for measure in ("height_cm", "weight_jin", "foot_mm", "age_months")
        for bound in ("min", "max")
    ),
)

couriers = _root("couriers", "name", _fen("fee_fen"), _flag("is_default"))
courier_regions = _under(
    "courier_regions",
    couriers,
    "region_no",
    _text("province"),
    _number("days_min"),
    _number("days_max"),
    Column("fee_fen", BigInteger),
    _flag("reachable"),
)

promotions = _root(
    "promotions",
    "promotion_id",
    _text("kind"),
    _text("name"),
    _text("rule"),
    _fen("threshold_fen"),
    _fen("off_fen"),
    Column("starts_at", UtcTime),
    Column("ends_at", UtcTime),
    _json("item_ids"),
    _text("how"),
)

policies = _root("policies", "setting", _json("value"))

imports = Table(
    "imports",
    METADATA,
    _shop(),
    _key("import_id"),
    _text("kind"),
    _text("file_name"),
    _text("sha256"),
    Column("exported_at", UtcTime, nullable=False),
    _text("status"),  # staged, published
    _number("rows"),
    Column("at", UtcTime, nullable=False),
    Column("version", Integer),  # the shop's version that published it; NULL while staged
)
staged_rows = Table(
    "staged_rows",
    METADATA,
    _key("shop_id"),
    _key("import_id"),
    _position("line_no"),
    _json("payload"),
    ForeignKeyConstraint(["shop_id", "import_id"], ["imports.shop_id", "imports.import_id"], ondelete="CASCADE"),
)
