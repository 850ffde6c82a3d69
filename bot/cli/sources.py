"""Rows {"id", "text", "context"?} of a file of JSON lines, CSV or Parquet, streamed: a file may be larger than memory."""

from __future__ import annotations

import codecs
import csv
import functools
import io
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bot.cli import parquet
from bot.cli.lines import opened
from bot.errors import BadInput, Problem

COLUMNS = ("id", "text", "context")
_NEEDED = ("id", "text")
MOST_TOLD = 100
_BLOCK = 1 << 20
_INT64 = range(-(2**63), 2**63)


class NoRow(Exception):
    """A record that cannot be made a row; says why without quoting it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be gone through more than once."""

    path: Path
    records: Callable[[], Iterator[tuple[int, Any]]]
    """One pass: line (of Parquet: row) from 1, and what stands there. Raises BadInput where it cannot go on."""
    parse: Callable[[Any], Any]
    """Record → row, or NoRow. Can be sent to another process, as records can."""


class Survey(NamedTuple):
    """What the first pass found."""

    rows: int
    whole_ids: bool
    """Every id is a whole number of 64 bits."""
    stamp: tuple[int, ...]
    """Of the file as it was."""


def source_of(path: Path) -> Source:
    """By the suffix: .csv, .parquet, and JSON lines for any other. Raises BadInput when no row can be read."""
    if not path.is_file():
        raise BadInput(f"{path} is no plain file; it is read twice. Write a pipe's output to a file first.")
    match path.suffix.lower():
        case ".csv":
            return _csv_source(path)
        case ".parquet":
            parquet.check_columns(path, COLUMNS, needed=_NEEDED)
            return Source(path, functools.partial(parquet.read_rows, path, COLUMNS), with_context)
        case _:
            return Source(path, functools.partial(_lines, path), json_row)


def survey(source: Source, faults: Callable[[Any, str], list[Problem]]) -> Survey:
    """Go through all rows. Raises BadInput with every fault, or with the first of them and how many more there are."""
    stamp = _stamp(source.path)
    problems: list[Problem] = []
    rows, found, whole_ids = 0, 0, True
    try:
        for place, record in source.records():
            where = f"{source.path.name}:{place}"
            try:
                row = source.parse(record)
                told = faults(row, where)
            except NoRow as error:
                told = [Problem(where, str(error))]
            if told:
                found += len(told)
                problems += told[: MOST_TOLD - len(problems)]
            elif whole_ids:
                whole_ids = isinstance(row["id"], int) and row["id"] in _INT64
            rows += 1
    except BadInput as error:
        if not error.problems:
            raise
        found += len(error.problems)
        problems = [*problems[: MOST_TOLD - len(error.problems)], *error.problems]
    if found:
        more = f" The first {len(problems)} are told, {found - len(problems)} more are not." * (found > len(problems))
        raise BadInput(f"{source.path.name}: {found} faults; nothing was written.{more}", problems=problems)
    return Survey(rows, whole_ids, stamp)


def chunks(source: Source, size: int, seen: Survey) -> Iterator[list[Any]]:
    """Records in lists of `size`. Raises BadInput when the file is no longer what was surveyed."""
    records = (record for _, record in source.records())
    while True:
        chunk = list(itertools.islice(records, size))
        if _stamp(source.path) != seen.stamp:
            raise BadInput(f"{source.path.name} was changed while it was read; nothing was written. Run again.")
        if not chunk:
            return
        yield chunk


def _stamp(path: Path) -> tuple[int, ...]:
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns


# JSON lines


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with opened(path) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def json_row(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise NoRow("is no JSON in UTF-8.") from error


# CSV


def _csv_source(path: Path) -> Source:
    encoding = _encoding_of(path)
    _, header = next(_records(path, encoding), (1, []))
    names = [name.strip() for name in header]
    problems = [
        Problem(f"{path.name}:1", f"has {names.count(name)} columns {name!r}; expected one.")
        for name in COLUMNS
        if names.count(name) > 1 or (name in _NEEDED and name not in names)
    ]
    if problems:
        raise BadInput(
            f"{path.name}: the first row must name the columns id, text and, where there is one, context.",
            problems=problems,
        )
    places = {name: names.index(name) for name in COLUMNS if name in names}
    return Source(
        path,
        lambda: itertools.islice(_records(path, encoding), 1, None),
        functools.partial(csv_row, places=places, width=len(names)),
    )


def _records(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The line that each record begins at, and its cells; the header is one of them."""
    with opened(path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
        reader = csv.reader(text, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except (csv.Error, UnicodeDecodeError) as error:
                told = (
                    f"is no CSV from here on: a quote is not closed, or text follows a closed one, or a cell is longer "
                    f"than {csv.field_size_limit()} characters."
                )
                raise BadInput(
                    f"{path.name} cannot be read to its end.", problems=[Problem(f"{path.name}:{line}", told)]
                ) from error
            if cells is None:
                return
            if cells:
                yield line, cells


def csv_row(cells: Sequence[str], *, places: Mapping[str, int], width: int) -> dict[str, Any]:
    if len(cells) != width:
        raise NoRow(f"has {len(cells)} cells; expected {width}, as in the first row.")
    return with_context({name: cells[place] for name, place in places.items()})


def with_context(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the list that its context's JSON says; what is no JSON stays, and is no list."""
    context = row.get("context")
    if isinstance(context, str):
        with suppress(ValueError, RecursionError):
            row["context"] = json.loads(context) if context.strip() else None
    return row


class _Break(NamedTuple):
    """Where bytes are not of an encoding."""

    line: int
    cut: bool
    """The last character breaks off, and others than ASCII came before it."""


def _encoding_of(path: Path) -> str:
    """UTF-8, with or without BOM, else GB18030. Raises BadInput for what is neither."""
    utf8 = _break(path, "utf-8-sig")
    if utf8 is None:
        return "utf-8-sig"
    gb18030 = None if utf8.cut else _break(path, "gb18030")  # cut UTF-8 may be read as GB18030: as mojibake
    if gb18030 is None and not utf8.cut:
        return "gb18030"
    line = max(utf8.line, gb18030.line if gb18030 else 0)
    raise BadInput(
        f"{path.name}: the text cannot be read; nothing was written.",
        problems=[Problem(f"{path.name}:{line}", "is neither whole UTF-8 nor GB18030. Save it as UTF-8.")],
    )


def _break(path: Path, encoding: str) -> _Break | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, plain = 1, True
    with opened(path) as file:
        while True:
            block = file.read(_BLOCK)
            try:
                plain = decoder.decode(block, final=not block).isascii() and plain
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                return _Break(line + before.count(b"\n"), not block and not plain)
            if not block:
                return None
            line += block.count(b"\n")
