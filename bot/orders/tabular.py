"""A file's bytes as a header and rows of text, whichever of .csv and .xlsx it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import ImportRejected, Problem, TooLarge

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_FIELD_BYTES = 64 * 1024

BLANKS = " \t\r\n\u3000\xa0\ufeff\u200b"
"""Trimmed around names and values; exports pad with all of them."""


@dataclass(frozen=True, slots=True)
class TableRow:
    line: int
    """Where the row begins, counted as an editor (or a spreadsheet) counts."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    header: tuple[str, ...]
    """Trimmed, without the unit `(元)`; "" for a column without a name."""
    header_line: int
    rows: tuple[TableRow, ...]
    ends_open: bool = False
    """The last line has no line end: whole, or cut there."""
    encoding: str = ""


def table_of(name: str, rows: Iterable[TableRow], *, ends_open: bool = False, encoding: str = "") -> Table:
    """The first row with something in it is the header; empty rows are left out; the caps are kept."""
    header: tuple[str, ...] | None = None
    header_line = 1
    body: list[TableRow] = []
    problems: list[Problem] = []
    for row in rows:
        if not any(cell.strip(BLANKS) for cell in row.cells):
            continue
        problems += _cell_problems(name, row)
        if header is None:
            header, header_line = _header(row.cells), row.line
        elif len(body) >= MAX_ROWS:
            raise TooLarge(f"「{name}」超过 {MAX_ROWS} 行，没有导入任何内容。请分成几个文件导入。")
        else:
            body.append(row)
    if header is None:
        raise rejected(name, [Problem(name, "文件是空的；第一行应为列名")])
    problems += _header_problems(name, header, header_line)
    if problems:
        raise rejected(name, problems)
    return Table(name, header, header_line, tuple(body), ends_open, encoding)


def rejected(name: str, problems: Sequence[Problem]) -> ImportRejected:
    return ImportRejected(
        f"「{name}」有 {len(problems)} 处问题，没有导入任何内容。请按提示改好后重新导入。", problems=problems
    )


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    names = [_column_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _column_name(cell: str) -> str:
    name = cell.strip(BLANKS).replace("（", "(").replace("）", ")").replace("：", ":")
    return name.removesuffix("(元)").strip(BLANKS)


def _header_problems(name: str, header: Sequence[str], line: int) -> list[Problem]:
    problems = []
    if len(header) > MAX_COLUMNS:
        problems.append(Problem(f"{name}:{line}", f"有 {len(header)} 列；最多 {MAX_COLUMNS} 列。请删去不用的列"))
    problems += [
        Problem(f"{name}:{line} {column[:20]}", "这个列名出现了不止一次；请只留一列")
        for column in dict.fromkeys(c for c in header if c and header.count(c) > 1)
    ]
    return problems


def _cell_problems(name: str, row: TableRow) -> list[Problem]:
    problems = []
    for number, cell in enumerate(row.cells, start=1):
        if "\0" in cell:
            problems.append(Problem(f"{name}:{row.line} 第{number}列", "含有空字符（NUL），文件已损坏；请重新下载"))
        if len(cell) * 4 > MAX_FIELD_BYTES and len(cell.encode()) > MAX_FIELD_BYTES:
            problems.append(
                Problem(f"{name}:{row.line} 第{number}列", "这一格超过 64 KB；可能是前面有引号没有闭合，请检查")
            )
    return problems
