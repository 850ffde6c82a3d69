"""Order files as a seller downloads them, made from plain values: GBK, padded names, `="…"` numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import openpyxl

from bot.domain.china_time import CHINA
from bot.domain.order import Order, PlatformStatus, RefundStage
from bot.orders.recognise import parse_file
from bot.ports import ParsedFile

FILE_TIME = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

LIST_COLUMNS = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,"
    "联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,"
    "订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,"
    "是否手机订单,退款金额,发货时间,确认收货时间"
).split(",")
DETAIL_COLUMNS = (
    "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,退款状态,退款金额".split(",")
)

ORDER_ID = "1930679858170647"
LIST_ROW: Mapping[str, str] = {
    "订单编号": f'="{ORDER_ID}"',
    "买家会员名": "晴天小筑",
    "买家支付宝账号": "zhifubao@example.com",
    "买家应付邮费": "0.00",
    "买家实际支付金额": "56.80",
    "订单状态": "买家已付款,等待卖家发货",
    "买家留言": "",
    "收货人姓名": "林小满",
    "收货地址 ": "黑龙江省 哈尔滨市 道里区 云杉路8号(150010)",
    "联系电话 ": "null",
    "联系手机": "'13800000001",
    "订单创建时间": "2026-11-21 20:01:02",
    "订单付款时间 ": "2026-11-21 20:02:03",
    "物流单号 ": "",
}
DETAIL_ROW: Mapping[str, str] = {
    "订单编号": f'="{ORDER_ID}"',
    "标题": "手工云片糕 200g 传统糕点",
    "价格": "28.40",
    "购买数量": "2",
    "商品属性": "口味：原味",
    "商家编码": "YPG-200",
    "退款状态": "没有申请退款",
}

STATUS_TEXTS = {
    PlatformStatus.WAIT_BUYER_PAY: "等待买家付款",
    PlatformStatus.WAIT_SELLER_SEND_GOODS: "买家已付款,等待卖家发货",
    PlatformStatus.SELLER_CONSIGNED_PART: "卖家部分发货",
    PlatformStatus.WAIT_BUYER_CONFIRM_GOODS: "卖家已发货,等待买家确认",
    PlatformStatus.TRADE_BUYER_SIGNED: "买家已签收,货到付款专用",
    PlatformStatus.TRADE_FINISHED: "交易成功",
    PlatformStatus.TRADE_CLOSED: "交易关闭",
    PlatformStatus.TRADE_CLOSED_BY_TAOBAO: "交易关闭",
}
REFUND_TEXTS = {
    RefundStage.NONE: "没有申请退款",
    RefundStage.WAIT_SELLER_AGREE: "买家已经申请退款，等待卖家同意",
    RefundStage.WAIT_BUYER_RETURN: "卖家已经同意退款，等待买家退货",
    RefundStage.WAIT_SELLER_CONFIRM: "买家已经退货，等待卖家确认收货",
    RefundStage.REFUSED: "卖家拒绝退款",
    RefundStage.CLOSED: "退款关闭",
    RefundStage.SUCCESS: "退款成功",
}


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, encoding: str = "gb18030") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode(encoding)


def order_list(*changes: Mapping[str, str], encoding: str = "gb18030", columns: Sequence[str] = LIST_COLUMNS) -> bytes:
    """One row for each change of LIST_ROW."""
    return csv_bytes(columns, [{**LIST_ROW, **change} for change in changes or ({},)], encoding=encoding)


def order_details(*changes: Mapping[str, str], columns: Sequence[str] = DETAIL_COLUMNS) -> bytes:
    return csv_bytes(columns, [{**DETAIL_ROW, **change} for change in changes or ({},)])


def table(text: str) -> bytes:
    """A shop's table typed by hand: lines of cells, blanks around them not meant."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode() + b"\n"


def xlsx_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parse(name: str, data: bytes, **options: str) -> ParsedFile:
    return parse_file(name, data, modified_at=FILE_TIME, kind=options.get("kind"))


def exported(orders: Iterable[Order], at: datetime) -> tuple[ParsedFile, ParsedFile]:
    """The orders as the platform would export them at that time, parsed: the list and the details."""
    stamp = f"{at.astimezone(CHINA):%Y%m%d%H%M%S}"
    orders = list(orders)
    details = [row for order in orders for row in detail_rows(order)]
    return (
        parse(f"ExportOrderList{stamp}.csv", csv_bytes(LIST_COLUMNS, map(list_row, orders))),
        parse(f"ExportOrderDetailList{stamp}.csv", csv_bytes(DETAIL_COLUMNS, details)),
    )


def list_row(order: Order) -> dict[str, str]:
    to = order.receiver
    return {
        "订单编号": f'="{order.order_id}"',
        "买家会员名": order.buyer,
        "买家应付邮费": yuan(order.freight_fen),
        "买家实际支付金额": yuan(order.paid_fen),
        "订单状态": order.status_text,
        "买家留言": order.buyer_note,
        "收货人姓名": to.name if to else "",
        "收货地址 ": f"{to.address}(310000)" if to and to.address else "null",
        "联系手机": f"'{to.phone}" if to and to.phone else "",
        "订单创建时间": china(order.created_at),
        "订单付款时间 ": china(order.paid_at),
        "物流单号 ": f"No:{order.tracking_no}" if order.tracking_no else "null",
        "物流公司": order.courier,
        "发票抬头": order.invoice_title,
        "退款金额": yuan(order.refund_fen),
        "发货时间": china(order.shipped_at),
        "确认收货时间": china(order.confirmed_at),
    }


def detail_rows(order: Order) -> list[dict[str, str]]:
    return [
        {
            "订单编号": f'="{order.order_id}"',
            "标题": line.title,
            "价格": yuan(line.price_fen),
            "购买数量": str(line.quantity),
            "外部系统编号": line.outer_code or "null",
            "商品属性": line.variant,
            "商家编码": line.merchant_code,
            "退款状态": REFUND_TEXTS[line.refund],
        }
        for line in order.lines
    ]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def china(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if moment else ""
