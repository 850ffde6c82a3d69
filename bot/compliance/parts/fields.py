"""Reads typed fields of decoded JSON and keeps every problem with its place; no problem tells a value, it may be a buyer's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.errors import Problem


@dataclass(slots=True)
class FieldReader:
    """Reads typed fields and remembers what was wrong; a wrong field reads as if it were absent."""

    prefix: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, found: object, expected: str) -> None:
        self.problems.append(Problem(self.prefix + where, f"{expected} expected, {_kind(found)} found"))

    def only(self, row: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        """Nothing else may stand in the row: a misspelt field would leave a rule without what it judges by."""
        if unknown := len(row.keys() - set(known)):
            self.problems.append(
                Problem(f"{self.prefix}{where or '/'}", f"{unknown} unknown fields; known: {', '.join(known)}")
            )

    def text(self, row: Mapping[Any, Any], key: Any, where: str, *, needed: bool = False) -> str:
        value = row.get(key)
        if isinstance(value, str):
            return value
        if value is not None or needed:
            self.wrong(f"{where}/{key}", value, "a string")
        return ""

    def name(self, row: Mapping[Any, Any], key: Any, where: str) -> str:
        """An id: a string or a whole number."""
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text(row, key, where)

    def count(self, row: Mapping[str, Any], key: str, where: str) -> int | None:
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is not None:
            self.wrong(f"{where}/{key}", value, "a whole number from 0 on")
        return None

    def flag(self, row: Mapping[str, Any], key: str, where: str) -> bool | None:
        value = row.get(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.wrong(f"{where}/{key}", value, "true or false")
        return None

    def fen(self, row: Mapping[str, Any], key: str, where: str) -> int | None:
        """Yuan, as `"59.90"` or a number, in fen."""
        value = row.get(key)
        if value is None:
            return None
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            try:
                fen = Decimal(str(value).strip()) * 100
            except InvalidOperation:
                fen = Decimal("NaN")
            if fen.is_finite() and fen >= 0 and fen == fen.to_integral_value():
                return int(fen)
        self.wrong(f"{where}/{key}", value, 'a sum of yuan with at most two decimals, such as "59.90",')
        return None

    def moment(self, row: Mapping[str, Any], key: str, where: str) -> datetime | None:
        """ISO 8601 with its offset, as aware UTC."""
        value = row.get(key)
        if value is None:
            return None
        try:
            when = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            when = None
        if when is not None and when.tzinfo is not None:
            return when.astimezone(UTC)
        self.wrong(f"{where}/{key}", value, "an ISO 8601 time with its offset, such as 2026-11-22T10:00:00+08:00,")
        return None

    def day(self, row: Mapping[str, Any], key: str, where: str) -> date | None:
        value = row.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(f"{where}/{key}", value, "a day such as 2026-11-22")
            return None

    def names(self, row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        """A list of strings or whole numbers."""
        value = row.get(key)
        if value is not None and not isinstance(value, list):
            self.wrong(f"{where}/{key}", value, "a list of strings")
        listed = dict(enumerate(value)) if isinstance(value, list) else {}
        return tuple(name for n in listed if (name := self.name(listed, n, f"{where}/{key}")))

    def part(
        self, row: Mapping[str, Any], key: str, where: str, known: Sequence[str] | None
    ) -> Mapping[str, Any] | None:
        """The object there; `known` None: its fields have any names."""
        value = row.get(key)
        if isinstance(value, dict):
            if known is not None:
                self.only(value, known, f"{where}/{key}")
            return value
        if value is not None:
            self.wrong(f"{where}/{key}", value, "an object")
        return None

    def rows(
        self, row: Mapping[str, Any], key: str, where: str, known: Sequence[str]
    ) -> list[tuple[Mapping[str, Any], str]]:
        """The objects of a list, each with its place and with no other fields than those known."""
        value = row.get(key)
        if value is not None and not isinstance(value, list):
            self.wrong(f"{where}/{key}", value, "a list of objects")
        found: list[tuple[Mapping[str, Any], str]] = []
        for n, one in enumerate(value if isinstance(value, list) else ()):
            if isinstance(one, dict):
                self.only(one, known, f"{where}/{key}/{n}")
                found.append((one, f"{where}/{key}/{n}"))
            else:
                self.wrong(f"{where}/{key}/{n}", one, "an object")
        return found


def _kind(value: object) -> str:
    """What a value is, without telling it: it may be a buyer's."""
    if isinstance(value, bool):
        return "true or false"
    names = {
        type(None): "nothing",
        str: "another string",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "something else")
