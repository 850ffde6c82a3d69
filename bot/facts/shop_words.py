"""The words of a shop's catalogue, as its buyers may write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.shop import Item
from intents import Word, normalise

_SIZE_OF_PACK = re.compile(
    r"[\s\d.]+(?:kg|ml|cm|mm|g|l|克|斤|毫升|升|片|抽|包|双|条|袋|盒|件|支|瓶|只|卷|提|套|个)?(?:装|\s)*(?:\*\d+.*)?$"
)

_BETWEEN = re.compile(r"[\s;,/+:]+")
_NUMBERED = re.compile(r"[0-9a-z]")


def shop_words(items: Iterable[Item]) -> dict[str, Word]:
    """Clean word → Word("item", ids): titles, short titles without their pack size, other names; and Word("variant", name).

    A word of several items names them all, joined by `|`. Colours and sizes are no words of the shop's own.
    """
    owners: dict[str, set[str]] = {}
    variants: dict[str, Word] = {}
    for item in items:
        for name in (item.title, item.short_title, *item.words):
            clean = normalise(name).text
            for word in {clean, _SIZE_OF_PACK.sub("", clean)}:
                if len(word) >= 2:
                    owners.setdefault(word, set()).add(item.item_id)
        for variant in item.variants:
            variants |= {word: Word("variant", word) for word in _own_parts(variant.name)}
    return variants | {word: Word("item", "|".join(sorted(ids))) for word, ids in owners.items()}


def _own_parts(variant: str) -> list[str]:
    """`桂花味` of `桂花味 200g`: what is neither a colour nor a size, which every shop shares."""
    parts = _BETWEEN.split(normalise(variant).text)
    return [part for part in parts if len(part) >= 2 and not part.endswith("色") and not _NUMBERED.search(part)]
