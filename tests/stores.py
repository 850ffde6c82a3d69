"""Stores for tests: a fresh SQLite file, or a PostgreSQL database that goes when the session ends."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select
from sqlalchemy.engine import make_url

from bot.storage.database import Database, open_database
from bot.storage.tables import METADATA, imports, staged_rows

SERVER = os.environ.get("QINDA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def new_sqlite(folder: Path) -> str:
    """The URL of a migrated, empty store."""
    file = folder / "store.sqlite3"
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return f"sqlite:///{file}"


def copy_of_sqlite(url: str, folder: Path) -> str:
    copied = folder / "store.sqlite3"
    shutil.copyfile(make_url(url).database or "", copied)
    return f"sqlite:///{copied}"


@contextmanager
def new_postgres() -> Iterator[str]:
    """The URL of a migrated, empty store. Without a server the test is skipped, in CI it fails."""
    psycopg = pytest.importorskip("psycopg")
    name = f"qinda_test_{uuid.uuid4().hex}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"CI must have a PostgreSQL server at {SERVER}: {type(error).__name__}")
        pytest.skip(f"no PostgreSQL server at {SERVER}; set QINDA_TEST_POSTGRES to test on one")
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        try:
            database = open_database(url)
            database.migrate()
            database.close()
            yield url
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated store to copy: migrating for every test would take most of their time."""
    return new_sqlite(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    with new_postgres() as url:
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store, on each database in turn."""
    if request.param == "postgres":
        yield emptied(request.getfixturevalue("postgres"))
    else:
        opened = open_database(copy_of_sqlite(request.getfixturevalue("sqlite_template"), tmp_path))
        yield opened
        opened.close()


def emptied(database: Database) -> Database:
    with database.writing() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    return database


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a reply may come from; what is staged and who imported what is left out."""
    with database.reading() as connection:
        return {
            table.name: _rows(connection, table.name)
            for table in METADATA.sorted_tables
            if table not in (imports, staged_rows)
        }


def _rows(connection: Connection, name: str) -> list[tuple[object, ...]]:
    rows = connection.execute(select(METADATA.tables[name])).all()
    return sorted((tuple(str(value) for value in row) for row in rows), key=repr)
