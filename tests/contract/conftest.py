"""Every source in turn, empty, to be filled by a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import open_database
from tests.given import Lay, fakes, imported
from tests.stores import copy_of_sqlite, emptied, postgres, sqlite_template

__all__ = ["lay", "postgres", "sqlite_template"]


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def lay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lay]:
    if request.param == "fake":
        yield fakes
    elif request.param == "postgres":
        database = emptied(request.getfixturevalue("postgres"))
        yield lambda given: imported(database, given)
    else:
        database = open_database(copy_of_sqlite(request.getfixturevalue("sqlite_template"), tmp_path))
        yield lambda given: imported(database, given)
        database.close()
