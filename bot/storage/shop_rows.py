"""What a shop gives of itself, between the domain and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Row

from bot.domain.shop import Courier, CourierRegion, Item, Policy, Promotion, PromotionKind, SizeRow, Variant
from bot.ports import PolicySetting, SizeChart
from bot.storage.tables import (
    courier_regions,
    couriers,
    items,
    policies,
    promotions,
    size_charts,
    size_rows,
    variants,
)
from bot.storage.units import Unit, UnitKind, unit

_ITEM = ("title", "short_title", "trade", "merchant_code")
_VARIANT = ("name", "sku", "price_fen", "stock", "restock_on")
_MEASURES = ("height_cm", "weight_jin", "foot_mm", "age_months")
_REGION = ("province", "days_min", "days_max", "fee_fen", "reachable")
_PROMOTION = ("name", "rule", "threshold_fen", "off_fen", "starts_at", "ends_at", "how")


def _taken(thing: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _item_units(rows: Sequence[object]) -> Iterable[Unit]:
    for item in cast(Sequence[Item], rows):
        root = _taken(item, _ITEM) | {"facts": dict(item.facts), "words": list(item.words)}
        yield unit(item.item_id, root, [_taken(variant, _VARIANT) for variant in item.variants])


def _chart_units(rows: Sequence[object]) -> Iterable[Unit]:
    for chart in cast(Sequence[SizeChart], rows):
        yield unit(chart.item_id, {}, [_size_values(row) for row in chart.rows])


def _size_values(row: SizeRow) -> dict[str, Any]:
    values: dict[str, Any] = {"size": row.size}
    for measure in _MEASURES:
        low, high = getattr(row, measure) or (None, None)
        values |= {f"{measure}_min": low, f"{measure}_max": high}
    return values


def _courier_units(rows: Sequence[object]) -> Iterable[Unit]:
    for courier in cast(Sequence[Courier], rows):
        regions = [_taken(region, _REGION) for region in courier.regions]
        yield unit(courier.name, _taken(courier, ("fee_fen", "is_default")), regions)


def _promotion_units(rows: Sequence[object]) -> Iterable[Unit]:
    for promotion in cast(Sequence[Promotion], rows):
        root = _taken(promotion, _PROMOTION) | {"kind": promotion.kind.value, "item_ids": list(promotion.item_ids)}
        yield unit(promotion.promotion_id, root)


def _setting_units(rows: Sequence[object]) -> Iterable[Unit]:
    for setting in cast(Sequence[PolicySetting], rows):
        yield unit(setting.name, {"value": setting.value})


SHOP_KINDS = (
    UnitKind("catalogue", items, "item_id", _item_units, variants, "variant_no", replaces_all=True),
    UnitKind("size_charts", size_charts, "item_id", _chart_units, size_rows, "size_no", replaces_all=True),
    UnitKind("couriers", couriers, "name", _courier_units, courier_regions, "region_no", replaces_all=True),
    UnitKind("promotions", promotions, "promotion_id", _promotion_units, replaces_all=True),
    UnitKind("policies", policies, "setting", _setting_units, replaces_all=True),
)


def item_of(row: Row[Any], of_variants: Sequence[Row[Any]], of_sizes: Sequence[Row[Any]]) -> Item:
    return Item(
        shop_id=row.shop_id,
        item_id=row.item_id,
        **_taken(row, _ITEM),
        variants=tuple(Variant(**_taken(variant, _VARIANT)) for variant in of_variants),
        facts=MappingProxyType(dict(row.facts)),
        size_chart=tuple(_size_of(size) for size in of_sizes),
        words=tuple(row.words),
        as_of=row.as_of,
    )


def _size_of(row: Row[Any]) -> SizeRow:
    ranges = {m: (getattr(row, f"{m}_min"), getattr(row, f"{m}_max")) for m in _MEASURES}
    return SizeRow(size=row.size, **{m: None if None in bounds else bounds for m, bounds in ranges.items()})


def courier_of(row: Row[Any], regions: Sequence[Row[Any]]) -> Courier:
    return Courier(
        name=row.name,
        fee_fen=row.fee_fen,
        is_default=row.is_default,
        regions=tuple(CourierRegion(**_taken(region, _REGION)) for region in regions),
    )


def promotion_of(row: Row[Any]) -> Promotion:
    return Promotion(
        promotion_id=row.promotion_id,
        kind=PromotionKind(row.kind),
        item_ids=tuple(row.item_ids),
        **_taken(row, _PROMOTION),
    )


def policy_of(rows: Iterable[Row[Any]]) -> Policy:
    """A setting that this version does not know any more is left out."""
    known = {field.name for field in fields(Policy)}
    return Policy(**{row.setting: row.value for row in rows if row.setting in known})
