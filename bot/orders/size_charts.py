"""The size charts table: one row a size of an item."""

from __future__ import annotations

from bot.domain.shop import SizeRow
from bot.orders.sheet import Column, Format, Row, Sheet
from bot.ports import SizeChart

_RANGES = ("身高", "体重", "脚长", "月龄")


def read(sheet: Sheet) -> list[object]:
    charts: dict[str, dict[str, tuple[SizeRow, int]]] = {}
    for row in sheet.rows():
        item_id = row.identifier("商品编号")
        if not item_id:
            row.needed("商品编号", None, "")
        size = _size(row)
        known = charts.setdefault(item_id, {}).setdefault(size.size, (size, row.line))
        if known[0] != size:
            row.bad("尺码", f"与第 {known[1]} 行是同一个商品的同一个尺码，内容却不同；请只留一行")
    return [SizeChart(item_id=item_id, rows=tuple(s for s, _ in sizes.values())) for item_id, sizes in charts.items()]


def _size(row: Row) -> SizeRow:
    size = SizeRow(
        size=row.needed_text("尺码"),
        height_cm=_range(row, "身高"),
        weight_jin=_range(row, "体重"),
        foot_mm=_range(row, "脚长"),
        age_months=_range(row, "月龄"),
    )
    if size.size and size == SizeRow(size=size.size):
        row.bad("尺码", "身高、体重、脚长、月龄至少要填一组")
    return size


def _range(row: Row, measure: str) -> tuple[int, int] | None:
    low, high = row.count(f"{measure}下限"), row.count(f"{measure}上限")
    if low is None and high is None:
        return None
    if low is None or high is None:
        empty = f"{measure}{'下限' if low is None else '上限'}"
        if not row.text(empty):
            row.bad(empty, "上限和下限要么都填，要么都不填")
        return None
    if low > high:
        row.bad(f"{measure}下限", "下限大于上限；请检查两格是否填反")
    return low, high


FORMAT = Format(
    kind="size_charts",
    columns=(
        Column("商品编号", needed=True),
        Column("尺码", needed=True),
        *(Column(f"{measure}{bound}") for measure in _RANGES for bound in ("下限", "上限")),
    ),
    read=read,
    file_name="size_charts",
)
