"""A table read by column name: typed cells, and every problem kept with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.errors import Problem
from bot.orders import cells
from bot.orders.tabular import Table, TableRow

_ACCEPT = "确认文件完整的话，加 --accept-open-end 再导入"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read. The file may call it by an alias; the name is what problems say."""

    name: str
    aliases: tuple[str, ...] = ()
    needed: bool = False

    def found_in(self, header: Sequence[str]) -> int | None:
        return next((header.index(name) for name in (self.name, *self.aliases) if name in header), None)


@dataclass(frozen=True, slots=True)
class Format:
    """What a module of this package reads; `recognise` finds it by this value."""

    kind: str
    columns: tuple[Column, ...]
    read: Callable[[Sheet], list[object]]
    file_name: str
    """How its files are called, for when the columns do not decide: `catalogue`, `ExportOrderList`."""
    ignored: frozenset[str] = frozenset()
    """Columns known and not taken: not used, or personal."""
    open_prefix: str = ""
    """Columns with this prefix are taken under any name: `属性:`."""
    made_by_machine: bool = False
    """Every row is as wide as the header: a shorter one was cut. Hand-made tables may leave out the last cells."""
    updates: bool = False
    """Its rows go beside those known. Else a file replaces all rows of its kind: it must have some, and a whole last one."""

    def missing(self, header: Sequence[str]) -> list[str]:
        return [c.name for c in self.columns if c.needed and c.found_in(header) is None]

    def takes(self, header: Sequence[str]) -> int:
        """How many of its columns are there."""
        return sum(c.found_in(header) is not None for c in self.columns)


class Sheet:
    """The rows of one file; after reading, `problems` says whether the file can be taken."""

    def __init__(self, table: Table, form: Format, *, exported_at: datetime) -> None:
        self.name = table.name
        self.exported_at = exported_at
        self.format = form
        self.table = table
        self._problems: list[tuple[int, Problem]] = []
        self.notes: list[str] = []
        self._broken: set[int] = set()
        places = {column.name: column.found_in(table.header) for column in form.columns}
        self.places: Mapping[str, int] = {name: place for name, place in places.items() if place is not None}
        self._widths()
        self._note_unknown_columns()

    @property
    def problems(self) -> list[Problem]:
        """From the top of the file to its end."""
        return [problem for _, problem in sorted(self._problems, key=lambda told: told[0])]

    def bad(self, line: int, column: str, message: str) -> None:
        where = f"{self.name}:{line} {column}".rstrip()
        self._problems.append((line, Problem(where, message)))

    def rows(self) -> Iterator[Row]:
        """The rows of the right width; the others are told already."""
        return (Row(self, row) for row in self.table.rows if row.line not in self._broken)

    def has(self, column: str) -> bool:
        return column in self.places

    def open_columns(self) -> dict[str, int]:
        """Name without the prefix → place, for the columns under the format's open prefix."""
        prefix = self.format.open_prefix
        if not prefix:
            return {}
        return {
            name.removeprefix(prefix): place
            for place, name in enumerate(self.table.header)
            if name.startswith(prefix) and name != prefix
        }

    def _note_unknown_columns(self) -> None:
        taken = {*self.places.values(), *self.open_columns().values()}
        known = self.format.ignored | {a for c in self.format.columns for a in (c.name, *c.aliases)}
        unknown = [
            name for place, name in enumerate(self.table.header) if name and place not in taken and name not in known
        ]
        if unknown:
            self.notes.append(f"没有用到的列：{'、'.join(name[:20] for name in unknown)}")

    def _widths(self) -> None:
        """Refuses rows that are wider than the header, or so short that something broke off."""
        rows, header = self.table.rows, len(self.table.header)
        if not rows:
            return
        if self.table.encoding == "xlsx":  # its rows end at their last filled cell
            needed = usual = 0
        else:
            needed = 1 + max(self.places[c.name] for c in self.format.columns if c.needed)
            usual = self._usual_width(rows, header)
        last = rows[-1] if self.table.ends_open else None
        for row in rows:
            width = len(row.cells)
            if any(cell.strip() for cell in row.cells[header:]):
                self._bad_line(row, f"有 {width} 格，列名只有 {header} 个；可能多了逗号或少了引号，请检查")
            elif row is last and (width < usual or _breaks_off(row, rows)):
                self._bad_line(row, f"文件在这一行中间断开了（{width} 格，应有 {usual} 格）；请重新下载。{_ACCEPT}")
            elif width < (usual if self.format.made_by_machine else needed):
                self._bad_line(row, f"只有 {width} 格，应有 {usual} 格；文件可能不完整，请重新下载")
            elif row is last and (doubt := self._doubt_of_end(row)):
                self._bad_line(row, doubt)
        if last is not None:
            self.notes.append("最后一行末尾没有换行；如果下载曾经中断，请重新下载核对")

    def _doubt_of_end(self, last: TableRow) -> str:
        """Why the file may have been cut behind its last line, which has no line end; "": it was not, or it does no harm."""
        if not self.format.updates:
            found = f"到「{cells.plain(last.cells[-1])[-12:]}」为止" if last.cells[-1] else "到逗号为止"
            return f"文件{found}，末尾没有换行，可能在这里断开了；这份表会替换全部内容，请补上换行或重新保存。{_ACCEPT}"
        place = len(last.cells) - 1
        is_read = place in {*self.places.values(), *self.open_columns().values()}
        above = [row.cells[place] for row in self.table.rows[:-1] if place < len(row.cells)]
        if not is_read or not last.cells[-1].strip() or cells.is_whole(last.cells[-1], above):
            return ""
        return f"文件末尾没有换行，最后一格「{self.table.header[place][:20]}」可能不完整；请重新下载。{_ACCEPT}"

    def _usual_width(self, rows: Sequence[TableRow], header: int) -> int:
        """The header's, or the shorter one that the whole rows agree on."""
        whole = rows[:-1] if self.table.ends_open else rows
        widths = {len(row.cells) for row in whole}
        if self.format.made_by_machine:
            return min(header, *widths) if len(widths) == 1 and len(whole) > 1 else header
        return min(header, *widths) if widths else header

    def _bad_line(self, row: TableRow, message: str) -> None:
        self._broken.add(row.line)
        self.bad(row.line, "", message)


