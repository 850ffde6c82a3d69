from __future__ import annotations

import pytest

from bot.storage.catalogue_join import CatalogueEntry, item_met, variant_words


def entry(item_id: str, **said: str) -> CatalogueEntry:
    values = {"title": "云片糕", "merchant_code": "", "sku": "", "variant": ""}
    return CatalogueEntry(item_id, **(values | said))


def met(*entries: CatalogueEntry, **said: str) -> str | None:
    values = {"title": "", "variant": "", "merchant_code": "", "outer_code": ""}
    return item_met(entries, **(values | said))


def test_the_merchant_code_comes_first() -> None:
    entries = (entry("A", merchant_code="YPG"), entry("B", sku="OUT", title="桂花糕"))
    assert met(*entries, merchant_code="YPG", outer_code="OUT", title="桂花糕") == "A"


def test_then_the_outer_code() -> None:
    entries = (entry("A", merchant_code="YPG"), entry("B", sku="OUT"))
    assert met(*entries, merchant_code="GONE", outer_code="OUT", title="云片糕") == "B"


def test_then_the_exact_title() -> None:
    entries = (entry("A"), entry("B", title="云片糕 200g"))
    assert met(*entries, merchant_code="GONE", title="云片糕") == "A"
    assert met(*entries, title="云片") is None


def test_a_merchant_code_may_be_that_of_a_variant() -> None:
    assert met(entry("A", sku="TX-RM"), merchant_code="TX-RM") == "A"


def test_a_code_on_several_items_is_settled_by_the_title() -> None:
    entries = (entry("A", merchant_code="X"), entry("B", merchant_code="X", title="桂花糕"))
    assert met(*entries, merchant_code="X", title="桂花糕") == "B"


def test_one_title_on_several_items_is_settled_by_the_variant() -> None:
    entries = (entry("A", variant="红色 L"), entry("B", variant="蓝色 L"))
    assert met(*entries, title="云片糕", variant="颜色分类：蓝色;尺码：L") == "B"


def test_what_nothing_tells_apart_is_not_guessed() -> None:
    assert met(entry("A"), entry("B"), title="云片糕") is None
    assert met(entry("A", merchant_code="X"), entry("B", merchant_code="X"), merchant_code="X") is None


def test_empty_codes_do_not_meet() -> None:
    assert met(entry("A"), merchant_code="", outer_code="", title="别的") is None


@pytest.mark.parametrize(
    "text", ["颜色分类：红色;尺码：L", "颜色分类:红色；尺码:L", "红色 L", "L 红色", "尺码：L;颜色分类：红色"]
)
def test_a_variant_is_the_same_however_it_is_written(text: str) -> None:
    assert variant_words(text) == {"红色", "L"}
