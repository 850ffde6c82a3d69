"""A program for test_killed_imports: imports newer and newer exports of the same orders until somebody kills it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver
from bot.storage.database import open_database
from bot.storage.imports import Importer
from tests.fakes import FixedClock
from tests.seller_files import exported

AT = datetime(2026, 11, 1, tzinfo=UTC)


def orders(turn: int) -> list[Order]:
    """Each order of a turn says the turn in every place."""
    return [
        Order(
            shop_id="shop",
            order_id=f"19306798581{number:05}",
            buyer=f"第{turn}轮",
            status=PlatformStatus.TRADE_FINISHED,
            status_text="交易成功",
            lines=(OrderLine(line_no=1, title=f"第{turn}轮", quantity=turn),),
            created_at=AT,
            receiver=Receiver(name=f"第{turn}轮"),
        )
        for number in range(1200)
    ]


def main(url: str, first: int) -> None:
    database = open_database(url)
    importer = Importer(database, FixedClock(), pause_s=0)
    tell("ready")
    for turn in count(first):
        importer.import_files("shop", exported(orders(turn), AT + timedelta(minutes=turn)))
        tell(str(turn))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
