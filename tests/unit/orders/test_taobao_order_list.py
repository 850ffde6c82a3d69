from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.domain.order import Order, OrderState, PlatformStatus, Receiver
from bot.errors import ImportRejected
from bot.ports import OrderHeader, ParsedFile
from tests.seller_files import FILE_TIME, LIST_COLUMNS, LIST_ROW, ORDER_ID, order_list, parse, xlsx_bytes

NAME = "ExportOrderList202611221130.csv"


def orders(parsed: ParsedFile) -> list[Order]:
    return [cast(OrderHeader, row).order for row in parsed.rows]


def read_one(**change: str) -> Order:
    (order,) = orders(parse(NAME, order_list(change)))
    return order


def test_reads_a_row_as_the_platform_writes_it() -> None:
    order = read_one()
    assert (order.order_id, order.buyer, order.paid_fen) == (ORDER_ID, "晴天小筑", 5680)
    assert order.state is OrderState.PAID
    assert order.paid_at == datetime(2026, 11, 21, 12, 2, 3, tzinfo=UTC)
    assert order.receiver == Receiver(name="林小满", phone="13800000001", address="黑龙江省 哈尔滨市 道里区 云杉路8号")


@pytest.mark.parametrize("cell", ["'+852 6000 0001", "+852 6000 0001", "\t+852 6000 0001"])
def test_a_phone_from_abroad_is_no_formula(cell: str) -> None:
    receiver = read_one(联系手机=cell).receiver
    assert receiver is not None
    assert receiver.phone == "+852 6000 0001"


def test_the_alipay_account_is_not_taken() -> None:
    assert "zhifubao" not in str(parse(NAME, order_list()))
    order = orders(parse(NAME, order_list()))[0]
    assert not [field.name for field in fields(order) if "zhifubao" in str(getattr(order, field.name))]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_sellers_have_gives_the_same_orders(encoding: str) -> None:
    assert orders(parse(NAME, order_list(encoding=encoding))) == [read_one()]


def test_an_xlsx_gives_the_same_orders() -> None:
    rows: list[Iterable[object]] = [LIST_COLUMNS, [LIST_ROW.get(column) for column in LIST_COLUMNS]]
    assert orders(parse("ExportOrderList202611221130.xlsx", xlsx_bytes(rows))) == [read_one()]


def test_columns_are_found_by_name_in_any_order() -> None:
    assert orders(parse(NAME, order_list(columns=LIST_COLUMNS[::-1]))) == [read_one()]


def test_a_renamed_column_is_still_found() -> None:
    columns = ["收货人" if column == "收货人姓名" else column for column in LIST_COLUMNS]
    (order,) = orders(parse(NAME, order_list({"收货人": "林小满"}, columns=columns)))
    assert order.receiver is not None
    assert order.receiver.name == "林小满"


def test_a_column_with_its_unit_is_still_found() -> None:
    columns = ["退款金额（元）" if column == "退款金额" else column for column in LIST_COLUMNS]
    (order,) = orders(parse(NAME, order_list({"退款金额（元）": "3.20"}, columns=columns)))
    assert order.refund_fen == 320


def test_an_unknown_column_is_noted_and_left() -> None:
    parsed = parse(NAME, order_list({"新列": "x"}, columns=[*LIST_COLUMNS, "新列"]))
    assert any("新列" in note for note in parsed.notes)


def test_the_known_columns_are_not_noted() -> None:
    assert parse(NAME, order_list()).notes == []


def test_a_changed_address_is_where_the_parcel_goes() -> None:
    columns = [*LIST_COLUMNS, "修改后的收货地址"]
    (order,) = orders(
        parse(NAME, order_list({"修改后的收货地址": "浙江省 杭州市 西湖区 青竹巷2号(310000)"}, columns=columns))
    )
    assert order.receiver is not None
    assert order.receiver.address == "浙江省 杭州市 西湖区 青竹巷2号"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("等待买家付款", PlatformStatus.WAIT_BUYER_PAY),
        ("买家已付款,等待卖家发货", PlatformStatus.WAIT_SELLER_SEND_GOODS),
        ("买家已付款，等待卖家发货", PlatformStatus.WAIT_SELLER_SEND_GOODS),
        ("卖家部分发货", PlatformStatus.SELLER_CONSIGNED_PART),
        ("卖家已发货，等待买家确认", PlatformStatus.WAIT_BUYER_CONFIRM_GOODS),
        ("卖家已发货,等待买家确认收货", PlatformStatus.WAIT_BUYER_CONFIRM_GOODS),
        ("买家已签收,货到付款专用", PlatformStatus.TRADE_BUYER_SIGNED),
        ("交易成功", PlatformStatus.TRADE_FINISHED),
        ("交易关闭", PlatformStatus.TRADE_CLOSED),
    ],
)
def test_statuses_become_the_platforms_codes(text: str, status: PlatformStatus) -> None:
    assert read_one(订单状态=text).status is status


