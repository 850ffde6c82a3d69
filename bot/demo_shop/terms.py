"""The couriers, promotions, policies and size charts of the demo shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo_shop import source
from bot.demo_shop.catalogue import fen
from bot.domain.shop import Courier, CourierRegion


@dataclass(frozen=True, slots=True)
class Terms:
    couriers: tuple[Courier, ...]
    """The default first."""
    platform_names: Mapping[str, str]
    """韵达 → 韵达快递, as order files write it."""
    promotions: tuple[Mapping[str, str], ...]
    """By column name, `商品编号` still in codes."""
    policies: Mapping[str, str]
    charts: Mapping[str, tuple[str, ...]]

    def courier(self, name: str) -> Courier:
        return next(courier for courier in self.couriers if courier.name == name)

    def default_to(self, province: str) -> Courier:
        """The default courier, or where it does not go the next that does."""
        return next(courier for courier in self.couriers if reaches(courier, province))

    def running_since_days(self, promotion_id: str) -> int:
        """How many days ago the promotion began."""
        row = next(row for row in self.promotions if row["活动编号"] == promotion_id)
        begun = re.match(r"@-(\d+)d", row["开始"])
        return int(begun[1]) if begun else 0

    def codes_of(self, promotion_id: str) -> tuple[str, ...]:
        row = next(row for row in self.promotions if row["活动编号"] == promotion_id)
        return tuple(row["商品编号"].split("、"))


def reaches(courier: Courier, province: str) -> bool:
    region = courier.region(province)
    return region is not None and region.reachable


def load_terms() -> Terms:
    tables = source.read("terms")
    return Terms(
        couriers=tuple(_courier(row) for row in tables["couriers"]),
        platform_names={row["name"]: row["platform_name"] for row in tables["couriers"]},
        promotions=tuple(tables["promotions"]),
        policies=tables["policies"],
        charts={name: tuple(rows) for name, rows in tables["charts"].items()},
    )


def _courier(row: dict[str, Any]) -> Courier:
    return Courier(
        name=row["name"],
        fee_fen=fen(row["surcharge"]),
        is_default=row.get("default", False),
        regions=tuple(region for text in row["regions"] for region in _regions(text)),
    )


def _regions(text: str) -> list[CourierRegion]:
    provinces, fastest, slowest, *surcharge = text.removeprefix("!").split()
    return [
        CourierRegion(
            province=province,
            days_min=int(fastest),
            days_max=int(slowest),
            fee_fen=fen(surcharge[0]) if surcharge else None,
            reachable=not text.startswith("!"),
        )
        for province in provinces.split("、")
    ]
