from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.order import Order, RefundStage
from bot.errors import BadInput, SettingsError, StoreError, UnknownId
from bot.ports import ImportReport, ParsedFile
from bot.storage import imports as imports_module
from bot.storage import publish, staging
from bot.storage.database import Database, open_database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from bot.storage.tables import imports, size_rows, staged_rows
from tests.fakes import FixedClock
from tests.seller_files import ORDER_ID, order_details, order_list, parse, table
from tests.stores import contents, copy_of_sqlite

BUYER = "晴天小筑"
CATALOGUE = "商品编号,标题,商家编码,规格,规格编码,价格\nA1,新标题,YPG-200,原味,,28.40\nA2,桂花糕 100g,,,GHG,9.90"


def list_file(at: str = "202611221000", *changes: dict[str, str]) -> ParsedFile:
    return parse(f"ExportOrderList{at}.csv", order_list(*changes))


def details_file(at: str = "202611221000", *changes: dict[str, str]) -> ParsedFile:
    return parse(f"ExportOrderDetailList{at}.csv", order_details(*changes))


def shop_table(kind: str, text: str, at: str = "202611221000") -> ParsedFile:
    return parse(f"{kind}{at}.csv", table(text), kind=kind)


def told(orders: SqlOrderSource) -> Order:
    order = orders.order("shop", ORDER_ID, buyer=BUYER)
    assert order is not None
    return order


def counts(report: ImportReport) -> dict[str, int]:
    names = ("new", "replaced", "unchanged", "older_skipped", "removed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def staged_count(database: Database) -> int:
    with database.reading() as connection:
        waiting = select(func.count()).select_from(imports).where(imports.c.status == "staged")
        rows = connection.scalar(select(func.count()).select_from(staged_rows)) or 0
        return rows + (connection.scalar(waiting) or 0)


def test_a_list_and_its_details_make_orders(importer: Importer, orders: SqlOrderSource) -> None:
    reports = importer.import_files("shop", [list_file(), details_file()])
    assert [counts(report) for report in reports] == [{"new": 1}, {"new": 1}]
    assert [line.title for line in told(orders).lines] == ["手工云片糕 200g 传统糕点"]
    assert told(orders).as_of == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_details_may_come_before_their_list(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [details_file()])
    assert orders.orders_of("shop", buyer=BUYER) == []
    importer.import_files("shop", [list_file()])
    assert len(told(orders).lines) == 1


def test_a_list_without_details_is_fine(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file()])
    assert told(orders).lines == ()


def test_the_same_file_again_does_nothing_and_says_so(importer: Importer, shop: SqlShopSource) -> None:
    importer.import_files("shop", [list_file()])
    version = shop.version("shop")
    again = importer.import_files("shop", [list_file()])[0]
    assert again.already_known
    assert "已经导入过" in str(again)
    assert shop.version("shop") == version


def test_the_same_content_told_later_is_newer(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file("202611221000")])
    report = importer.import_files("shop", [list_file("202611221100")])[0]
    assert (counts(report), report.already_known) == ({"unchanged": 1}, False)
    assert told(orders).as_of == datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_a_newer_file_replaces_its_orders_and_leaves_the_others(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file("202611221000", {}, {"订单编号": "1930679858170648"})])
    report = importer.import_files(
        "shop", [list_file("202611221100", {"收货人姓名": "林大满", "订单状态": "交易成功"})]
    )[0]
    assert counts(report) == {"replaced": 1}
    assert told(orders).receiver is not None
    assert told(orders).status_text == "交易成功"
    assert len(orders.orders_of("shop", buyer=BUYER)) == 2


def test_an_older_file_changes_nothing_that_a_newer_one_told(importer: Importer, database: Database) -> None:
    importer.import_files("shop", [list_file("202611221100"), details_file("202611221100")])
    before = contents(database)
    older = [list_file("202611221000", {"订单状态": "等待买家付款"}), details_file("202611221000", {"购买数量": "9"})]
    reports = importer.import_files("shop", older)
    assert [counts(report) for report in reports] == [{"older_skipped": 1}, {"older_skipped": 1}]
    assert {**contents(database), "shops": []} == {**before, "shops": []}


