"""The goods of the demo shop, spread out into variants with price and stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from bot.demo_shop import SEED, source


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    name: str
    """`雾蓝 M`; "" when there is one form only."""
    properties: str
    """As order files write it: `颜色分类：雾蓝;尺码：M`."""
    sku: str
    price_fen: int
    stock: str
    restock: str
    """A day token, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    code: str
    item_id: str
    merchant_code: str
    title: str
    short: str
    trade: str
    words: str
    facts: Mapping[str, str]
    variants: tuple[Variant, ...]
    chart: str


def load_goods() -> tuple[Goods, ...]:
    """All items, by code within their trade."""
    tables = source.read("goods")
    trades = {trade["letter"]: (number, trade) for number, trade in enumerate(tables["trades"], start=1)}
    return tuple(_goods(row, *trades[row["code"][0]]) for row in tables["goods"])


def fen(yuan: str) -> int:
    whole, _, cents = yuan.partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0"))


def _goods(row: dict[str, Any], trade_number: int, trade: dict[str, Any]) -> Goods:
    code = row["code"]
    return Goods(
        code=code,
        item_id=f"90010000{trade_number:02}{code[1:]}",
        merchant_code=f"QD-{code}",
        title=row["title"],
        short=row["short"],
        trade=trade["name"],
        words=row["words"],
        facts=_facts(trade["facts"]) | _facts(row["facts"]),
        variants=_variants(row),
        chart=row.get("chart", ""),
    )


def _facts(text: str) -> dict[str, str]:
    return dict(fact.split("=", 1) for fact in text.split(";"))


def _variants(row: dict[str, Any]) -> tuple[Variant, ...]:
    options = [option.split("：") for option in row["options"].split("|")] if row["options"] else []
    names = [name for name, _ in options]
    combinations = list(product(*(choices.split() for _, choices in options)))
    stocks = (
        row["stock"].split() if "stock" in row else [_dealt_stock(row["code"], n) for n in range(len(combinations))]
    )
    variants = []
    for number, (combination, stock) in enumerate(zip(combinations, stocks, strict=True), start=1):
        words = [choice.partition("=")[0] for choice in combination]
        prices = [price for _, _, price in (choice.partition("=") for choice in combination) if price]
        pieces, _, restock = stock.partition("@")
        variants.append(
            Variant(
                name=" ".join(words),
                properties=";".join(f"{name}：{word}" for name, word in zip(names, words, strict=True)),
                sku=f"QD-{row['code']}-{number:02}",
                price_fen=fen(prices[-1] if prices else row["price"]),
                stock=pieces,
                restock=f"@{restock}" if restock else "",
            )
        )
    return tuple(variants)


def _dealt_stock(code: str, number: int) -> str:
    """Mostly plenty, sometimes a few, seldom none, with or without a day when it is back."""
    rng = Random(f"{SEED}:stock:{code}:{number}")
    chance = rng.random()
    if chance < 0.05:
        return f"0@+{rng.randint(3, 14)}d"
    if chance < 0.09:
        return "0"
    if chance < 0.17:
        return str(rng.randint(1, 3))
    return str(rng.randint(12, 300))
