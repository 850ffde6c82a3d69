"""What an import publishes: a root row with the rows under it, replaced whole, and the way it is staged as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Table

from bot.storage.column_types import UtcTime

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """Column values without `shop_id`, `as_of` and `digest`; `under` without the keys they share with the root."""

    key: str
    root: Values
    under: Sequence[Values]
    digest: str
    """Of all that it says, so that the same said again is seen as such."""


def unit(key: str, root: Values, under: Sequence[Values] = ()) -> Unit:
    said = json.dumps([root, under], default=_written, ensure_ascii=False, sort_keys=True)
    return Unit(key, root, under, hashlib.sha256(said.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class UnitKind:
    """Where the units of one kind of file live, and how its rows become units."""

    kind: str
    root: Table
    key: str
    units: Callable[[Sequence[object]], Iterable[Unit]]
    under: Table | None = None
    position: str = ""
    """The column that counts the rows of `under`; "" when there is at most one."""
    replaces_all: bool = False
    """A file says all there is: what it leaves out goes. Else each unit is replaced by a newer file that has it."""

    def root_row(self, shop_id: str, unit: Unit, as_of: datetime) -> dict[str, Any]:
        return {"shop_id": shop_id, self.key: unit.key, **unit.root, "as_of": as_of, "digest": unit.digest}

    def under_rows(self, shop_id: str, unit: Unit) -> list[dict[str, Any]]:
        own = {"shop_id": shop_id, self.key: unit.key}
        if not self.position:
            return [{**own, **values} for values in unit.under]
        return [{**own, self.position: number, **values} for number, values in enumerate(unit.under, start=1)]


def staged(unit: Unit) -> dict[str, Any]:
    """The unit with times as text: what JSON can hold."""
    under = [_dumped(values) for values in unit.under]
    return {"key": unit.key, "root": _dumped(unit.root), "under": under, "digest": unit.digest}


def unstaged(kind: UnitKind, payload: Values) -> Unit:
    under = [_loaded(kind.under, values) for values in payload["under"]] if kind.under is not None else []
    return Unit(payload["key"], _loaded(kind.root, payload["root"]), under, payload["digest"])


def _written(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} cannot be stored.")


def _dumped(values: Values) -> dict[str, Any]:
    return {name: _written(value) if isinstance(value, date) else value for name, value in values.items()}


def _loaded(table: Table, values: Values) -> dict[str, Any]:
    loaded = dict(values)
    for name, read in _times_of(table).items():
        if loaded.get(name) is not None:
            loaded[name] = read(loaded[name])
    return loaded


@cache
def _times_of(table: Table) -> dict[str, Callable[[str], date]]:
    """The columns that JSON holds as text, with their way back."""
    times: dict[str, Callable[[str], date]] = {}
    for column in table.c:
        if isinstance(column.type, UtcTime):
            times[column.name] = datetime.fromisoformat
        elif isinstance(column.type, Date):
            times[column.name] = date.fromisoformat
    return times
