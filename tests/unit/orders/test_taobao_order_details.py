from __future__ import annotations

from typing import cast

import pytest

from bot.domain.order import RefundStage
from bot.errors import ImportRejected
from bot.ports import OrderLineRow, ParsedFile
from tests.seller_files import DETAIL_COLUMNS, ORDER_ID, order_details, parse

NAME = "ExportOrderDetailList202611221130.csv"
LATER_COLUMNS = ["子订单编号", "主订单编号", *DETAIL_COLUMNS[1:]]
OTHER_ID = "1930679858170648"


def lines(parsed: ParsedFile) -> list[OrderLineRow]:
    return cast(list[OrderLineRow], list(parsed.rows))


def test_reads_a_line_as_the_platform_writes_it() -> None:
    (row,) = lines(parse(NAME, order_details()))
    assert (row.order_id, row.line.title, row.line.quantity) == (ORDER_ID, "手工云片糕 200g 传统糕点", 2)
    assert (row.line.price_fen, row.line.variant, row.line.merchant_code) == (2840, "口味：原味", "YPG-200")


def test_counts_the_lines_of_each_order() -> None:
    parsed = parse(NAME, order_details({}, {"订单编号": OTHER_ID}, {"标题": "桂花糕"}))
    assert [(row.order_id, row.line.line_no) for row in lines(parsed)] == [(ORDER_ID, 1), (OTHER_ID, 1), (ORDER_ID, 2)]


def test_later_exports_name_the_order_by_another_column() -> None:
    row = {"子订单编号": "'1930679858170650", "主订单编号": f'="{ORDER_ID}"'}
    (line,) = lines(parse(NAME, order_details(row, columns=LATER_COLUMNS)))
    assert (line.order_id, line.sub_order_id) == (ORDER_ID, "1930679858170650")


def test_the_order_is_named_by_order_number_beside_a_sub_order_number() -> None:
    row = {"子订单编号": "1930679858170650"}
    (line,) = lines(parse(NAME, order_details(row, columns=["子订单编号", *DETAIL_COLUMNS])))
    assert (line.order_id, line.sub_order_id) == (ORDER_ID, "1930679858170650")


def test_the_same_sub_order_twice_is_one_line() -> None:
    row = {"子订单编号": "1930679858170650", "主订单编号": ORDER_ID}
    assert len(lines(parse(NAME, order_details(row, row, columns=LATER_COLUMNS)))) == 1


def test_one_sub_order_with_two_contents_is_refused() -> None:
    row = {"子订单编号": "1930679858170650", "主订单编号": ORDER_ID}
    with pytest.raises(ImportRejected) as caught:
        parse(NAME, order_details(row, {**row, "购买数量": "3"}, columns=LATER_COLUMNS))
    assert [problem.where for problem in caught.value.problems] == [f"{NAME}:3 子订单编号"]


def test_two_like_lines_without_sub_orders_are_two_lines() -> None:
    assert len(lines(parse(NAME, order_details({}, {})))) == 2


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("", RefundStage.NONE),
        ("没有申请退款", RefundStage.NONE),
        ("买家已经申请退款，等待卖家同意", RefundStage.WAIT_SELLER_AGREE),
        ("买家已经申请退款等待卖家同意", RefundStage.WAIT_SELLER_AGREE),
        ("卖家已经同意退款,等待买家退货", RefundStage.WAIT_BUYER_RETURN),
        ("买家已经退货 等待卖家确认收货", RefundStage.WAIT_SELLER_CONFIRM),
        ("卖家拒绝退款", RefundStage.REFUSED),
        ("退款关闭", RefundStage.CLOSED),
        ("退款成功", RefundStage.SUCCESS),
    ],
)
def test_refund_stages_become_the_platforms_codes(text: str, stage: RefundStage) -> None:
    assert lines(parse(NAME, order_details({"退款状态": text})))[0].line.refund is stage


def test_an_unknown_refund_stage_is_kept_as_read_and_noted() -> None:
    parsed = parse(NAME, order_details({"退款状态": "平台小二介入"}))
    assert lines(parsed)[0].line.refund is RefundStage.UNKNOWN
    assert lines(parsed)[0].refund_text == "平台小二介入"
    assert any("平台小二介入" in note for note in parsed.notes)


def test_a_quantity_must_be_a_number() -> None:
    with pytest.raises(ImportRejected) as caught:
        parse(NAME, order_details({"购买数量": "两件"}, {"购买数量": ""}))
    assert [problem.where for problem in caught.value.problems] == [f"{NAME}:2 购买数量", f"{NAME}:3 购买数量"]
