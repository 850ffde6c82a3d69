"""Comma (or tab) separated text as a table.

Python's reader takes a forgotten quote for a very long cell and says nothing, so a file is also read as an editor shows
it: a quoted cell that holds what looks like a row of its own is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from bot.errors import Problem, TooLarge
from bot.orders.encoding import decode
from bot.orders.tabular import BLANKS, MAX_ROWS, Table, TableRow, rejected, table_of


def read_csv(name: str, data: bytes) -> Table:
    text, encoding = decode(name, data)
    last_line = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]
    return table_of(name, _rows(name, text), ends_open=bool(last_line.strip(BLANKS)), encoding=encoding)


def _rows(name: str, text: str) -> Iterator[TableRow]:
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    while True:
        line = reader.line_num + 1
        if line > 4 * MAX_ROWS:
            raise TooLarge(f"「{name}」行数太多，没有导入任何内容。每个文件最多 {MAX_ROWS} 行，请分开导入。")
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise rejected(name, [Problem(f"{name}:{line}", _meaning(error))]) from error
        width = width or len(cells)
        swallowed = _swallowed_line(cells, width, delimiter)
        if swallowed is not None:
            raise rejected(name, [Problem(f"{name}:{line}", "这一行有引号没有闭合，吞掉了下一行；请重新下载文件")])
        yield TableRow(line, tuple(cells))


def _delimiter(text: str) -> str:
    """Excel's `Unicode text` separates by tabs; everything else by commas."""
    first = text[:20_000].splitlines()[0] if text.strip() else ""
    return "\t" if "\t" in first and "," not in first else ","


def _meaning(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "从这一行起有引号没有闭合，直到文件结束；文件可能下载不完整，请重新下载"
    if "field larger" in said:
        return "这一格超过 64 KB；可能是前面有引号没有闭合，请检查"
    return "引号的写法不对：闭合的引号后面应当是逗号或换行；请重新下载，或检查这一行的引号"


def _swallowed_line(cells: Sequence[str], width: int, delimiter: str) -> str | None:
    """A line inside a quoted cell that looks like a row: as wide as the header, or with a like first cell."""
    for cell in cells:
        if "\n" not in cell and "\r" not in cell:
            continue
        for inner in re.split(r"\r\n|\n|\r", cell)[1:]:
            begins_alike = delimiter in inner and _same_make(inner.split(delimiter, 1)[0], cells[0])
            if inner.count(delimiter) >= max(width - 1, 2) or begins_alike:
                return inner
    return None


def _same_make(one: str, other: str) -> bool:
    """Both are order numbers, or built alike (`A-001`, `B-017`); what buyers write in a note (`180,75`) is neither."""
    first, second = (re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "9", cell.strip("='\" \t"))) for cell in (one, other))
    if first.strip("9") == second.strip("9") == "":
        return min(len(first), len(second)) >= 15
    return first == second and "9" in first and len(first) >= 4
