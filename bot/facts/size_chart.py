"""The size that fits the body the buyer tells, by the item's own chart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.shop import SizeRow
from bot.facts.situation import Situation, Told, listed
from intents import number_of

NEED = "size_chart"
_NO_HEIGHT = r"(?!\d|\.\d|元|块|件|包|抽|片|g|克|ml|l|升)"
_HEIGHT = re.compile(
    rf"(?<![\d.¥])(1[3-9]\d|2[0-2]\d){_NO_HEIGHT}|(?<!\d)1(?:米|\.(?=[3-9]\d(?!斤|公斤|kg){_NO_HEIGHT}))([3-9]\d?)"
    r"|一米([三四五六七八九])([一二三四五六七八九])?"
)
_JIN = re.compile(
    r"(?<!\d)(\d{2,3}(?:\.\d)?|[一二]百[零一二三四五六七八九十]*|[五六七八九]十[一二三四五六七八九]?)\s?(斤|kg|公斤|千克)"
)
_FOOT = re.compile(r"脚长?\s?(?:是|有|大概|约)?\s?(2[0-9]\d(?!\d)|2[0-9](?:\.\d)?(?!\d))")


@dataclass(frozen=True, slots=True)
class Body:
    height_cm: int | None = None
    weight_jin: int | None = None
    foot_mm: int | None = None

    @property
    def told(self) -> str:
        parts = [
            f"{self.height_cm}cm" if self.height_cm else "",
            f"{self.weight_jin}斤" if self.weight_jin else "",
            f"脚长{self.foot_mm / 10:g}cm" if self.foot_mm else "",
        ]
        return listed(p for p in parts if p)


def tell(situation: Situation) -> Told:
    chart = situation.item.size_chart if situation.item else ()
    sizes = listed(row.size for row in chart)
    if not chart:
        return Told(circumstances={"size_state": "no_chart"})
    body = body_of(
        " ".join(
            [*(t.text for t in situation.message.context if t.speaker == "buyer"), situation.prediction.clean.text]
        )
    )
    usable = [row for row in chart if _measured(row, body)]
    if not usable:
        return Told(values={"sizes": sizes}, circumstances={"size_state": "need_measures"})
    fitting = [row for row in usable if _fits(row, body)]
    if not fitting:
        return Told(values={"sizes": sizes, "size_basis": body.told}, circumstances={"size_state": "no_match"})
    # between two sizes the larger one: too small comes back
    return Told(
        values={"size": fitting[-1].size, "size_basis": body.told, "sizes": sizes},
        circumstances={"size_state": "found"},
    )


def body_of(text: str) -> Body:
    """Height, weight and foot length said in clean text; the last one said of each holds."""
    height = weight = foot = None
    for m in _HEIGHT.finditer(text):
        if m.group(1) and not _JIN.match(text, m.start()):
            height = int(m.group(1))
        elif m.group(2):
            height = 100 + int(m.group(2).ljust(2, "0"))
        elif m.group(3):
            height = 100 + round(number_of(m.group(3)) * 10 + (number_of(m.group(4)) if m.group(4) else 0))
    for m in _JIN.finditer(text):
        weight = round(number_of(m.group(1)) * (1 if m.group(2) == "斤" else 2))
    for m in _FOOT.finditer(text):
        foot = int(m.group(1)) if len(m.group(1)) == 3 else round(float(m.group(1)) * 10)
    return Body(height, weight, foot)


def _bounds(row: SizeRow, body: Body) -> list[tuple[tuple[int, int], int | None]]:
    pairs = ((row.height_cm, body.height_cm), (row.weight_jin, body.weight_jin), (row.foot_mm, body.foot_mm))
    return [(bounds, value) for bounds, value in pairs if bounds is not None]


def _measured(row: SizeRow, body: Body) -> bool:
    """Everything the row asks for was told."""
    bounds = _bounds(row, body)
    return bool(bounds) and all(value is not None for _, value in bounds)


def _fits(row: SizeRow, body: Body) -> bool:
    return all(value is not None and low <= value <= high for (low, high), value in _bounds(row, body))
