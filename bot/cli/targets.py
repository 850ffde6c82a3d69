"""Sorted rows into a file of JSON lines, CSV or Parquet, as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.cli import parquet
from bot.cli.lines import fresh_file

Chunks = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """A file to be written."""

    path: Path
    encode: Callable[[Mapping[str, Any]], Any]
    """Row → what the file holds of it. Can be sent to another process, as its results can."""
    put: Callable[..., None]

    def write(self, chunks: Chunks, columns: Sequence[str], *, whole_ids: bool) -> None:
        """All encoded rows, or the file as it was. `whole_ids`: every id is a whole number of 64 bits."""
        with fresh_file(self.path) as file:
            self.put(file, chunks, columns, whole_ids=whole_ids)


def target_of(path: Path) -> Target:
    """By the suffix: .csv, .parquet, and JSON lines for any other. Raises BadInput when pyarrow is missing."""
    match path.suffix.lower():
        case ".csv":
            return Target(path, csv_cells, _put_csv)
        case ".parquet":
            parquet.load_pyarrow()
            return Target(path, parquet_values, parquet.write_rows)
        case _:
            return Target(path, json_line, _put_lines)


def json_line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def csv_cells(row: Mapping[str, Any]) -> list[str]:
    """Texts as they are, everything else in JSON."""
    return [_as_text(value) for value in row.values()]


def parquet_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Lists other than `intents` in JSON."""
    return {
        name: _as_text(value) if isinstance(value, list) and name != "intents" else value for name, value in row.items()
    }


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _put_lines(file: BinaryIO, chunks: Chunks, columns: Sequence[str], *, whole_ids: bool) -> None:
    for chunk in chunks:
        file.writelines(chunk)


def _put_csv(file: BinaryIO, chunks: Chunks, columns: Sequence[str], *, whole_ids: bool) -> None:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for chunk in chunks:
        writer.writerows(chunk)
    text.detach()
