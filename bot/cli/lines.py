"""JSON lines in and out: every bad line is told, nothing half-written is left."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from bot.errors import BadInput, Problem

CHUNK = 1_000


def refuse_places(source: Path, out: Path) -> None:
    """Raises BadInput when OUT cannot be written, or is the very file that is read: told before the work, not after."""
    if out.exists() and out.samefile(source):
        raise BadInput(f"{out} is the file that is read; name another one to write.")
    if not out.parent.is_dir():
        raise BadInput(f"{out} cannot be written: there is no folder {out.parent}. Make it, or name another place.")
    if not os.access(out.parent, os.W_OK):
        raise BadInput(f"{out} cannot be written: the folder {out.parent} is closed to you. Name another place.")


def read_lines(path: Path, faults: Callable[[Any, str], list[Problem]]) -> list[Any]:
    """All rows of a JSONL file in UTF-8. Raises BadInput with every bad line."""
    problems: list[Problem] = []
    rows: list[Any] = []
    with opened(path) as file:
        lines = file.read().split(b"\n")
    for number, line in enumerate(lines, 1):
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
    """A JSON line each, in the file's place when all are written."""
    count = 0
    with fresh_file(path) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


@contextmanager
def fresh_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path`, put in its place at the end: a reader sees all that was written or the file as it was."""
    fresh = path.with_name(f".{path.name}.writing")
    try:
        fresh.unlink(missing_ok=True)
        with open(fresh, "wb", opener=_for_the_owner) as file:  # Path.open takes no opener
            yield file
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _for_the_owner(path: str, flags: int) -> int:
    """What buyers wrote is read by whoever runs Qinda, and by nobody else on the machine."""
    return os.open(path, flags | os.O_EXCL, 0o600)


def opened(path: Path) -> BinaryIO:
    """For reading. Raises BadInput for a file that may not be read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Check its rights, or copy it elsewhere.") from error


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
