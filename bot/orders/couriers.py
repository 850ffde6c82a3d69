"""The couriers table: one row a courier and region."""

from __future__ import annotations

import re
from typing import TypeVar

from bot.domain.shop import Courier, CourierRegion
from bot.orders.sheet import Column, Format, Row, Sheet

T = TypeVar("T")

PROVINCES = tuple(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾".split()
)
_PROVINCE = re.compile(rf"(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?")
_ELSEWHERE = "*"
_SHOWN = 5


def read(sheet: Sheet) -> list[object]:
    rows: dict[str, list[Row]] = {}
    for row in sheet.rows():
        rows.setdefault(row.needed_text("快递"), []).append(row)
    couriers = [_courier(name, group) for name, group in rows.items()]
    defaults = [courier.name for courier in couriers if courier.is_default]
    if len(defaults) > 1:
        for name in defaults[1:]:
            rows[name][0].bad("默认", "默认快递只能有一家；请把其余的改为 否")
    if couriers and not defaults:
        sheet.notes.append("没有指定默认快递；请在「默认」一列给一家填 是")
    return list(couriers)


def _courier(name: str, rows: list[Row]) -> Courier:
    return Courier(
        name=name,
        fee_fen=_agreed(rows, "差价", [row.fen("差价") for row in rows], 0),
        is_default=_agreed(rows, "默认", [row.yes_no("默认") for row in rows], False),
        regions=_regions(rows),
    )


def _agreed(rows: list[Row], column: str, values: list[T | None], default: T) -> T:
    said = [(row, value) for row, value in zip(rows, values, strict=True) if value is not None]
    if not said:
        return default
    first_row, first = said[0]
    for row, value in said[1:]:
        if value != first:
            row.bad(column, f"与第 {first_row.line} 行是同一家快递，这一格却不同；各地区的差价请写在「地区差价」")
    return first


def _regions(rows: list[Row]) -> tuple[CourierRegion, ...]:
    regions: dict[str, tuple[CourierRegion, int]] = {}
    for row in rows:
        region = _region(row)
        known = regions.setdefault(region.province, (region, row.line))
        if known[0] != region:
            row.bad("地区", f"与第 {known[1]} 行是同一家快递的同一个地区，内容却不同；请只留一行")
    return tuple(region for region, _ in regions.values())


def _region(row: Row) -> CourierRegion:
    reachable = row.yes_no("可达") is not False
    days_min, days_max = row.count("最快天数"), row.count("最慢天数")
    if reachable:
        days_min = row.needed("最快天数", days_min, 0)
        days_max = row.needed("最慢天数", days_max, days_min)
        if days_min > days_max:
            row.bad("最快天数", "大于最慢天数；请检查两格是否填反")
    return CourierRegion(
        province=_province(row),
        days_min=days_min or 0,
        days_max=days_max or 0,
        fee_fen=row.fen("地区差价"),
        reachable=reachable,
    )


def _province(row: Row) -> str:
    name = row.text("地区") or _ELSEWHERE
    if name != _ELSEWHERE and not _PROVINCE.fullmatch(name):
        some = "、".join(PROVINCES[:_SHOWN])
        row.bad(
            "地区", f"不是省级行政区；应为 {some} 等 {len(PROVINCES)} 个之一，每行一个，其余地区写 {_ELSEWHERE} 或留空"
        )
    return name


FORMAT = Format(
    kind="couriers",
    columns=(
        Column("快递", needed=True),
        Column("最快天数", needed=True),
        Column("最慢天数", needed=True),
        *(Column(name) for name in ["默认", "差价", "地区", "地区差价", "可达"]),
    ),
    read=read,
    file_name="couriers",
)
