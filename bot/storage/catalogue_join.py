"""Which catalogue item a line of an order means: by 商家编码, then 外部系统编号, then the exact title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A variant of an item, as far as lines meet it."""

    item_id: str
    title: str
    merchant_code: str
    sku: str
    variant: str


def item_met(
    entries: Iterable[CatalogueEntry], *, title: str, variant: str, merchant_code: str, outer_code: str
) -> str | None:
    """The one item that the line names; None when it names none, or several that nothing tells apart."""
    entries = list(entries)
    wanted = variant_words(variant)

    def the_one(found: list[CatalogueEntry]) -> str | None:
        """A code on several items, or a title: what else the line says decides."""
        for narrowed in (
            found,
            [e for e in found if e.title == title],
            [e for e in found if e.title == title and variant_words(e.variant) == wanted],
        ):
            ids = {entry.item_id for entry in narrowed}
            if len(ids) == 1:
                return ids.pop()
        return None

    for code in (merchant_code, outer_code):
        for found in ([e for e in entries if e.merchant_code == code], [e for e in entries if e.sku == code]):
            met = the_one(found) if code else None
            if met is not None:
                return met
    return the_one([entry for entry in entries if entry.title == title])


def variant_words(text: str) -> frozenset[str]:
    """`颜色分类：红色;尺码：L` and `红色 L` are the same form."""
    parts = (re.split(r"[：:]", part, maxsplit=1)[-1] for part in re.split(r"[;；]", text))
    return frozenset(word for part in parts for word in part.split())
