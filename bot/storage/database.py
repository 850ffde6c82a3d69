"""One store: how it is opened, read and written.

SQLAlchemy's defaults on SQLite lose updates (a transaction that reads before it writes works on an old picture) and
fail with `database is locked`; here every write begins with BEGIN IMMEDIATE, on an engine of its own, and readers never
wait for it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsError, StoreError
from bot.storage.failures import translated
from bot.storage.migrate import migrate

_WAIT_S = 5
_POOL_WAIT_S = 3
_WAL_LIMIT = 64 * 1024 * 1024
_POSTGRES_LIMITS = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000"


class Database:
    """The connections to one store. Give them back by leaving the `with`."""

    def __init__(self, url: URL, *, write: Engine, read: Engine) -> None:
        self.url = url
        self._write = write
        self._read = read

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging picture of the store, that cannot write; it neither waits for writers nor stops them."""
        with translated(), self._read.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, kept when the block ends, undone when it raises; on SQLite the only writer of its time."""
        with translated(), self._write.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Brings the tables to this version of Qinda, all or nothing; refuses a store of a newer one."""
        with self.writing() as connection:
            migrate(connection)

    def check(self) -> None:
        """Raises StoreError when the file is damaged or the store cannot be reached."""
        with self.reading() as connection:
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql("SELECT 1")
                return
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise StoreError(f"The database {self.url.database} is damaged. Stop Qinda and restore the last backup.")

    def close(self) -> None:
        self._write.dispose()
        self._read.dispose()


def open_database(url: str, *, wait_s: float = _WAIT_S, check: bool = True) -> Database:
    """The store at `sqlite:///FILE` or `postgresql://…`; `migrate()` it before the first use.

    SettingsError: the URL or its folder cannot be used. StoreError: the store is damaged or does not answer.
    `wait_s` is how long a writer waits for another one on SQLite.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        _prepare_file(Path(parsed.database or ""))
        database = _open_sqlite(parsed, wait_s)
    else:
        database = _open_postgres(parsed)
    if check:
        try:
            database.check()
        except StoreError:
            database.close()
            raise
    return database


def migrated(url: str) -> Database:
    """The store, opened and brought to the tables of today."""
    database = open_database(url)
    database.migrate()
    return database


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsError(
            "DATABASE_URL is not a database URL; expected sqlite:///FILE or postgresql://USER@HOST/NAME."
        ) from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    found = "sqlite without a file" if backend == "sqlite" else f"a {backend} database"
    raise SettingsError(f"DATABASE_URL names {found}; expected sqlite:///FILE or postgresql://USER@HOST/NAME.")


def _prepare_file(path: Path) -> None:
    """Makes the folder and a new file, readable by their owner alone, and sees that they can be written."""
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise SettingsError(
            f"The folder {folder.absolute()} of the database cannot be written ({error.strerror}). "
            "Give it to the user that runs Qinda, or set QINDA_HOME or DATABASE_URL to another place."
        ) from error


def _open_sqlite(url: URL, wait_s: float) -> Database:
    def engine() -> Engine:
        return create_engine(url, hide_parameters=True, pool_timeout=_POOL_WAIT_S, connect_args={"timeout": wait_s})

    write, read = engine(), engine()
    for each, begin in ((write, "BEGIN IMMEDIATE"), (read, "BEGIN")):
        event.listen(each, "connect", _set_up_sqlite)
        event.listen(each, "begin", _begin_with(begin))
    event.listen(read, "connect", _forbid_writing)
    return Database(url, write=write, read=read)


def _set_up_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # the driver would begin, and too late
    _pragmas(
        connection,
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "wal_autocheckpoint=1000",
        f"journal_size_limit={_WAL_LIMIT}",
        "trusted_schema=OFF",
        "secure_delete=ON",
    )


def _forbid_writing(connection: object, _entry: ConnectionPoolEntry) -> None:
    _pragmas(connection, "query_only=ON")


def _pragmas(connection: object, *pragmas: str) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_with(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _open_postgres(url: URL) -> Database:
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=_POOL_WAIT_S,
            connect_args={"options": _POSTGRES_LIMITS, "connect_timeout": _WAIT_S},
        )
    except ModuleNotFoundError as error:
        raise SettingsError(
            "DATABASE_URL names PostgreSQL, but its driver is not installed. Install it: pip install 'qinda[postgres]'."
        ) from error
    read = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(url, write=engine, read=read)
