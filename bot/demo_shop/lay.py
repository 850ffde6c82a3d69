"""Lays the demo shop out for a moment: the packaged files with real times, as the platform's own downloads are."""

from __future__ import annotations

from datetime import datetime
from importlib import resources

from bot.demo_shop.tokens import replace_tokens
from bot.domain.china_time import CHINA

# The catalogue before the orders that name its items, the orders before the parcels that carry them.
_TABLES = ("catalogue", "size_charts", "couriers", "promotions", "policies")
_EXPORTS = ("ExportOrderList", "ExportOrderDetailList")


def lay(now: datetime) -> list[tuple[str, bytes]]:
    """File names and bytes (GBK, CRLF), in the order to import them. `now` is aware; all times are counted from it."""
    if now.tzinfo is None:
        raise ValueError("lay() was given a time without a zone; it needs an aware time, such as Clock.now().")
    exported = f"{now.astimezone(CHINA):%Y%m%d%H%M}"
    names = [(f"{name}.csv", f"{name}.csv") for name in _TABLES]
    names += [(f"{name}.csv", f"{name}{exported}.csv") for name in _EXPORTS]
    names += [("shipments.csv", "shipments.csv")]
    return [(laid, _laid(packaged, now)) for packaged, laid in names]


def _laid(packaged: str, now: datetime) -> bytes:
    text = resources.files("bot.demo_shop").joinpath("files", packaged).read_text(encoding="utf-8")
    lines = replace_tokens(text, now).splitlines()
    return "".join(f"{line}\r\n" for line in lines).encode("gbk")
