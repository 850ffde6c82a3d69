"""The policies table: the numbers and words that a shop owner sets, one a row."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.orders import cells
from bot.orders.sheet import Column, Format, Row, Sheet
from bot.ports import PolicySetting

Value = str | int | bool


def _clock_time(cell: str) -> str:
    text = cells.plain(cell).replace("：", ":")
    if not text:
        return ""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise cells.CellError("不是一天中的时刻；应为 16:00")
    return f"{int(match[1]):02}:{match[2]}"


def _month_day(cell: str) -> int | None:
    number = cells.count(cell.strip().removesuffix("日").removesuffix("号"))
    if number is not None and not 1 <= number <= 31:
        raise cells.CellError("应为每月的几号，1 至 31")
    return number


def _hours(cell: str) -> int | None:
    number = cells.count(cell.strip().removesuffix("小时"))
    if number == 0:
        raise cells.CellError("应为大于 0 的整数，单位是小时")
    return number


def _days(cell: str) -> int | None:
    return cells.count(cell.strip().removesuffix("天"))


SETTINGS: dict[str, tuple[str, Callable[[str], Value | None]]] = {
    "发货时限小时": ("ship_within_hours", _hours),
    "当天截单": ("same_day_cutoff", _clock_time),
    "发货地": ("ships_from", cells.plain),
    "包邮": ("free_shipping", cells.yes_no),
    "运费": ("freight_fen", cells.fen),
    "满额包邮": ("free_shipping_from_fen", cells.fen),
    "退换天数": ("return_days", _days),
    "退货审核": ("return_review_days", cells.plain),
    "退款到账": ("refund_days", cells.plain),
    "运费险": ("freight_insurance", cells.yes_no),
    "价保天数": ("price_protection_days", _days),
    "保修天数": ("warranty_days", _days),
    "发票种类": ("invoice_kinds", cells.plain),
    "发票寄出日": ("invoice_day", _month_day),
    "付款方式": ("payment_methods", cells.plain),
    "货到付款": ("cash_on_delivery", cells.yes_no),
    "补偿上限": ("max_compensation_fen", cells.fen),
    "客服时间": ("agent_hours", cells.plain),
    "数据时效小时": ("freshness_hours", _hours),
}
_MAY_BE_EMPTY = frozenset({"当天截单", "发货地"})


def read(sheet: Sheet) -> list[object]:
    settings: dict[str, tuple[PolicySetting, int]] = {}
    for row in sheet.rows():
        setting = _setting(row)
        if setting is None:
            continue
        known = settings.setdefault(setting.name, (setting, row.line))
        if known[0] != setting:
            row.bad("项目", f"与第 {known[1]} 行是同一项，值却不同；请只留一行")
    return [setting for setting, _ in settings.values()]


def _setting(row: Row) -> PolicySetting | None:
    name = row.needed_text("项目")
    if name not in SETTINGS:
        if name:
            row.bad("项目", f"不认识「{name[:20]}」；可用的有 {'、'.join(SETTINGS)}")
        return None
    field, read_value = SETTINGS[name]
    try:
        value = read_value(row.raw("值"))
    except cells.CellError as error:
        row.bad("值", f"「{name}」{error}")
        return None
    if value is None or (value == "" and name not in _MAY_BE_EMPTY):
        row.bad("值", f"「{name}」没有填值；不需要设置就删去这一行")
        return None
    return PolicySetting(name=field, value=value)


FORMAT = Format(
    kind="policies",
    columns=(Column("项目", needed=True), Column("值", needed=True)),
    read=read,
    file_name="policies",
)
