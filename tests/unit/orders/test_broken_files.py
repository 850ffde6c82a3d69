from __future__ import annotations

import io
import zipfile

import pytest

from bot.errors import ImportRejected, TooLarge
from bot.orders.recognise import parse_file, read_table
from bot.orders.tabular import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.seller_files import FILE_TIME, LIST_COLUMNS, LIST_ROW, order_list, parse, table, xlsx_bytes

NAME = "ExportOrderList202611221130.csv"
COURIERS = "快递,最快天数,最慢天数,默认\n韵达,2,3,是\n"


def refusal(data: bytes, name: str = NAME) -> str:
    with pytest.raises(ImportRejected) as caught:
        parse(name, data)
    return str(caught.value)


@pytest.mark.parametrize("missing", [1, 2, 3, 6, 9, 10, 19, 20, 40, 120, 200])
def test_a_file_cut_anywhere_in_its_last_row_is_refused_with_the_line(missing: int) -> None:
    first = {"确认收货时间": "2026-11-20 09:30:01"}
    whole = order_list(first, {"订单编号": "1930679858170648", "确认收货时间": "2026-11-22 10:00:00"})
    told = refusal(whole.removesuffix(b"\r\n")[:-missing])
    assert f"{NAME}:3" in told or "字节" in told


def test_a_file_whose_only_row_is_cut_is_refused() -> None:
    assert "断开" in refusal(order_list()[:-30])


def test_a_last_line_without_a_line_end_is_taken_when_it_is_whole_and_noted() -> None:
    parsed = parse(NAME, order_list().removesuffix(b"\r\n"))
    assert len(parsed.rows) == 1
    assert any("没有换行" in note for note in parsed.notes)


POLICIES = "项目,值\n退换天数,7\n退款到账,1-3个工作日"
OPEN_ENDS = {
    "catalogue.csv": "商品编号,标题,价格\nA1,云片糕,12.50",
    "couriers.csv": "快递,最快天数,最慢天数\n韵达,2,3",
    "promotions.csv": "活动编号,类型,名称,规则\nP1,优惠券,新人券,满99元减10元",
    "policies.csv": POLICIES.removesuffix("作日"),
    "size_charts.csv": "商品编号,尺码,身高下限,身高上限\nA1,M,155,165",
}


@pytest.mark.parametrize("name", OPEN_ENDS)
def test_a_table_that_replaces_all_is_refused_when_its_last_line_has_no_end(name: str) -> None:
    told = refusal(OPEN_ENDS[name].encode(), name)
    assert f"{name}:{OPEN_ENDS[name].count(chr(10)) + 1}" in told
    assert "末尾没有换行" in told and OPEN_ENDS[name].rpartition(",")[2] in told and "--accept-open-end" in told


@pytest.mark.parametrize("name", OPEN_ENDS)
def test_a_table_without_a_last_line_end_is_taken_when_somebody_looked(name: str) -> None:
    parsed = parse_file(name, OPEN_ENDS[name].encode(), modified_at=FILE_TIME, accept_open_end=True)
    assert parsed.rows == parse(name, f"{OPEN_ENDS[name]}\n".encode()).rows


def test_a_table_cut_at_any_byte_of_its_last_row_never_replaces_the_whole_one() -> None:
    data = POLICIES.encode()
    for end in range(data.rindex(b"\n") + 2, len(data) + 1):
        with pytest.raises(ImportRejected):
            parse("policies.csv", data[:end])


def test_blanks_after_the_last_line_end_are_no_open_end() -> None:
    assert len(parse("policies.csv", f"{POLICIES}\n  ".encode()).rows) == 2


ENDS_WITH = [column for column in LIST_COLUMNS if column not in ("退款金额", "发货时间", "确认收货时间", "发票抬头")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("退款金额", "12.5"),
        ("退款金额", "7"),
        ("确认收货时间", "2026-11-22 10:00"),
        ("发票抬头", "杭州青山"),
    ],
)
def test_an_order_file_is_refused_when_its_last_cell_may_go_on(column: str, value: str) -> None:
    data = order_list({column: value}, columns=[*ENDS_WITH, column]).removesuffix(b"\r\n")
    told = refusal(data)
    assert f"{NAME}:2" in told and column in told and "--accept-open-end" in told
    assert value not in told.replace(NAME, "")
    assert parse_file(NAME, data, modified_at=FILE_TIME, accept_open_end=True).rows


@pytest.mark.parametrize(
    ("column", "value"),
    [("退款金额", "12.50"), ("确认收货时间", "2026-11-22 10:00:00"), ("发票抬头", ""), ("是否手机订单", "手机订单")],
)
def test_an_order_file_is_taken_when_nothing_can_be_missing_from_its_last_cell(column: str, value: str) -> None:
    data = order_list({column: value}, columns=[*(c for c in ENDS_WITH if c != column), column])
    assert len(parse(NAME, data.removesuffix(b"\r\n")).rows) == 1


