"""The first sheet of an .xlsx as a table of text, opened only after the archive was found harmless."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.errors import Problem, TooLarge
from bot.orders.tabular import MAX_COLUMNS, MAX_ROWS, Table, TableRow, rejected, table_of

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
_LINES = 2 * MAX_ROWS
"""Empty rows count too: a file whose rows have huge numbers is made to keep the reader busy."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""What the library raises on damaged workbooks; it has no error of its own for them."""


def read_xlsx(name: str, data: bytes) -> Table:
    try:
        _look_into_archive(name, data)
        rows = _sheet(name, data, formulas=True)
        if any(_is_formula(value) for _, row in rows for value in row):
            rows = _with_values(rows, _sheet(name, data, formulas=False))
    except _BROKEN as error:
        raise rejected(name, [Problem(name, "表格文件已损坏，打不开；请重新下载，或另存为 .csv 再导入")]) from error
    return table_of(name, (TableRow(line, tuple(map(_text, row))) for line, row in rows), encoding="xlsx")


def _look_into_archive(name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
            raise TooLarge(f"「{name}」解压后过大（{unpacked // 1024 // 1024} MB），没有打开。请另存为 .csv 再导入。")
        if any(entry.flag_bits & 1 for entry in entries):
            raise rejected(name, [Problem(name, "表格设有密码；请取消密码后再导入")])
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")) and _has_doctype(archive.read(entry)):
                raise rejected(name, [Problem(name, "表格里有 DOCTYPE 声明，正常的表格没有；没有打开")])


def _has_doctype(part: bytes) -> bool:
    return any(
        mark in part for mark in (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
    )


_SheetRows = list[tuple[int, tuple[object, ...]]]


def _sheet(name: str, data: bytes, *, formulas: bool) -> _SheetRows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about missing default styles; exporters leave them out
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)
        try:
            return list(_rows_of(name, book))
        finally:
            book.close()


def _rows_of(name: str, book: openpyxl.Workbook) -> Iterator[tuple[int, tuple[object, ...]]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    kept = characters = 0
    for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1):
        values = _trimmed(row)
        kept += bool(values)
        characters += sum(len(value) for value in values if isinstance(value, str))
        if kept > MAX_ROWS + 1 or line > _LINES:
            raise TooLarge(f"「{name}」超过 {MAX_ROWS} 行，没有导入任何内容。请分成几个文件导入。")
        if characters > MAX_UNPACKED:  # one text can stand in every cell and be in the archive once
            raise TooLarge(f"「{name}」内容过多，没有导入任何内容。请分成几个文件导入。")
        if values:
            yield line, values


def _trimmed(row: Sequence[object]) -> tuple[object, ...]:
    """Without the empty cells at the end: a sheet has as many as its widest row."""
    end = 0 if row.count(None) == len(row) else len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return tuple(row[:end])


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=") and re.fullmatch(r'="\d+"', value) is None


def _with_values(rows: _SheetRows, computed: _SheetRows) -> _SheetRows:
    """Formulas by the value that was saved with them; `="digits"` stays, it carries its own."""
    by_line = dict(computed)

    def value(line: int, column: int, cell: object) -> object:
        if not _is_formula(cell):
            return cell
        saved = by_line.get(line, ())
        return saved[column] if column < len(saved) else None

    return [(line, tuple(value(line, i, cell) for i, cell in enumerate(row))) for line, row in rows]


def _text(value: object) -> str:
    """As a person would have typed it; a number that Excel cut to 15 digits shows it (`1.93067985817065E+15`)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        rounded = value.replace(microsecond=0) + timedelta(seconds=value.microsecond >= 500_000)
        return rounded.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _number(value: int | float) -> str:
    if abs(value) >= 1e15:
        return f"{value:.14E}"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
