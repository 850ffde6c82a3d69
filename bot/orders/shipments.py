"""The shipments table: what no order export tells of a parcel."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.order import Shipment
from bot.orders.sheet import Column, Format, Row, Sheet
from bot.ports import ShipmentRow


def read(sheet: Sheet) -> list[object]:
    seen: dict[str, tuple[ShipmentRow, int]] = {}
    rows: list[object] = []
    for row in sheet.rows():
        shipment = _shipment(row)
        if row.is_bad:
            continue
        known = seen.get(shipment.order_id)
        if known is None:
            seen[shipment.order_id] = (shipment, row.line)
            rows.append(shipment)
        elif replace(known[0], where="") != replace(shipment, where=""):
            row.bad("订单编号", f"与第 {known[1]} 行是同一个订单，内容却不同；每个订单一行，请只留最新的一行")
    return rows


def _shipment(row: Row) -> ShipmentRow:
    shipment = Shipment(
        courier=row.needed_text("快递"),
        tracking_no=row.tracking_number("运单号"),
        shipped_at=row.moment("发货时间"),
        signed_at=row.moment("签收时间"),
        last_event=row.text("最新动态"),
        last_event_at=row.moment("动态时间"),
    )
    if shipment.shipped_at and shipment.signed_at and shipment.signed_at < shipment.shipped_at:
        row.bad("签收时间", "早于发货时间；请检查两格是否填反")
    if not row.text("运单号"):
        row.bad("运单号", "这一格不能为空")
    return ShipmentRow(order_id=row.order_number("订单编号"), shipment=shipment, where=row.where)


FORMAT = Format(
    kind="shipments",
    columns=(
        Column("订单编号", needed=True),
        Column("快递", needed=True),
        Column("运单号", needed=True),
        Column("发货时间"),
        Column("签收时间"),
        Column("最新动态"),
        Column("动态时间"),
    ),
    read=read,
    file_name="shipments",
    updates=True,
)