def test_a_newer_detail_file_replaces_all_lines_of_an_order(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file(), details_file("202611221000", {}, {"标题": "赠品"})])
    importer.import_files("shop", [details_file("202611221100", {"退款状态": "退款成功", "退款金额": "28.40"})])
    (line,) = told(orders).lines
    assert line.refund is RefundStage.SUCCESS
    assert told(orders).refund_fen == 2840


def test_a_refund_that_the_list_tells_is_not_added_to_that_of_the_lines(
    importer: Importer, orders: SqlOrderSource
) -> None:
    details = details_file("202611221000", {"退款金额": "28.40"})
    importer.import_files("shop", [list_file("202611221000", {"退款金额": "20.00"}), details])
    assert told(orders).refund_fen == 2000


def test_a_shipment_joins_its_order_whenever_it_comes(importer: Importer, orders: SqlOrderSource) -> None:
    shipments = shop_table("shipments", f"订单编号,快递,运单号,签收时间\n{ORDER_ID},韵达,YD1,2026-11-22 09:00")
    importer.import_files("shop", [shipments])
    importer.import_files("shop", [list_file()])
    shipment = told(orders).shipment
    assert shipment is not None
    assert shipment.signed_at == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert shipment.as_of == shipments.exported_at


def test_shipments_update_by_order_and_keep_the_rest(importer: Importer, orders: SqlOrderSource) -> None:
    header = "订单编号,快递,运单号"
    importer.import_files("shop", [list_file(), shop_table("shipments", f"{header}\n{ORDER_ID},韵达,YD1")])
    report = importer.import_files(
        "shop", [shop_table("shipments", f"{header}\n1930679858170648,顺丰,SF1", "202611221100")]
    )[0]
    assert counts(report) == {"new": 1}
    assert told(orders).shipment is not None


def test_a_catalogue_replaces_the_one_before(importer: Importer, shop: SqlShopSource) -> None:
    importer.import_files("shop", [shop_table("catalogue", CATALOGUE)])
    newer = "商品编号,标题,商家编码,规格,价格\nA1,新标题,YPG-200,原味,30\nA3,绿豆糕,,,8"
    report = importer.import_files("shop", [shop_table("catalogue", newer, "202611221100")])[0]
    assert counts(report) == {"new": 1, "replaced": 1, "removed": 1}
    assert [(item.item_id, item.price_fen) for item in shop.items("shop")] == [("A1", 3000), ("A3", 800)]


def test_items_that_stay_the_same_are_told_as_of_the_newer_catalogue(importer: Importer, shop: SqlShopSource) -> None:
    importer.import_files("shop", [shop_table("catalogue", CATALOGUE)])
    report = importer.import_files("shop", [shop_table("catalogue", CATALOGUE, "202611221130")])[0]
    assert counts(report) == {"unchanged": 2}
    assert {item.as_of for item in shop.items("shop")} == {datetime(2026, 11, 22, 3, 30, tzinfo=UTC)}


def test_going_back_to_an_earlier_catalogue_is_no_repetition(importer: Importer, shop: SqlShopSource) -> None:
    first, second = (
        shop_table("policies", "项目,值\n运费,8"),
        shop_table("policies", "项目,值\n运费,9", "202611221100"),
    )
    importer.import_files("shop", [first])
    importer.import_files("shop", [second])
    report = importer.import_files("shop", [first])[0]
    assert not report.already_known
    assert any("早于" in note for note in report.notes)
    assert shop.policy("shop").freight_fen == 800


def test_a_new_catalogue_leaves_the_size_charts(importer: Importer, shop: SqlShopSource, database: Database) -> None:
    charts = "商品编号,尺码,身高下限,身高上限\nA1,M,155,165"
    importer.import_files("shop", [shop_table("catalogue", CATALOGUE), shop_table("size_charts", charts)])
    importer.import_files("shop", [shop_table("catalogue", "商品编号,标题,价格\nA2,桂花糕,9", "202611221100")])
    importer.import_files("shop", [shop_table("catalogue", CATALOGUE, "202611221200")])
    item = shop.item("shop", "A1")
    assert item is not None
    assert [row.size for row in item.size_chart] == ["M"]
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(size_rows)) == 1


def test_a_size_chart_without_its_item_is_noted(importer: Importer) -> None:
    report = importer.import_files(
        "shop", [shop_table("size_charts", "商品编号,尺码,身高下限,身高上限\nA9,M,155,165")]
    )[0]
    assert any("商品表" in note for note in report.notes)


