from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.orders import cells
from bot.orders.cells import CellError


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("23.50", 2350),
        ("0.29", 29),
        ("1,010.50", 101050),
        ("56.8元", 5680),
        ("￥１２", 1200),
        ("12.500", 1250),
        ("0", 0),
        ("", None),
        ("null", None),
    ],
)
def test_yuan_become_fen_exactly(cell: str, fen: int | None) -> None:
    assert cells.fen(cell) == fen


@pytest.mark.parametrize("cell", ["abc", "-1.00", "1.005", "1,01.5", "1e3", "12 块 5", "999999999999"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        cells.fen(cell)


@pytest.mark.parametrize("cell", ["2016-05-23 22:02:11", "2016/5/23 22:02:11", " 2016-05-23 22:02:11.0\t"])
def test_times_are_china_time_told_in_utc(cell: str) -> None:
    assert cells.moment(cell) == datetime(2016, 5, 23, 14, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell", ["2016-02-30 10:00:00", "2016-05-23", "23/05/2016 22:02", "42513.9", "2016-05/23 22:02"]
)
def test_what_is_no_time_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        cells.moment(cell)


@pytest.mark.parametrize(
    "cell", ['="1930679858170647"', "1930679858170647", "'1930679858170647", "\t1930679858170647\t"]
)
def test_order_numbers_are_read_as_text_in_every_wrapping(cell: str) -> None:
    assert cells.order_number(cell) == "1930679858170647"


def test_a_number_that_excel_destroyed_is_refused_with_the_reason() -> None:
    with pytest.raises(CellError, match=r"丢失.*重新下载.*不要用 Excel"):
        cells.order_number("1.93068E+15")


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x")', '="19306"&"79858170647"', "=1930679858170647", "@SUM(A1)", "+1930679858170647"]
)
def test_formulas_are_no_order_numbers(cell: str) -> None:
    with pytest.raises(CellError, match=r"公式|15 至 19"):
        cells.order_number(cell)


@pytest.mark.parametrize("cell", ["", "null", "12345678901234", "12345678901234567890", "19306798581706４7"])
def test_an_order_number_has_15_to_19_digits(cell: str) -> None:
    with pytest.raises(CellError, match="15 至 19"):
        cells.order_number(cell)


def test_what_is_told_of_a_wrong_number_does_not_repeat_it() -> None:
    with pytest.raises(CellError) as caught:
        cells.order_number("13800000001")
    assert "13800000001" not in str(caught.value)


@pytest.mark.parametrize("cell", ["No:YT880001", "'YT880001", "no：YT880001", "'No:YT880001", "YT880001 "])
def test_tracking_numbers_lose_what_the_platform_puts_before_them(cell: str) -> None:
    assert cells.tracking_number(cell) == "YT880001"


@pytest.mark.parametrize("cell", ["", " ", "null", "'null", "'null'", "\u3000", "NULL"])
def test_nothing_has_many_spellings(cell: str) -> None:
    assert cells.plain(cell) == ""
    assert cells.identifier(cell) == ""


def test_words_are_split_at_the_marks_that_people_type() -> None:
    assert cells.words("云片糕、糕点，点心;云片糕") == ("云片糕", "糕点", "点心")