class Row:
    """One row. A cell that cannot be read gives an empty value and a problem; the file is refused in the end."""

    __slots__ = ("_cells", "_sheet", "is_bad", "line")

    def __init__(self, sheet: Sheet, row: TableRow) -> None:
        self._sheet = sheet
        self._cells = row.cells
        self.line = row.line
        self.is_bad = False

    @property
    def where(self) -> str:
        return f"{self._sheet.name}:{self.line}"

    def bad(self, column: str, message: str) -> None:
        self.is_bad = True
        self._sheet.bad(self.line, column, message)

    def raw(self, column: str) -> str:
        place = self._sheet.places.get(column)
        return self.at(place) if place is not None else ""

    def at(self, place: int) -> str:
        return self._cells[place] if place < len(self._cells) else ""

    def text(self, column: str) -> str:
        return cells.plain(self.raw(column))

    def needed_text(self, column: str) -> str:
        text = self.text(column)
        if not text:
            self.bad(column, "这一格不能为空")
        return text

    def fen(self, column: str) -> int | None:
        return self._read(column, cells.fen)

    def moment(self, column: str) -> datetime | None:
        return self._read(column, cells.moment)

    def day(self, column: str) -> date | None:
        return self._read(column, cells.day)

    def count(self, column: str) -> int | None:
        return self._read(column, cells.count)

    def yes_no(self, column: str) -> bool | None:
        return self._read(column, cells.yes_no)

    def words(self, column: str) -> tuple[str, ...]:
        return cells.words(self.raw(column))

    def identifier(self, column: str) -> str:
        return self._read(column, cells.identifier) or ""

    def order_number(self, column: str) -> str:
        return self._read(column, cells.order_number) or ""

    def tracking_number(self, column: str) -> str:
        return self._read(column, cells.tracking_number) or ""

    def needed(self, column: str, value: T | None, default: T) -> T:
        """The value read, or the default with a problem when the cell was empty."""
        if value is None:
            if not cells.plain(self.raw(column)):
                self.bad(column, "这一格不能为空")
            return default
        return value

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self.raw(column))
        except cells.CellError as error:
            self.bad(column, str(error))
            return None


def _breaks_off(last: TableRow, rows: Sequence[TableRow]) -> bool:
    """The last cell is the beginning of what stands above it, a time or an amount: `2026-11-2` under `2026-11-21`."""
    place = len(last.cells) - 1
    above = [_shape(row.cells[place]) for row in rows[:-1] if place < len(row.cells)]
    shape = _shape(last.cells[place])
    of_fixed_form = all("9" in whole and whole.strip("9") for whole in above)
    return of_fixed_form and all(len(shape) < len(whole) for whole in above) and any(w.startswith(shape) for w in above)


def _shape(cell: str) -> str:
    return re.sub(r"\d", "9", cell)