def test_a_catalogue_that_comes_later_mends_the_orders(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file(), details_file()])
    assert told(orders).lines[0].item_id is None
    importer.import_files("shop", [shop_table("catalogue", CATALOGUE)])
    assert told(orders).lines[0].item_id == "A1"


def test_each_publish_counts_the_version_up_by_one(importer: Importer, shop: SqlShopSource) -> None:
    assert shop.version("shop") == 0
    importer.import_files("shop", [list_file(), details_file()])
    assert shop.version("shop") == 1
    importer.import_files("shop", [list_file("202611221100")])
    assert shop.version("shop") == 2


def test_shops_do_not_see_each_others_rows(
    importer: Importer, orders: SqlOrderSource, shop: SqlShopSource, database: Database
) -> None:
    importer.create_shop("other", "别家")
    importer.import_files("shop", [list_file(), details_file(), shop_table("catalogue", CATALOGUE)])
    importer.import_files("other", [list_file("202611221000", {"订单状态": "交易成功"})])
    other = orders.order("other", ORDER_ID, buyer=BUYER)
    assert other is not None
    assert (other.status_text, other.lines, shop.items("other")) == ("交易成功", (), [])
    assert told(orders).status_text != "交易成功"


def test_a_file_for_an_unknown_shop_is_refused_with_the_known_ones(importer: Importer) -> None:
    with pytest.raises(UnknownId, match="there are: shop"):
        importer.import_files("shoop", [list_file()])


def test_a_kind_that_no_table_takes_is_refused(importer: Importer) -> None:
    with pytest.raises(BadInput, match="order_list"):
        importer.import_files("shop", [replace(list_file(), kind="orders")])


def test_a_file_from_the_future_is_noted(importer: Importer) -> None:
    assert any("晚于现在" in note for note in importer.import_files("shop", [list_file("202711221000")])[0].notes)


def test_an_empty_file_of_orders_is_published_without_harm(importer: Importer, orders: SqlOrderSource) -> None:
    importer.import_files("shop", [list_file()])
    importer.import_files("shop", [replace(list_file("202611221100"), rows=[], sha256="empty")])
    assert told(orders).order_id == ORDER_ID


def test_more_rows_than_a_chunk_arrive_whole(importer: Importer, orders: SqlOrderSource) -> None:
    changes = [{"订单编号": f"19306798581{n:05}"} for n in range(1201)]
    assert counts(importer.import_files("shop", [list_file("202611221000", *changes)])[0]) == {"new": 1201}
    assert len(orders.orders_of("shop", buyer=BUYER, limit=2000)) == 1201


