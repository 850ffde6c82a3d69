"""ExportOrderDetailList: one row an item of an order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from bot.domain.order import OrderLine, RefundStage
from bot.orders.order_status import refund_stage
from bot.orders.sheet import Column, Format, Row, Sheet
from bot.ports import OrderLineRow


def read(sheet: Sheet) -> list[object]:
    by_sub_order: dict[str, tuple[OrderLineRow, int]] = {}
    count: defaultdict[str, int] = defaultdict(int)
    unknown: Counter[str] = Counter()
    lines: list[object] = []
    repeated = 0
    for row in sheet.rows():
        read_row = _line(row)
        if row.is_bad:
            continue
        known = by_sub_order.get(read_row.sub_order_id) if read_row.sub_order_id else None
        if known is not None:
            repeated += 1
            if replace(read_row, where="") != replace(known[0], where=""):
                row.bad("子订单编号", f"与第 {known[1]} 行是同一个子订单，内容却不同；请只留正确的一行")
            continue
        by_sub_order[read_row.sub_order_id] = (read_row, row.line)
        if read_row.line.refund is RefundStage.UNKNOWN:
            unknown[read_row.refund_text] += 1
        count[read_row.order_id] += 1
        lines.append(replace(read_row, line=replace(read_row.line, line_no=count[read_row.order_id])))
    sheet.notes += [f"不认识的退款状态「{text[:30]}」：{n} 行，回复里不会用到" for text, n in unknown.items()]
    if repeated:
        sheet.notes.append(f"{repeated} 行的子订单编号重复，只取一次")
    return lines


def _line(row: Row) -> OrderLineRow:
    refund_text = row.text("退款状态")
    quantity = row.needed("购买数量", row.count("购买数量"), 1)
    return OrderLineRow(
        order_id=row.order_number("主订单编号"),
        sub_order_id=row.identifier("子订单编号"),
        line=OrderLine(
            line_no=0,
            title=row.needed_text("标题"),
            variant=row.text("商品属性"),
            merchant_code=row.identifier("商家编码"),
            outer_code=row.identifier("外部系统编号"),
            quantity=quantity,
            price_fen=row.fen("价格") or 0,
            refund=refund_stage(refund_text),
        ),
        refund_fen=row.fen("退款金额") or 0,
        refund_text=refund_text,
        where=row.where,
    )


FORMAT = Format(
    kind="order_lines",
    columns=(
        Column("主订单编号", ("订单编号",), needed=True),
        Column("子订单编号"),
        Column("标题", ("宝贝标题", "商品标题"), needed=True),
        Column("价格", ("商品价格",)),
        Column("购买数量", needed=True),
        Column("外部系统编号"),
        Column("商品属性"),
        Column("商家编码"),
        Column("退款状态"),
        Column("退款金额"),
    ),
    read=read,
    file_name="ExportOrderDetailList",
    ignored=frozenset(
        [
            "订单编号",
            "套餐信息",
            "备注",
            "订单状态",
            "支付单号",
            "买家应付货款",
            "买家实际支付金额",
            "订单创建时间",
            "订单付款时间",
        ]
    ),
    made_by_machine=True,
    updates=True,
)
