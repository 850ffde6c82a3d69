from __future__ import annotations

import stat
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, inspect, select, text, update

from bot.errors import SettingsError, StoreError
from bot.storage.database import Database, open_database
from bot.storage.tables import METADATA, orders, shops
from tests.stores import copy_of_sqlite

ROW = {"shop_id": "shop", "name": "店", "is_demo": False, "version": 0}


@pytest.fixture
def sqlite(sqlite_template: str, tmp_path: Path) -> str:
    return copy_of_sqlite(sqlite_template, tmp_path)


def pragma(database: Database, name: str, *, writing: bool) -> object:
    with database.writing() if writing else database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize("writing", [True, False])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
        ("wal_autocheckpoint", 1000),
        ("journal_size_limit", 64 * 1024 * 1024),
        ("trusted_schema", 0),
        ("secure_delete", 1),
    ],
)
def test_sqlite_is_set_to_lose_nothing(sqlite: str, name: str, value: object, writing: bool) -> None:
    database = open_database(sqlite)
    assert pragma(database, name, writing=writing) == value
    database.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "3s"), ("idle_in_transaction_session_timeout", "30s")],
)
def test_postgresql_gives_up_in_time(postgres: Database, name: str, value: str) -> None:
    for transaction in (postgres.reading, postgres.writing):
        with transaction() as connection:
            assert connection.exec_driver_sql(f"SHOW {name}").scalar() == value


def test_what_raises_is_undone(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(shops)) == 0


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError), database.reading() as connection:
        connection.execute(insert(shops).values(ROW))


def test_no_connection_is_kept_after_a_failure(database: Database) -> None:
    for _ in range(30):  # more than the pool holds
        with pytest.raises(StoreError), database.writing() as connection:
            connection.execute(text("SELECT nothing FROM nowhere"))
    with database.reading() as connection:
        assert connection.scalar(select(1)) == 1


def test_a_reader_sees_one_picture_while_others_write(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
    with database.reading() as reader:
        before = reader.scalar(select(shops.c.version))
        with database.writing() as writer:
            writer.execute(update(shops).values(version=7))
        assert reader.scalar(select(shops.c.version)) == before


def test_no_update_is_lost_between_writers_that_read_first(sqlite: str) -> None:
    database = open_database(sqlite)
    with database.writing() as connection:
        connection.execute(insert(shops).values(ROW))

    def count_up() -> None:
        for _ in range(25):
            with database.writing() as connection:
                version = connection.scalar(select(shops.c.version)) or 0
                connection.execute(update(shops).values(version=version + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.scalar(select(shops.c.version)) == 100
    database.close()


def test_a_writer_that_waits_too_long_is_told_to_try_again(sqlite: str) -> None:
    one, other = open_database(sqlite), open_database(sqlite, wait_s=0.05)
    with one.writing(), pytest.raises(StoreError) as caught, other.writing():
        pass
    assert caught.value.retry
    one.close()
    other.close()


def test_a_broken_rule_of_the_tables_cannot_be_retried(database: Database) -> None:
    with pytest.raises(StoreError) as caught, database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
        connection.execute(insert(shops).values(ROW))
    assert not caught.value.retry


def test_a_failure_tells_nothing_of_the_data(database: Database) -> None:
    with pytest.raises(StoreError) as caught, database.writing() as connection:
        connection.execute(insert(shops), [{**ROW, "name": "13800000001"}] * 2)
    told: BaseException | None = caught.value
    while told is not None:
        assert "13800000001" not in str(told)
        told = told.__cause__


def test_times_come_back_as_the_same_moment_in_utc(database: Database) -> None:
    china = datetime(2026, 11, 22, 16, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
        connection.execute(insert(orders).values(order_row(paid_at=china)))
    with database.reading() as connection:
        paid_at = connection.scalar(select(orders.c.paid_at))
    assert paid_at == china
    assert paid_at is not None
    assert paid_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StoreError), database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
        connection.execute(insert(orders).values(order_row(paid_at=datetime(2026, 11, 22))))


def test_null_characters_do_not_reach_the_tables(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(shops).values({**ROW, "name": "晴\0天"}))
    with database.reading() as connection:
        assert connection.scalar(select(shops.c.name)) == "晴天"


def test_half_a_character_is_refused(database: Database) -> None:
    with pytest.raises(StoreError), database.writing() as connection:
        connection.execute(insert(shops).values({**ROW, "name": "\ud83d"}))


def test_a_row_cannot_hang_under_another_shop(database: Database) -> None:
    with pytest.raises(StoreError), database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
        connection.execute(insert(orders).values(order_row(shop_id="other")))


def order_row(**values: object) -> dict[str, object]:
    row: dict[str, object] = {
        column.name: 0 if isinstance(column.type, Integer) else ""
        for column in orders.c
        if not column.nullable and column.name != "as_of"
    }
    return {**row, "shop_id": "shop", "as_of": datetime(2026, 11, 22, tzinfo=UTC), **values}


def test_a_new_store_has_the_tables_of_the_code(database: Database) -> None:
    with database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(shops).values(ROW))
    database.migrate()
    with database.reading() as connection:
        assert connection.scalar(select(shops.c.name)) == "店"


def test_a_store_of_a_newer_version_is_refused_and_left(database: Database) -> None:
    revision = Table("alembic_version", MetaData(), Column("version_num"))
    with database.writing() as connection:
        own = connection.scalar(select(revision))
        connection.execute(update(revision).values(version_num="9999"))
    with pytest.raises(StoreError, match="newer Qinda"):
        database.migrate()
    with database.writing() as connection:
        assert connection.scalar(select(revision)) == "9999"
        connection.execute(update(revision).values(version_num=own))


def test_a_migration_that_dies_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = command.upgrade

    def dying(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise RuntimeError("killed")

    database = open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with monkeypatch.context() as broken:
        broken.setattr(command, "upgrade", dying)
        with pytest.raises(RuntimeError):
            database.migrate()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    database.migrate()
    database.close()


def test_a_new_store_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "home" / "shop.sqlite3"
    open_database(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingsError, match=r"file.*cannot be written.*QINDA_HOME"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'store.sqlite3'}")


def test_a_file_that_is_no_database_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite3").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreError, match=r"damaged.*backup"):
        open_database(f"sqlite:///{tmp_path / 'store.sqlite3'}")


def test_a_damaged_page_is_seen_at_the_start(sqlite: str) -> None:
    file = Path(sqlite.removeprefix("sqlite:///"))
    whole = bytearray(file.read_bytes())
    whole[4096 * 3 : 4096 * 4] = b"\xa5" * 4096
    file.write_bytes(whole)
    with pytest.raises(StoreError, match=r"damaged.*backup"):
        open_database(sqlite)


@pytest.mark.parametrize("url", ["mysql://user:geheim@host/db", "sqlite://", "sqlite:///:memory:", "geheim", ""])
def test_a_url_that_is_no_store_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="expected sqlite:///FILE or postgresql://") as caught:
        open_database(url)
    assert "geheim" not in str(caught.value)


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"qinda\[postgres\]"):
        open_database("postgresql://user:geheim@127.0.0.1/qinda")


def test_a_server_that_does_not_answer_can_be_tried_again() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        open_database("postgresql://user:geheim@127.0.0.1:1/qinda")
    assert caught.value.retry
    assert "geheim" not in str(caught.value)
