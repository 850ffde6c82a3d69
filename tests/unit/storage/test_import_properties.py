"""What must hold for every set of orders and every order of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, RefundStage
from bot.ports import ParsedFile
from bot.storage.database import Database, open_database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from tests.fakes import FixedClock
from tests.seller_files import REFUND_TEXTS, STATUS_TEXTS, exported
from tests.stores import contents, copy_of_sqlite

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BUYERS = ("晴天小筑", "北方有雪", "tb_lin", "Tb_Lin")

words = st.text(
    st.characters(codec="gb18030", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Co", "Cn")), max_size=12
).filter(lambda said: said.lower() not in ("null", "'null", "'null'", "'"))
"""As cells give them: trimmed, and never one of the spellings of nothing."""
codes = st.from_regex(r"[A-Z][A-Z0-9-]{0,8}", fullmatch=True)
moments = st.integers(0, 30_000_000).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
amounts = st.integers(0, 10_000_000)
statuses = st.sampled_from([s for s in STATUS_TEXTS if s is not PlatformStatus.TRADE_CLOSED_BY_TAOBAO])


@st.composite
def order_lines(draw: st.DrawFn, line_no: int) -> OrderLine:
    return OrderLine(
        line_no=line_no,
        title=draw(words.filter(bool)),
        variant=draw(words),
        merchant_code=draw(st.just("") | codes),
        outer_code=draw(st.just("") | codes),
        quantity=draw(st.integers(0, 999)),
        price_fen=draw(amounts),
        refund=draw(st.sampled_from(list(REFUND_TEXTS))),
    )


@st.composite
def some_order(draw: st.DrawFn, order_id: str) -> Order:
    status = draw(statuses)
    receiver = Receiver(name=draw(words), phone=draw(st.just("") | st.just("13800000001")), address=draw(words))
    return Order(
        shop_id="shop",
        order_id=order_id,
        buyer=draw(st.sampled_from(BUYERS)),
        status=status,
        status_text=STATUS_TEXTS[status],
        lines=tuple(draw(order_lines(n + 1)) for n in range(draw(st.integers(0, 3)))),
        paid_fen=draw(amounts),
        freight_fen=draw(amounts),
        refund_fen=draw(amounts),
        refund=RefundStage.NONE,
        created_at=draw(moments),
        paid_at=draw(moments),
        shipped_at=draw(st.none() | moments),
        confirmed_at=draw(st.none() | moments),
        courier=draw(words),
        tracking_no=draw(st.just("") | codes),
        invoice_title=draw(words),
        buyer_note=draw(words),
        receiver=receiver if receiver != Receiver() else None,
        as_of=AT,
    )


@st.composite
def some_orders(draw: st.DrawFn) -> list[Order]:
    numbers = draw(st.lists(st.integers(0, 5), unique=True, max_size=4))
    return [draw(some_order(f"193067985817000{number}")) for number in numbers]


EmptyStore = Callable[[], AbstractContextManager[Database]]


@pytest.fixture
def store(sqlite_template: str) -> EmptyStore:
    @contextmanager
    def empty() -> Iterator[Database]:
        with TemporaryDirectory() as folder:
            database = open_database(copy_of_sqlite(sqlite_template, Path(folder)), check=False)
            Importer(database, FixedClock()).create_shop("shop", "晴天小铺")
            yield database
            database.close()

    return empty


def import_all(database: Database, files: list[ParsedFile]) -> None:
    importer = Importer(database, FixedClock(), pause_s=0)
    for parsed in files:
        importer.import_files("shop", [parsed])


in_every_example_a_new_store = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@in_every_example_a_new_store
@given(orders=some_orders())
def test_what_is_exported_and_imported_is_the_same(store: EmptyStore, orders: list[Order]) -> None:
    with store() as database:
        import_all(database, list(exported(orders, AT)))
        source = SqlOrderSource(database)
        back = [order for buyer in BUYERS for order in source.orders_of("shop", buyer=buyer)]
    by_id = {order.order_id: order for order in back}
    assert by_id == {order.order_id: order for order in orders}
    assert {i: o.receiver for i, o in by_id.items()} == {order.order_id: order.receiver for order in orders}


@in_every_example_a_new_store
@given(exports=st.lists(some_orders(), min_size=2, max_size=3), data=st.data())
def test_the_order_of_the_files_does_not_matter(
    store: EmptyStore, exports: list[list[Order]], data: st.DataObject
) -> None:
    files = [file for n, orders in enumerate(exports) for file in exported(orders, AT + timedelta(seconds=n))]
    shuffled = data.draw(st.permutations(files))
    with store() as one, store() as other:
        import_all(one, files)
        import_all(other, shuffled)
        assert without_versions(one) == without_versions(other)


@in_every_example_a_new_store
@given(orders=some_orders(), times=st.integers(1, 3))
def test_importing_again_changes_nothing(store: EmptyStore, orders: list[Order], times: int) -> None:
    files = list(exported(orders, AT))
    with store() as database:
        import_all(database, files)
        before = contents(database)
        for _ in range(times):
            import_all(database, files)
        assert contents(database) == before


def test_ten_thousand_orders_come_back_as_they_were(store: EmptyStore) -> None:
    first = Order(
        shop_id="shop", order_id="", buyer="", status=PlatformStatus.TRADE_FINISHED, status_text="交易成功", as_of=AT
    )
    orders = [
        replace(
            first,
            order_id=f"19306798581{n:06}",
            buyer=f"买家{n % 50}",
            paid_fen=n * 7,
            created_at=AT - timedelta(seconds=n),
        )
        for n in range(10_000)
    ]
    with store() as database:
        import_all(database, list(exported(orders, AT)))
        back = SqlOrderSource(database).orders_of("shop", buyer="买家7", limit=10_000)
    assert back == [order for order in orders if order.buyer == "买家7"]


def without_versions(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows for name, rows in contents(database).items() if name != "shops"}
