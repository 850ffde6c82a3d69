"""JSON lines in and out: every bad line is told, nothing half-written is left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import BadInput, Problem

CHUNK = 1_000


def read_lines(path: Path, faults: Callable[[Any, str], list[Problem]]) -> list[Any]:
    """All rows of a JSONL file in UTF-8. Raises BadInput with every bad line."""
    problems: list[Problem] = []
    rows: list[Any] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            row = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            problems.append(Problem(where, "is no JSON in UTF-8."))
            continue
        problems += faults(row, where)
        rows.append(row)
    if problems:
        raise BadInput(f"{path.name}: {len(problems)} faults; nothing was written.", problems=problems)
    return rows


def write_lines(path: Path, rows: Iterable[object]) -> int:
    """Write rows beside the file, then put them in its place: a reader sees all of them or the file as it was."""
    fresh = path.with_name(f".{path.name}.writing")
    count = 0
    try:
        with fresh.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return count


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
