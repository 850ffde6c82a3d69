"""Units into their tables, inside the caller's transaction, a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage.units import Unit, UnitKind

CHUNK = 500


@dataclass(slots=True)
class Counts:
    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    older_skipped: int = 0
    removed: int = 0


def publish(connection: Connection, shop_id: str, kind: UnitKind, units: Iterable[Unit], as_of: datetime) -> Counts:
    """Writes what is new or newer. The last of two files of the same time wins; else their order does not matter."""
    counts = Counts()
    seen: set[str] = set()
    for chunk in chunks(units):
        seen.update(unit.key for unit in chunk)
        _merge(connection, shop_id, kind, chunk, as_of, counts)
    if kind.replaces_all:
        counts.removed = _remove_others(connection, shop_id, kind, seen)
        connection.execute(update(kind.root).where(kind.root.c.shop_id == shop_id).values(as_of=as_of))
    return counts


def chunks(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    remaining = iter(units)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _merge(
    connection: Connection, shop_id: str, kind: UnitKind, units: list[Unit], as_of: datetime, counts: Counts
) -> None:
    known = _known(connection, shop_id, kind, [unit.key for unit in units])
    to_write: list[Unit] = []
    to_remove: list[str] = []
    to_touch: list[str] = []
    for unit in units:
        told_at, digest = known.get(unit.key, (None, ""))
        if told_at is None:
            counts.new += 1
            to_write.append(unit)
        elif digest == unit.digest:
            counts.unchanged += 1
            if as_of > told_at:
                to_touch.append(unit.key)
        elif as_of < told_at and not kind.replaces_all:
            counts.older_skipped += 1
        else:
            counts.replaced += 1
            to_remove.append(unit.key)
            to_write.append(unit)
    _remove(connection, shop_id, kind, to_remove)
    _write(connection, shop_id, kind, to_write, as_of)
    if to_touch:
        connection.execute(update(kind.root).where(*_these(shop_id, kind, to_touch)).values(as_of=as_of))


def _these(shop_id: str, kind: UnitKind, keys: list[str]) -> tuple[Any, Any]:
    return kind.root.c.shop_id == shop_id, kind.root.c[kind.key].in_(keys)


def _known(connection: Connection, shop_id: str, kind: UnitKind, keys: list[str]) -> dict[str, tuple[datetime, str]]:
    root = kind.root
    query = select(root.c[kind.key], root.c.as_of, root.c.digest).where(*_these(shop_id, kind, keys))
    return {key: (as_of, digest) for key, as_of, digest in connection.execute(query)}


def _remove(connection: Connection, shop_id: str, kind: UnitKind, keys: list[str]) -> None:
    """With the rows under them, by the foreign key."""
    if keys:
        connection.execute(delete(kind.root).where(*_these(shop_id, kind, keys)))


def _write(connection: Connection, shop_id: str, kind: UnitKind, units: list[Unit], as_of: datetime) -> None:
    if not units:
        return
    connection.execute(insert(kind.root), [kind.root_row(shop_id, unit, as_of) for unit in units])
    under = [row for unit in units for row in kind.under_rows(shop_id, unit)]
    if kind.under is not None and under:
        connection.execute(insert(kind.under), under)


def _remove_others(connection: Connection, shop_id: str, kind: UnitKind, seen: set[str]) -> int:
    keys = connection.scalars(select(kind.root.c[kind.key]).where(kind.root.c.shop_id == shop_id))
    gone = [key for key in keys if key not in seen]
    for start in range(0, len(gone), CHUNK):
        _remove(connection, shop_id, kind, gone[start : start + CHUNK])
    return len(gone)
