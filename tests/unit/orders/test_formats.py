"""Which format reads a file, when several are of one kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import ImportRejected
from bot.orders import couriers, recognise
from bot.orders.sheet import Column

OTHER = replace(
    couriers.FORMAT, columns=(Column("承运商", needed=True), Column("时效", needed=True)), file_name="carriers"
)


@pytest.fixture(autouse=True)
def second_format_of_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    both = (*recognise.formats(), OTHER)
    monkeypatch.setattr(recognise, "formats", lambda: both)


def test_of_one_kinds_formats_the_header_chooses() -> None:
    assert recognise.recognise("a.csv", ["承运商", "时效"], kind="couriers") is OTHER
    assert recognise.recognise("a.csv", ["快递", "最快天数", "最慢天数"], kind="couriers") is couriers.FORMAT


def test_a_header_of_none_is_told_what_the_nearest_lacks() -> None:
    with pytest.raises(ImportRejected, match="缺少列：时效"):
        recognise.recognise("a.csv", ["承运商"], kind="couriers")


def test_two_formats_of_one_kind_that_both_fit_are_no_question_of_kind() -> None:
    header = ["快递", "最快天数", "最慢天数", "默认", "承运商", "时效"]
    assert recognise.recognise("a.csv", header) is couriers.FORMAT


def test_each_kind_is_named_once() -> None:
    assert recognise.shop_tables().count("couriers") == 1
