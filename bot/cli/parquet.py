"""Rows from and to Parquet, by record batches. pyarrow is an extra, and loaded when such a file is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from bot.cli.lines import opened
from bot.errors import BadInput, Problem

BATCH = 1_000
_GROUP = 16 * BATCH
"""Rows of a row group: few enough to be held, enough to be read fast."""
_BUFFER = 1 << 16
_NO_TEXT = b"?"


def load_pyarrow() -> Any:
    """The library, with `parquet` in it. Raises BadInput when it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise BadInput("Parquet needs the extra qinda[parquet]: pip install 'qinda[parquet]'.") from error
    return pyarrow


def check_columns(path: Path, known: Sequence[str], *, needed: Sequence[str]) -> None:
    """Raises BadInput for a file that is no Parquet, lacks a needed column or has a known one twice."""
    with _opened(path) as file:
        names = file.schema_arrow.names
    problems = [
        Problem(path.name, f"has {names.count(name)} columns {name!r}; expected one.")
        for name in known
        if names.count(name) > 1 or (name in needed and name not in names)
    ]
    if problems:
        raise BadInput(f"{path.name}: the columns are id, text and, where there is one, context.", problems=problems)


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row number from 1 and those of `columns` that are there."""
    arrow = load_pyarrow()
    number = 0
    with _opened(path) as file:
        wanted = [name for name in columns if name in file.schema_arrow.names]
        try:
            for batch in file.iter_batches(BATCH, columns=wanted):
                for row in _rows_of(batch):
                    number += 1
                    yield number, row
        except (arrow.ArrowException, OSError) as error:
            raise _refused(path, f"{path.name}:{number + 1}", error) from error


def write_rows(
    file: BinaryIO, chunks: Iterable[Sequence[Mapping[str, Any]]], columns: Sequence[str], *, whole_ids: bool
) -> None:
    """`intents` a list of texts, `probability` and `auto` what they are, the others text."""
    arrow = load_pyarrow()
    types = {
        "id": arrow.int64() if whole_ids else arrow.string(),
        "probability": arrow.float64(),
        "intents": arrow.list_(arrow.string()),
        "auto": arrow.bool_(),
    }
    schema = arrow.schema([(name, types.get(name, arrow.string())) for name in columns])
    with arrow.parquet.ParquetWriter(file, schema) as writer:
        waiting: list[Any] = []
        for chunk in chunks:
            rows = chunk if whole_ids else [{**row, "id": str(row["id"])} for row in chunk]
            waiting.append(arrow.RecordBatch.from_pylist(rows, schema))
            if sum(batch.num_rows for batch in waiting) >= _GROUP:
                writer.write_table(arrow.Table.from_batches(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_table(arrow.Table.from_batches(waiting, schema))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    arrow = load_pyarrow()
    with opened(path) as raw:
        try:
            file = arrow.parquet.ParquetFile(raw, buffer_size=_BUFFER, pre_buffer=False)
        except (arrow.ArrowException, OSError) as error:  # pyarrow calls broken numbers an OSError
            raise _refused(path, path.name, error) from error
        yield file


def _refused(path: Path, where: str, error: Exception) -> BadInput:
    return BadInput(
        f"{path.name} cannot be read as Parquet.",
        problems=[Problem(where, f"is broken or no Parquet ({type(error).__name__}). Export it again.")],
    )


def _rows_of(batch: Any) -> list[dict[str, Any]]:
    """The rows; a value with a text that is no UTF-8 is `_NO_TEXT`, which no row may hold."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except UnicodeDecodeError:
        rows = [{name: _value(batch.column(name)[n]) for name in batch.schema.names} for n in range(batch.num_rows)]
    return rows


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return _NO_TEXT
