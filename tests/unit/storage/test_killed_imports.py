"""An import dies by kill -9, at any moment: the store holds one whole export, never a mixture, and goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.storage.database import Database, open_database
from bot.storage.imports import Importer
from bot.storage.tables import order_lines, orders, receivers, shops, staged_rows
from tests.fakes import FixedClock
from tests.seller_files import exported
from tests.stores import contents, copy_of_sqlite
from tests.unit.storage import import_again_and_again as program

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("QINDA_TEST_KILLS", "6"))


@pytest.fixture
def url(sqlite_template: str, tmp_path: Path) -> Iterator[str]:
    url = copy_of_sqlite(sqlite_template, tmp_path)
    database = open_database(url)
    Importer(database, FixedClock()).create_shop("shop", "晴天小铺")
    database.close()
    yield url


def test_a_killed_import_leaves_one_whole_export(url: str) -> None:
    moments = random.Random(7)
    turn = 0
    for _ in range(KILLS):
        acknowledged = run_and_kill(url, first=turn + 1, after_s=moments.uniform(0.05, 2.0))
        database = open_database(url)  # with its check for damage
        kept = turn_in_store(database)
        assert kept >= max(acknowledged, turn)  # what was acknowledged is there
        assert kept <= max(acknowledged, turn) + 1
        turn = kept
        database.close()
    assert turn > 0


def test_after_kills_an_import_ends_as_if_nothing_had_happened(url: str, sqlite_template: str, tmp_path: Path) -> None:
    for _ in range(2):
        run_and_kill(url, first=1, after_s=0.2)
    (tmp_path / "other").mkdir()
    killed, calm = open_database(url), open_database(copy_of_sqlite(sqlite_template, tmp_path / "other"))
    Importer(calm, FixedClock()).create_shop("shop", "晴天小铺")
    last = exported(program.orders(99), program.AT + timedelta(minutes=99))
    for database in (killed, calm):
        later = FixedClock()
        later.time += timedelta(hours=1)
        Importer(database, later, pause_s=0).import_files("shop", last)
        with database.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(staged_rows)) == 0
    assert {**contents(killed), "shops": []} == {**contents(calm), "shops": []}
    killed.close()
    calm.close()


def run_and_kill(url: str, *, first: int, after_s: float) -> int:
    """The last turn that the program told to be done before it was killed; 0: none."""
    with subprocess.Popen(
        [sys.executable, "-m", program.__name__, url, str(first)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        timer = threading.Timer(after_s, process.send_signal, [signal.SIGKILL])
        timer.start()
        told = process.stdout.read().split()
        timer.join()
    assert process.returncode == -signal.SIGKILL
    return int(told[-1]) if told else 0


def turn_in_store(database: Database) -> int:
    """The one turn of which every row is."""
    with database.reading() as connection:
        said = {
            *connection.scalars(select(orders.c.buyer)),
            *connection.scalars(select(order_lines.c.title)),
            *connection.scalars(select(receivers.c.name)),
        }
        counts = [connection.scalar(select(func.count()).select_from(t)) for t in (orders, order_lines, receivers)]
        version = connection.scalar(select(shops.c.version)) or 0
    if not said:
        assert (counts, version) == ([0, 0, 0], 0)
        return 0
    assert counts == [1200, 1200, 1200]
    (word,) = said
    return int(word.removeprefix("第").removesuffix("轮"))
