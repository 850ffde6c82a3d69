"""The demo shop laid out for one moment, read back with nothing but `csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.demo_shop.lay import lay
from bot.domain.china_time import CHINA
from bot.domain.order import Order, OrderLine, PlatformStatus, RefundStage, Shipment

Row = dict[str, str]
NOW = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)  # 18:30 in China

STATUSES = {
    "等待买家付款": PlatformStatus.WAIT_BUYER_PAY,
    "买家已付款,等待卖家发货": PlatformStatus.WAIT_SELLER_SEND_GOODS,
    "卖家部分发货": PlatformStatus.SELLER_CONSIGNED_PART,
    "卖家已发货,等待买家确认": PlatformStatus.WAIT_BUYER_CONFIRM_GOODS,
    "买家已签收,货到付款专用": PlatformStatus.TRADE_BUYER_SIGNED,
    "交易成功": PlatformStatus.TRADE_FINISHED,
    "交易关闭": PlatformStatus.TRADE_CLOSED,
}
STAGES = {
    "没有申请退款": RefundStage.NONE,
    "买家已经申请退款等待卖家同意": RefundStage.WAIT_SELLER_AGREE,
    "卖家已经同意退款等待买家退货": RefundStage.WAIT_BUYER_RETURN,
    "买家已经退货等待卖家确认收货": RefundStage.WAIT_SELLER_CONFIRM,
    "卖家拒绝退款": RefundStage.REFUSED,
    "退款关闭": RefundStage.CLOSED,
    "退款成功": RefundStage.SUCCESS,
}


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA) if text else None


def read(now: datetime) -> dict[str, list[Row]]:
    """Rows of every file by the name it has without its digits; headers trimmed."""
    tables = {}
    for name, data in lay(now):
        header, *rows = csv.reader(io.StringIO(data.decode("gbk"), newline=""), strict=True)
        trimmed = [column.strip() for column in header]
        tables["".join(c for c in name if not c.isdigit())] = [dict(zip(trimmed, row, strict=True)) for row in rows]
    return tables


def domain_orders(tables: dict[str, list[Row]]) -> list[Order]:
    """The laid rows as orders of the domain, so that its own rules say their state."""
    parcels = {row["订单编号"]: row for row in tables["shipments.csv"]}
    lines: dict[str, list[OrderLine]] = {}
    for row in tables["ExportOrderDetailList.csv"]:
        own = lines.setdefault(row["主订单编号"].strip('="'), [])
        stage = STAGES[row["退款状态"]]
        own.append(OrderLine(line_no=len(own) + 1, title=row["标题"], variant=row["商品属性"], refund=stage))
    return [_order(row, lines, parcels) for row in tables["ExportOrderList.csv"]]


def _order(row: Row, lines: dict[str, list[OrderLine]], parcels: dict[str, Row]) -> Order:
    order_id = row["订单编号"].strip('="')
    return Order(
        shop_id="demo",
        order_id=order_id,
        buyer=row["买家会员名"],
        status=STATUSES.get(row["订单状态"], PlatformStatus.UNKNOWN),
        lines=tuple(lines[order_id]),
        created_at=moment(row["订单创建时间"]),
        paid_at=moment(row["订单付款时间"]),
        shipped_at=moment(row["发货时间"]),
        confirmed_at=moment(row["确认收货时间"]),
        shipment=_parcel(parcels[order_id]) if order_id in parcels else None,
    )


def _parcel(row: Row) -> Shipment:
    return Shipment(
        courier=row["快递"],
        tracking_no=row["运单号"],
        shipped_at=moment(row["发货时间"]),
        signed_at=moment(row["签收时间"]),
        last_event=row["最新动态"],
        last_event_at=moment(row["动态时间"]),
    )


@pytest.fixture(scope="session")
def tables() -> dict[str, list[Row]]:
    """The files as they are laid at 18:30 in China on 20 November 2026."""
    return read(NOW)


@pytest.fixture(scope="session")
def orders(tables: dict[str, list[Row]]) -> list[Order]:
    return domain_orders(tables)


@pytest.fixture(scope="session")
def orders_at() -> Callable[[datetime], list[Order]]:
    """The orders as they are laid at another time."""
    return lambda now: domain_orders(read(now))


@pytest.fixture(scope="session")
def platform_words() -> tuple[set[str], set[str]]:
    """Every 订单状态 and every 退款状态 that the platform has."""
    return set(STATUSES), set(STAGES)