def test_an_order_closed_before_payment_has_its_own_code() -> None:
    assert read_one(订单状态="交易关闭", **{"订单付款时间 ": ""}).status is PlatformStatus.TRADE_CLOSED_BY_TAOBAO


def test_an_unknown_status_is_kept_as_read_and_noted() -> None:
    parsed = parse(NAME, order_list({"订单状态": "火星发货中"}))
    assert orders(parsed)[0].status is PlatformStatus.UNKNOWN
    assert orders(parsed)[0].status_text == "火星发货中"
    assert any("火星发货中" in note for note in parsed.notes)


def test_a_note_over_several_lines_stays_one_note() -> None:
    assert read_one(买家留言='身高165\n180,75 都可以\n"谢谢"').buyer_note == '身高165\n180,75 都可以\n"谢谢"'


def test_a_nick_with_a_lost_emoji_is_taken_and_noted() -> None:
    parsed = parse(NAME, order_list({"买家会员名": "小鹿?"}))
    assert orders(parsed)[0].buyer == "小鹿?"
    assert any("表情" in note for note in parsed.notes)


def test_the_same_row_twice_is_one_order() -> None:
    assert len(orders(parse(NAME, order_list({}, {})))) == 1


def test_two_rows_of_one_order_that_differ_are_refused() -> None:
    with pytest.raises(ImportRejected) as caught:
        parse(NAME, order_list({}, {"买家实际支付金额": "1.00"}))
    assert [problem.where for problem in caught.value.problems] == [f"{NAME}:3 订单编号"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ExportOrderList202611201830.csv", datetime(2026, 11, 20, 10, 30, tzinfo=UTC)),
        ("ExportOrderList20261120183059.csv", datetime(2026, 11, 20, 10, 30, 59, tzinfo=UTC)),
        ("ExportOrderList202611201830 (1).csv", datetime(2026, 11, 20, 10, 30, tzinfo=UTC)),
        ("ExportOrderList23456789.csv", FILE_TIME),
        ("ExportOrderList999999999999.csv", FILE_TIME),
        ("ExportOrderList.csv", FILE_TIME),
    ],
)
def test_the_export_time_is_in_the_name_or_else_the_files_own(name: str, told: datetime) -> None:
    assert parse(name, order_list()).exported_at == told


def test_every_bad_row_is_told_with_line_and_column() -> None:
    rows = [{"订单编号": "1.93068E+15"}, {}, {"买家实际支付金额": "很多"}, {"订单创建时间": "昨天", "买家会员名": ""}]
    with pytest.raises(ImportRejected) as caught:
        parse(NAME, order_list(*rows))
    assert sorted(problem.where for problem in caught.value.problems) == [
        f"{NAME}:2 订单编号",
        f"{NAME}:4 买家实际支付金额",
        f"{NAME}:5 买家会员名",
        f"{NAME}:5 订单创建时间",
    ]


def test_a_refusal_repeats_nothing_personal() -> None:
    rows = [{"订单编号": "13912345678"}, {"订单创建时间": "13912345678"}, {"买家实际支付金额": "13912345678x"}]
    with pytest.raises(ImportRejected) as caught:
        parse(NAME, order_list(*rows))
    assert "13912345678" not in str(caught.value)
    assert ORDER_ID not in str(caught.value)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ImportRejected, match="订单状态"):
        parse(NAME, order_list(columns=[column for column in LIST_COLUMNS if column != "订单状态"]))


def test_an_export_without_orders_is_no_error() -> None:
    parsed = parse(NAME, order_list().splitlines(keepends=True)[0])
    assert list(parsed.rows) == []
    assert parsed.notes


def test_payments_later_than_the_export_are_noted_with_their_lines() -> None:
    late = {"订单编号": "1930679858170648", "订单付款时间 ": "2026-11-23 18:31:00"}
    soon = {"订单编号": "1930679858170649", "订单付款时间 ": "2026-11-23 18:29:00"}
    parsed = parse("ExportOrderList202611221830.csv", order_list({}, late, soon))
    assert len(parsed.rows) == 3
    assert [note for note in parsed.notes if "付款时间" in note] == [
        "1 单的付款时间比文件的导出时间晚一天以上（第 3 行）；请核对这些行和文件名里的时间"
    ]