def test_times_to_the_minute_are_whole_where_all_above_are() -> None:
    rows = ({"确认收货时间": f"2026/11/22 10:0{n}", "订单编号": f"193067985817064{n}"} for n in range(2))
    data = order_list(*rows, columns=[*ENDS_WITH, "确认收货时间"])
    assert len(parse(NAME, data.removesuffix(b"\r\n")).rows) == 2


def test_a_row_in_the_middle_that_lost_cells_is_refused() -> None:
    lines = order_list({}, {"订单编号": "1930679858170648"}).splitlines(keepends=True)
    cut = lines[1].rsplit(b",", 4)[0] + b"\r\n"
    assert f"{NAME}:2" in refusal(b"".join([lines[0], cut, lines[2]]))


def test_a_row_wider_than_the_header_is_refused() -> None:
    lines = order_list().splitlines()
    assert f"{NAME}:2" in refusal(b"\r\n".join([lines[0], lines[1] + b",x"]) + b"\r\n")


def test_empty_cells_after_the_last_column_do_no_harm() -> None:
    lines = order_list().splitlines()
    assert len(parse(NAME, b"\r\n".join([lines[0], lines[1] + b",,", b",,,", b""])).rows) == 1


def test_a_quote_that_never_closes_is_refused_with_the_line_where_it_opens() -> None:
    rows = order_list(*({"订单编号": f"19306798581706{n:02}"} for n in range(50)))
    lines = rows.splitlines(keepends=True)
    lines[10] = lines[10].replace("晴天小筑".encode("gbk"), b'"' + "晴天小筑".encode("gbk"))
    assert f"{NAME}:11" in refusal(b"".join(lines))


@pytest.mark.parametrize("number", ['="{}"', "{}", "'{}"])
@pytest.mark.parametrize("closes", [1, 2])
def test_a_quote_that_swallows_rows_is_refused(number: str, closes: int) -> None:
    ids = [number.format(f"193067985817064{n}") for n in range(3)]
    rows = [{"订单编号": i, "订单状态": "交易成功", "买家留言": f"留言{n}"} for n, i in enumerate(ids)]
    text = order_list(*rows).decode("gbk")
    swallowing = text.replace("留言0", '"留言0').replace(f"留言{closes}", f'留言{closes}"')
    assert f"{NAME}:2" in refusal(swallowing.encode("gbk"))


def test_garbage_is_refused_with_the_byte() -> None:
    assert "第 0 字节" in refusal(b"\xff\x81\x00\x90garbage")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_fault_of_the_encoding_is_told_with_its_line(encoding: str) -> None:
    whole = order_list({}, {"订单编号": "1930679858170648", "买家留言": "坏在这里"}, {"订单编号": "1930679858170649"})
    before, after = whole.decode("gb18030").split("坏在这里")
    broken = b"\xd8\xd8\xd8" if encoding == "utf-16" else b"\xff"
    told = refusal(before.encode(encoding) + broken + after.encode(encoding.replace("-16", "-16-le")))
    assert f"{NAME}:3 第 {len(before.encode(encoding))} 字节" in told


def test_utf8_cut_within_a_character_is_refused_not_read_as_gbk() -> None:
    data = order_list(encoding="utf-8").removesuffix(b"\r\n") + "备注".encode()[:-1]
    assert "UTF-8" in refusal(data)


def test_bytes_that_are_neither_utf8_nor_gbk_are_refused() -> None:
    data = order_list().replace("晴天".encode("gbk"), b"\xff\xff\xff")
    assert "GB18030" in refusal(data)


def test_a_null_character_is_refused_with_line_and_column() -> None:
    assert f"{NAME}:2 第2列" in refusal(order_list({"买家会员名": "晴\0天"}))


def test_bad_rows_and_cut_rows_are_told_together() -> None:
    data = order_list({"订单编号": "1.93068E+15"}, {"订单编号": "1930679858170648"})[:-30]
    told = refusal(data)
    assert f"{NAME}:2 订单编号" in told
    assert f"{NAME}:3" in told


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "空" in refusal(data)


def test_an_unknown_table_is_told_what_is_known() -> None:
    told = refusal("甲,乙\n1,2\n".encode(), "随便.csv")
    assert "couriers：快递" in told


def test_one_column_name_twice_is_refused() -> None:
    assert "不止一次" in refusal(b"\xe5\xbf\xab\xe9\x80\x92," + COURIERS.encode(), "couriers.csv")


