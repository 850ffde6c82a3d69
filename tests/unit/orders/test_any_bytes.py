"""Whatever the bytes are, they are read as they were meant or refused: never an accident, never half a row."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.ports import OrderHeader, ParsedFile
from tests.seller_files import LIST_COLUMNS, LIST_ROW, order_list, parse, xlsx_bytes

NAME = "ExportOrderList202611221130.csv"
WHOLE = order_list(
    *({"订单编号": f'="193067985817064{n}"', "确认收货时间": f"2026-11-2{n} 10:00:0{n}"} for n in range(3))
)
WORKBOOK = xlsx_bytes([LIST_COLUMNS, *[[LIST_ROW.get(column) for column in LIST_COLUMNS]] * 3])


def orders(parsed: ParsedFile) -> list[object]:
    return [cast(OrderHeader, row).order for row in parsed.rows]


def test_a_file_cut_at_any_byte_gives_whole_rows_or_nothing() -> None:
    whole = orders(parse(NAME, WHOLE))
    last_cell_not_begun = WHOLE.index(b"2026-11-20")  # with no row above it nothing tells that a time was to come
    for end in (end for end in range(len(WHOLE)) if end != last_cell_not_begun):
        with suppress(BadInput):
            read = orders(parse(NAME, WHOLE[:end]))
            assert read == whole[: len(read)], f"cut after {end} bytes"


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b'"')
@example(b"\xff\xfe\x00")
@example("订单编号,买家会员名\n".encode("utf-16")[:-1])
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadInput):
        parse("file.csv", data)


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3))
def test_a_damaged_file_is_read_or_refused(place: int, damage: bytes) -> None:
    with suppress(BadInput):
        parse(NAME, WHOLE[:place] + damage + WHOLE[place + 1 :])


@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_workbook_is_read_or_refused(place: int, damage: bytes) -> None:
    with suppress(BadInput):
        parse("ExportOrderList202611221130.xlsx", WORKBOOK[:place] + damage + WORKBOOK[place + len(damage) :])