def fail_in(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Publishing a file of the kind writes its rows and then fails."""
    whole = publish.publish

    def failing(connection: Any, shop_id: str, unit_kind: Any, *rest: Any) -> Any:
        done = whole(connection, shop_id, unit_kind, *rest)
        if unit_kind.kind == kind:
            raise RuntimeError("the disk went away")
        return done

    monkeypatch.setattr(imports_module, "publish", failing)


@pytest.mark.parametrize("kind", ["order_list", "order_lines"])
def test_a_failure_while_publishing_leaves_the_store_as_it_was(
    importer: Importer, database: Database, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    importer.import_files("shop", [list_file(), details_file()])
    before = contents(database)
    newer = [list_file("202611221100", {"订单状态": "交易成功"}), details_file("202611221100", {"购买数量": "7"})]
    fail_in(monkeypatch, kind)
    with pytest.raises(RuntimeError):
        importer.import_files("shop", newer)
    assert contents(database) == before
    assert staged_count(database) == 0


def test_after_a_failure_the_same_files_can_be_imported(
    importer: Importer, orders: SqlOrderSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        fail_in(broken, "order_list")
        with pytest.raises(RuntimeError):
            importer.import_files("shop", [list_file()])
    assert counts(importer.import_files("shop", [list_file()])[0]) == {"new": 1}
    assert told(orders).order_id == ORDER_ID


def stage_and_die(importer: Importer, monkeypatch: pytest.MonkeyPatch, parsed: ParsedFile) -> None:
    """As a killed process leaves it: staged, neither published nor discarded."""
    with monkeypatch.context() as dying:
        fail_in(dying, parsed.kind)
        dying.setattr(Importer, "_discard", lambda *_: None)
        with pytest.raises(RuntimeError):
            importer.import_files("shop", [parsed])


def test_what_a_dead_import_staged_is_swept_when_its_file_comes_again(
    importer: Importer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_and_die(importer, monkeypatch, list_file())
    assert staged_count(database) == 2
    importer.import_files("shop", [list_file()])
    assert staged_count(database) == 0


def test_what_a_dead_import_staged_is_swept_by_any_later_import(
    importer: Importer, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_and_die(importer, monkeypatch, list_file())
    clock.time += timedelta(hours=1)
    importer.import_files("shop", [details_file()])
    assert staged_count(database) == 0


def test_a_running_import_is_not_swept(importer: Importer, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    stage_and_die(importer, monkeypatch, list_file())
    importer.import_files("shop", [details_file()])
    assert staged_count(database) == 2


def test_an_import_that_another_one_took_over_says_try_again(
    importer: Importer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = staging.stage

    def staged_then_swept(*arguments: Any, **options: Any) -> str:
        import_id: str = stage(*arguments, **options)
        with database.writing() as connection:
            connection.execute(imports.delete())
        return import_id

    monkeypatch.setattr(staging, "stage", staged_then_swept)
    with pytest.raises(StoreError) as caught:
        importer.import_files("shop", [list_file()])
    assert caught.value.retry


def test_a_demo_never_joins_a_real_shop(importer: Importer) -> None:
    with pytest.raises(SettingsError, match="holds a real shop"):
        importer.create_shop("demo", "示范店", is_demo=True)


def test_a_real_shop_never_joins_the_demo(database: Database, clock: FixedClock) -> None:
    importer = Importer(database, clock)
    importer.create_shop("demo", "示范店", is_demo=True)
    with pytest.raises(SettingsError, match="holds the demo shop"):
        importer.create_shop("shop", "晴天小铺")
    with pytest.raises(SettingsError):
        importer.create_shop("demo", "晴天小铺")


def test_a_shop_made_again_keeps_its_version_and_takes_the_name(importer: Importer, shop: SqlShopSource) -> None:
    importer.import_files("shop", [list_file()])
    importer.create_shop("shop", "晴天大铺")
    assert [known.name for known in shop.shops()] == ["晴天大铺"]
    assert shop.version("shop") == 1


@pytest.mark.parametrize("shop_id", ["", "a b", "a/b", "x" * 65, "a\0"])
def test_a_shop_id_is_a_short_word(importer: Importer, shop_id: str) -> None:
    with pytest.raises(BadInput):
        importer.create_shop(shop_id, "店")


def test_imports_at_the_same_time_all_count(importer: Importer, database: Database, shop: SqlShopSource) -> None:
    def import_some(first: int) -> None:
        for n in range(first, first + 5):
            change = {"订单编号": f"19306798581{n:05}", "买家会员名": f"买家{first}"}
            importer.import_files("shop", [list_file(f"2026112210{n:02}", change)])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(import_some, (0, 10, 20, 30)))
    assert shop.version("shop") == 20
    source = SqlOrderSource(database)
    assert [len(source.orders_of("shop", buyer=f"买家{first}")) for first in (0, 10, 20, 30)] == [5, 5, 5, 5]


def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(sqlite_template: str, tmp_path: Path) -> None:
    database = open_database(copy_of_sqlite(sqlite_template, tmp_path))
    importer = Importer(database, FixedClock(), pause_s=0)
    importer.create_shop("shop", "晴天小铺")
    importer.import_files("shop", [list_file()])
    before = contents(database)
    with database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 40}")
    with pytest.raises(StoreError, match="disk") as caught:
        importer.import_files(
            "shop", [list_file("202611221100", *({"订单编号": f"19306798581{n:05}"} for n in range(2000)))]
        )
    assert not caught.value.retry
    database.check()
    assert contents(database) == before
    database.close()


def test_lines_whose_order_is_in_no_list_are_counted_and_join_later(importer: Importer) -> None:
    details = details_file("202611221000", {}, {"标题": "赠品"})
    [report] = importer.import_files("shop", [details])
    assert [note for note in report.notes if "2 行明细（1 个订单）" in note] == list(report.notes)
    importer.import_files("shop", [list_file()])
    again = importer.import_files("shop", [details_file("202611221200")])
    assert again[0].notes == ()


def test_lines_imported_before_their_list_in_one_go_are_not_told_as_missing(importer: Importer) -> None:
    assert importer.import_files("shop", [details_file(), list_file()])[0].notes == ()
