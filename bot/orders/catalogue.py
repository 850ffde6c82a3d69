"""The catalogue table: one row a variant, several rows an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.shop import Item, Variant
from bot.orders import cells
from bot.orders.sheet import Column, Format, Row, Sheet

_OF_THE_ITEM = ("标题", "简称", "行业", "商家编码", "别名")


def read(sheet: Sheet) -> list[object]:
    rows: dict[str, list[Row]] = {}
    for row in sheet.rows():
        item_id = row.identifier("商品编号")
        if not item_id:
            row.needed("商品编号", None, "")
        rows.setdefault(item_id, []).append(row)
    facts = sheet.open_columns()
    return [_item(item_id, group, facts) for item_id, group in rows.items()]


def _item(item_id: str, rows: list[Row], facts: Mapping[str, int]) -> Item:
    said = {column: _one_value(rows, column) for column in _OF_THE_ITEM}
    if not said["标题"]:
        rows[0].bad("标题", "这一格不能为空")
    return Item(
        shop_id="",
        item_id=item_id,
        title=said["标题"],
        short_title=said["简称"],
        trade=said["行业"],
        merchant_code=said["商家编码"],
        words=cells.words(said["别名"]),
        variants=_variants(rows),
        facts=MappingProxyType({name: value for name, place in facts.items() if (value := _fact(rows, name, place))}),
    )


def _one_value(rows: list[Row], column: str) -> str:
    """What the item's rows agree on; rows after the first may leave it empty."""
    value = ""
    for row in rows:
        text = row.identifier(column) if column == "商家编码" else row.text(column)
        if value and text and text != value:
            hint = "；各规格自己的编码请写在「规格编码」" if column == "商家编码" else ""
            row.bad(column, f"与第 {rows[0].line} 行是同一个商品，这一格却不同{hint}")
        value = value or text
    return value


def _fact(rows: list[Row], name: str, place: int) -> str:
    value = ""
    for row in rows:
        text = cells.plain(row.at(place))
        if value and text and text != value:
            row.bad(f"属性:{name}", f"与第 {rows[0].line} 行是同一个商品，属性却不同；随规格变的内容请写进规格名")
        value = value or text
    return value


def _variants(rows: list[Row]) -> tuple[Variant, ...]:
    variants: dict[str, tuple[Variant, int]] = {}
    for row in rows:
        variant = Variant(
            name=" ".join(row.text("规格").split()),
            sku=row.identifier("规格编码"),
            price_fen=row.needed("价格", row.fen("价格"), 0),
            stock=row.count("库存"),
            restock_on=row.day("补货日期"),
        )
        known = variants.setdefault(variant.name, (variant, row.line))
        if known[0] != variant:
            row.bad("规格", f"与第 {known[1]} 行是同一个商品的同一个规格，内容却不同；请只留一行")
    return tuple(variant for variant, _ in variants.values())


FORMAT = Format(
    kind="catalogue",
    columns=(
        Column("商品编号", needed=True),
        Column("标题", needed=True),
        Column("价格", needed=True),
        *(Column(name) for name in ["简称", "行业", "商家编码", "规格", "规格编码", "库存", "补货日期", "别名"]),
    ),
    read=read,
    file_name="catalogue",
    open_prefix="属性:",
)
