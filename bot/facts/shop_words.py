"""The words of a shop's catalogue, as its buyers may write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.shop import Item
from intents import Word, normalise

_SIZE_OF_PACK = re.compile(
    r"[\s\d.]+(?:kg|ml|cm|mm|g|l|克|斤|毫升|升|片|抽|包|双|条|袋|盒|件|支|瓶|只|卷|提|套|个)?(?:装|\s)*(?:\*\d+.*)?$"
)


def shop_words(items: Iterable[Item]) -> dict[str, Word]:
    """Clean word → Word("item", ids): titles, short titles without their pack size, other names.

    A word of several items names them all, joined by `|`.
    """
    owners: dict[str, set[str]] = {}
    for item in items:
        for name in (item.title, item.short_title, *item.words):
            clean = normalise(name).text
            for word in {clean, _SIZE_OF_PACK.sub("", clean)}:
                if len(word) >= 2:
                    owners.setdefault(word, set()).add(item.item_id)
    return {word: Word("item", "|".join(sorted(ids))) for word, ids in owners.items()}
