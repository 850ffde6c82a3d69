"""ExportOrderList: one row an order, as a Taobao/Tmall seller downloads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from bot.domain.order import Order, PlatformStatus, Receiver
from bot.orders.order_status import platform_status, refund_stage
from bot.orders.sheet import Column, Format, Row, Sheet
from bot.ports import OrderHeader

_CLOCKS_DIFFER = timedelta(days=1)
_LINES_SHOWN = 5
_IGNORED = """
买家支付宝账号 买家应付货款 买家支付积分 总金额 返点积分 买家实际支付积分 运送方式 订单备注
宝贝标题 宝贝种类 宝贝总数量 店铺Id 店铺名称 订单关闭原因 卖家服务费 买家服务费 是否手机订单
分阶段订单信息 特权订金订单id 定金排名 修改后的sku 异常信息 天猫卡券抵扣 集分宝抵扣
是否是O2O交易 打款商家金额
"""
"""Known and not taken: nothing here needs them, and 买家支付宝账号 is personal."""


def read(sheet: Sheet) -> list[object]:
    seen: dict[str, tuple[Order, int]] = {}
    headers: list[object] = []
    unknown: Counter[str] = Counter()
    repeated = 0
    for row in sheet.rows():
        order = _order(row)
        if row.is_bad:
            continue
        if order.status is PlatformStatus.UNKNOWN:
            unknown[order.status_text] += 1
        known = seen.get(order.order_id)
        if known is None:
            seen[order.order_id] = (order, row.line)
            headers.append(OrderHeader(order=order, where=row.where))
        elif known[0] == order:
            repeated += 1
        else:
            row.bad("订单编号", f"与第 {known[1]} 行是同一个订单，内容却不同；请只留正确的一行")
    sheet.notes += [f"不认识的订单状态「{text[:30]}」：{n} 单，回复里不会用到" for text, n in unknown.items()]
    if repeated:
        sheet.notes.append(f"{repeated} 行与前面的行完全相同，只取一次")
    _note_question_marks(sheet)
    _note_payments_to_come(sheet, seen.values())
    return headers


def _order(row: Row) -> Order:
    status_text = row.needed_text("订单状态")
    paid_at = row.moment("订单付款时间")
    return Order(
        shop_id="",
        order_id=row.order_number("订单编号"),
        buyer=row.needed_text("买家会员名"),
        status=platform_status(status_text, paid=paid_at is not None),
        status_text=status_text,
        paid_fen=row.fen("买家实际支付金额") or 0,
        freight_fen=row.fen("买家应付邮费") or 0,
        refund_fen=row.fen("退款金额") or 0,
        refund=refund_stage(row.text("退款状态")),
        created_at=row.moment("订单创建时间"),
        paid_at=paid_at,
        shipped_at=row.moment("发货时间"),
        confirmed_at=row.moment("确认收货时间"),
        courier=row.text("物流公司"),
        tracking_no=row.tracking_number("物流单号"),
        invoice_title=row.text("发票抬头"),
        buyer_note=row.text("买家留言"),
        receiver=_receiver(row),
    )


def _receiver(row: Row) -> Receiver | None:
    """The address as it was changed last; None when the file tells nothing of it."""
    receiver = Receiver(
        name=row.text("收货人姓名"),
        phone=row.identifier("联系手机") or row.identifier("联系电话"),
        address=_address(row.text("修改后的收货地址") or row.text("收货地址")),
    )
    return receiver if receiver != Receiver() else None


def _address(text: str) -> str:
    """`福建省 厦门市 … (361000)` without the post code, blanks made single."""
    return " ".join(re.sub(r"[(（]\s*\d{6}\s*[)）]\s*$", "", text).split())


def _note_question_marks(sheet: Sheet) -> None:
    """GBK has no emoji: the platform writes `?`, and such a nick will not match the account that asks."""
    marked = sum("?" in row.text("买家会员名") for row in sheet.rows())
    if marked:
        sheet.notes.append(f"{marked} 个买家会员名含有「?」，可能是 GBK 写不出的表情；这些买家的订单可能对不上账号")


def _note_payments_to_come(sheet: Sheet, orders: Iterable[tuple[Order, int]]) -> None:
    latest = sheet.exported_at + _CLOCKS_DIFFER
    lines = [str(line) for order, line in orders if order.paid_at is not None and order.paid_at > latest]
    if lines:
        shown = "、".join(lines[:_LINES_SHOWN]) + ("等" if len(lines) > _LINES_SHOWN else "")
        sheet.notes.append(
            f"{len(lines)} 单的付款时间比文件的导出时间晚一天以上（第 {shown} 行）；请核对这些行和文件名里的时间"
        )


FORMAT = Format(
    kind="order_list",
    columns=(
        Column("订单编号", needed=True),
        Column("买家会员名", needed=True),
        Column("订单状态", needed=True),
        Column("买家实际支付金额", ("买家实付金额", "实付金额"), needed=True),
        Column("订单创建时间", needed=True),
        Column("订单付款时间"),
        Column("买家应付邮费"),
        Column("退款金额"),
        Column("退款状态"),
        Column("发货时间"),
        Column("确认收货时间"),
        Column("物流公司"),
        Column("物流单号", ("快递单号", "运单号")),
        Column("发票抬头"),
        Column("买家留言"),
        Column("收货人姓名", ("收货人",)),
        Column("联系手机"),
        Column("联系电话"),
        Column("收货地址"),
        Column("修改后的收货地址"),
    ),
    read=read,
    file_name="ExportOrderList",
    ignored=frozenset(_IGNORED.split()),
    made_by_machine=True,
    updates=True,
)