def test_a_web_page_called_xls_is_refused_as_what_it_is() -> None:
    assert "网页" in refusal(b"<html><table><tr><td>1</td></tr></table></html>", "orders.xls")


def test_an_old_xls_is_refused_with_what_to_do() -> None:
    assert "另存为" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "orders.xls")


def test_a_locked_xlsx_is_refused_with_what_to_do() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "密码" in refusal(data, "orders.xlsx")


def test_a_damaged_xlsx_is_refused() -> None:
    whole = xlsx_bytes([["快递", "最快天数", "最慢天数"], ["韵达", 2, 3]])
    assert "损坏" in refusal(whole[: len(whole) // 2], "couriers.xlsx")
    assert "损坏" in refusal(whole.replace(b"xl/workbook.xml", b"xl/nowhere_.xml"), "couriers.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "损坏" in refusal(file.getvalue(), "couriers.xlsx")


def test_a_zip_bomb_is_not_opened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(8_000_000))
    with pytest.raises(TooLarge, match="解压"):
        parse("couriers.xlsx", file.getvalue())


def changed_sheet(old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    whole = xlsx_bytes([["快递", "最快天数", "最慢天数"], ["韵达", 2, 3]])
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            after.writestr(entry.filename, part.replace(old, new) if "sheet1" in entry.filename else part)
    return file.getvalue()


def test_a_workbook_with_a_doctype_is_not_read() -> None:
    data = changed_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    assert "DOCTYPE" in refusal(data, "couriers.xlsx")


def test_a_sheet_that_counts_its_rows_without_end_is_too_large() -> None:
    with pytest.raises(TooLarge):
        parse("couriers.xlsx", changed_sheet(b'<row r="2"', b'<row r="9999999999"'))


def test_one_long_text_in_every_cell_is_too_large() -> None:
    rows = [["快递", "最快天数", "最慢天数"], *[["韵" * 60_000, 1, 2]] * 2000]
    with pytest.raises(TooLarge):
        parse("couriers.xlsx", xlsx_bytes(rows))


def test_a_number_that_the_spreadsheet_cut_to_15_digits_is_refused() -> None:
    row = [1930679858170647 if c == "订单编号" else LIST_ROW.get(c) for c in LIST_COLUMNS]
    told = refusal(xlsx_bytes([LIST_COLUMNS, row]), "ExportOrderList202611221130.xlsx")
    assert "Excel" in told
    assert ":2 订单编号" in told


def test_a_15_digit_number_in_a_spreadsheet_is_whole() -> None:
    row = [193067985817064 if c == "订单编号" else LIST_ROW.get(c) for c in LIST_COLUMNS]
    assert len(parse("ExportOrderList202611221130.xlsx", xlsx_bytes([LIST_COLUMNS, row])).rows) == 1


def test_more_than_20_mb_are_too_large() -> None:
    with pytest.raises(TooLarge, match="20 MB"):
        parse(NAME, bytes(MAX_BYTES + 1))


def test_more_rows_than_the_cap_are_too_large() -> None:
    with pytest.raises(TooLarge, match=str(MAX_ROWS)):
        read_table("couriers.csv", COURIERS.encode() + b"a,1,1,\n" * MAX_ROWS)


def test_as_many_rows_as_the_cap_are_read() -> None:
    assert len(read_table("couriers.csv", b"a,b\n" + b"1,1\n" * MAX_ROWS).rows) == MAX_ROWS


def test_more_columns_than_the_cap_are_refused() -> None:
    header = ",".join(["快递", "最快天数", "最慢天数", *(f"x{n}" for n in range(MAX_COLUMNS))])
    assert str(MAX_COLUMNS) in refusal(f"{header}\n韵达,1,2\n".encode(), "couriers.csv")


@pytest.mark.parametrize("length", [70_000, 200_000])
def test_a_cell_over_64_kb_is_refused(length: int) -> None:
    assert "64 KB" in refusal(f"快递,最快天数,最慢天数\n{'韵' * length},1,2\n".encode(), "couriers.csv")


def test_a_hand_made_table_may_leave_out_the_last_cells() -> None:
    assert len(parse("couriers.csv", table("快递,最快天数,最慢天数,默认\n韵达,2,3,是\n顺丰,1,2")).rows) == 2


def test_excels_unicode_text_is_read_by_its_tabs() -> None:
    data = COURIERS.replace(",", "\t").encode("utf-16")
    assert len(parse("couriers.txt", data).rows) == 1


def test_a_smaller_number_in_the_last_cell_is_no_break() -> None:
    data = "商品编号,标题,价格,库存\nA1,云片糕,12.50,100\nA2,桂花糕,9,5".encode()
    assert len(parse_file("catalogue.csv", data, modified_at=FILE_TIME, accept_open_end=True).rows) == 2
