"""The waiting room of an import: its units as JSON, written in short transactions that let other writers in between."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from bot.errors import StoreError
from bot.ports import ParsedFile
from bot.storage.database import Database
from bot.storage.publish import CHUNK, chunks
from bot.storage.tables import imports, staged_rows
from bot.storage.units import Unit, UnitKind, staged, unstaged

STALE_AFTER = timedelta(minutes=15)
"""Far longer than an import takes: what is older was left by one that died."""


def sweep(connection: Connection, shop_id: str, sha256s: list[str], now: datetime) -> None:
    """Takes out what dead imports left: the old ones, and those of the very files that are about to be imported."""
    connection.execute(
        delete(imports).where(
            imports.c.shop_id == shop_id,
            imports.c.status == "staged",
            or_(imports.c.sha256.in_(sha256s), imports.c.at <= now - STALE_AFTER),
        )
    )


def stage(
    database: Database, shop_id: str, kind: UnitKind, parsed: ParsedFile, *, now: datetime, pause_s: float
) -> str:
    """Writes the file's units aside and gives the id of the import."""
    import_id = uuid.uuid4().hex
    with database.writing() as connection:
        connection.execute(insert(imports).values(_import_row(shop_id, import_id, parsed, now)))
    line_no = 0
    for chunk in chunks(kind.units(parsed.rows)):
        own = {"shop_id": shop_id, "import_id": import_id}
        rows = [{**own, "line_no": line_no + n, "payload": staged(unit)} for n, unit in enumerate(chunk, start=1)]
        with database.writing() as connection:
            connection.execute(insert(staged_rows), rows)
        line_no += len(chunk)
        time.sleep(pause_s)  # SQLite's waiting writers poll: without a gap they would not get in
    return import_id


def _import_row(shop_id: str, import_id: str, parsed: ParsedFile, now: datetime) -> dict[str, object]:
    return {
        "shop_id": shop_id,
        "import_id": import_id,
        "kind": parsed.kind,
        "file_name": parsed.name,
        "sha256": parsed.sha256,
        "exported_at": parsed.exported_at,
        "status": "staged",
        "rows": len(parsed.rows),
        "at": now,
    }


def staged_units(connection: Connection, shop_id: str, import_id: str, kind: UnitKind) -> Iterator[Unit]:
    """In the file's order, a page at a time."""
    last = 0
    while True:
        page = connection.execute(
            select(staged_rows.c.line_no, staged_rows.c.payload)
            .where(*_of_import(shop_id, import_id), staged_rows.c.line_no > last)
            .order_by(staged_rows.c.line_no)
            .limit(CHUNK)
        ).all()
        if not page:
            return
        last = page[-1].line_no
        yield from (unstaged(kind, row.payload) for row in page)


def close(connection: Connection, shop_id: str, import_id: str, version: int) -> None:
    """The import is published: its staged rows go."""
    closed = connection.execute(
        update(imports)
        .where(and_(imports.c.shop_id == shop_id, imports.c.import_id == import_id, imports.c.status == "staged"))
        .values(status="published", version=version)
    )
    if closed.rowcount != 1:
        raise StoreError(
            "Another import of the same file ran at the same time and took over. Import again.", retry=True
        )
    connection.execute(delete(staged_rows).where(*_of_import(shop_id, import_id)))


def discard(connection: Connection, shop_id: str, import_ids: list[str]) -> None:
    connection.execute(
        delete(imports).where(
            imports.c.shop_id == shop_id, imports.c.import_id.in_(import_ids), imports.c.status == "staged"
        )
    )


def _of_import(shop_id: str, import_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return staged_rows.c.shop_id == shop_id, staged_rows.c.import_id == import_id
