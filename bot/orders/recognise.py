"""From a file to its rows: which format it is, and the time it speaks of."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import bot.orders
from bot.domain.china_time import CHINA
from bot.errors import BadInput, Problem, TooLarge
from bot.orders.csv_table import read_csv
from bot.orders.sheet import Format, Sheet
from bot.orders.tabular import MAX_BYTES, Table, rejected
from bot.orders.xlsx_table import read_xlsx
from bot.ports import ParsedFile

_OLE = b"\xd0\xcf\x11\xe0"


@cache
def formats() -> tuple[Format, ...]:
    """The FORMAT of every module of this package that has one."""
    names = sorted(module.name for module in pkgutil.iter_modules(bot.orders.__path__))
    modules = (importlib.import_module(f"bot.orders.{name}") for name in names)
    found = (getattr(module, "FORMAT", None) for module in modules)
    return tuple(form for form in found if isinstance(form, Format))


def parse_file(
    name: str, data: bytes, *, kind: str | None = None, modified_at: datetime, accept_open_end: bool = False
) -> ParsedFile:
    """All rows of a file, or ImportRejected with every bad one; TooLarge over the caps.

    `modified_at` is the file's own time, told as the export time when its name has none. Without `kind` the columns
    decide, then the name. `accept_open_end`: somebody looked, and the file is whole though its last line has no line end.
    """
    name = re.split(r"[/\\]", name)[-1] or "文件"
    table = read_table(name, data)
    table = replace(table, ends_open=table.ends_open and not accept_open_end)
    told_at = exported_at(name) or modified_at
    sheet = Sheet(table, recognise(name, table.header, kind=kind), exported_at=told_at)
    if not table.rows and not sheet.format.updates:
        raise rejected(name, [Problem(name, "只有列名，没有数据行；导入会清空现有内容，所以没有导入")])
    rows = sheet.format.read(sheet)
    if sheet.problems:
        raise rejected(name, sheet.problems)
    if not rows:
        sheet.notes.append("文件里没有数据行")
    return ParsedFile(
        kind=sheet.format.kind,
        rows=rows,
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        exported_at=told_at,
        notes=sheet.notes,
    )


def parse_path(path: Path, *, kind: str | None = None, accept_open_end: bool = False) -> ParsedFile:
    """`parse_file` of a file on disk. Raises BadInput when it cannot be read."""
    try:
        data, modified = path.read_bytes(), path.stat().st_mtime
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Check its rights, or copy it elsewhere.") from error
    modified_at = datetime.fromtimestamp(modified, UTC)
    return parse_file(path.name, data, kind=kind, modified_at=modified_at, accept_open_end=accept_open_end)


def read_table(name: str, data: bytes) -> Table:
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"「{name}」有 {len(data) // 1024 // 1024} MB，最多 20 MB，没有导入任何内容。请分成几个文件导入。"
        )
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        why = "表格设有密码；请取消密码后再导入" if locked else "是旧式 .xls 表格；请另存为 .xlsx 或 .csv 再导入"
        raise rejected(name, [Problem(name, why)])
    if data.startswith(b"PK"):
        return read_xlsx(name, data)
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise rejected(name, [Problem(name, "内容是网页（HTML/XML），不是表格；请重新下载，或另存为 .csv 再导入")])
    return read_csv(name, data)


def recognise(name: str, header: Sequence[str], *, kind: str | None = None) -> Format:
    """The format whose needed columns are all there; when several or none are, the one that the file is named after."""
    if kind is not None:
        candidates = [form for form in formats() if form.kind == kind]
        if not candidates:
            raise BadInput(f"没有「{kind[:30]}」这种表；可用的有 {'、'.join(_kinds(formats()))}。")
        return _whole(name, header, _nearest(header, candidates))
    complete = [form for form in formats() if not form.missing(header)]
    named = [form for form in formats() if name.lower().startswith(form.file_name.lower())]
    if len(_kinds(complete)) == 1:
        return _nearest(header, complete)
    for form in named:
        if form in complete or not complete:
            return _whole(name, header, form)
    raise rejected(name, [Problem(f"{name}:1", _unknown(complete))])


def shop_tables() -> tuple[str, ...]:
    """The kinds of table that a shop writes itself; the others are downloaded from the platform."""
    return _kinds(form for form in formats() if not form.made_by_machine)


def _kinds(forms: Iterable[Format]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.kind for form in forms))


def _nearest(header: Sequence[str], forms: Sequence[Format]) -> Format:
    """Of several formats of one kind: the one that lacks the fewest columns, and of those the one that takes the most."""
    return min(forms, key=lambda form: (len(form.missing(header)), -form.takes(header)))


def _whole(name: str, header: Sequence[str], form: Format) -> Format:
    missing = form.missing(header)
    if missing:
        problem = f"缺少列：{'、'.join(missing)}；按 {form.kind} 读取时这些列必须有，列名应与平台导出或说明一致"
        raise rejected(name, [Problem(f"{name}:1", problem)])
    return form


def _unknown(complete: Sequence[Format]) -> str:
    if complete:
        kinds = "、".join(_kinds(complete))
        return f"列名同时符合 {kinds}；请用 --kind 指明是哪一种"
    needs = "；".join(f"{f.kind}：{'、'.join(c.name for c in f.columns if c.needed)}" for f in formats())
    return f"认不出是哪种表。各种表必须有的列：{needs}"


def exported_at(name: str) -> datetime | None:
    """The time in a name such as `ExportOrderList202611201830.csv` (12 or 14 digits, China time)."""
    for digits in re.findall(r"(?<!\d)\d+(?!\d)", name):
        form = {12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits))
        if form is None:
            continue
        try:
            told = datetime.strptime(digits, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
        if 2000 <= told.year < 2100:
            return told.astimezone(UTC)
    return None
