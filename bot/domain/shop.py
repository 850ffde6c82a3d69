"""What a shop knows of itself: catalogue and stock, couriers, promotions, policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.order import Order

LONGEST_TITLE = 16
"""So much of a title that the catalogue does not know is told."""
_START = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that can be ordered of an item."""

    name: str
    """`红色 L`, or "" when the item has one form only."""
    sku: str = ""
    price_fen: int = 0
    stock: int | None = None
    """Pieces; None: the shop did not say."""
    restock_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRow:
    """One size and the body it fits; bounds are inclusive, None: not a criterion."""

    size: str
    height_cm: tuple[int, int] | None = None
    weight_jin: tuple[int, int] | None = None
    """市斤 (0.5 kg), as buyers say it."""
    foot_mm: tuple[int, int] | None = None
    age_months: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the catalogue."""

    shop_id: str
    item_id: str
    title: str
    short_title: str = ""
    """What a reply calls it."""
    trade: str = ""
    merchant_code: str = ""
    variants: tuple[Variant, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """材质 → 纯棉 …, as the shop's columns name them."""
    size_chart: tuple[SizeRow, ...] = ()
    words: tuple[str, ...] = ()
    """Other words buyers use for it."""
    as_of: datetime | None = None

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def stock(self) -> int | None:
        """Pieces over all variants; None when no variant has a figure."""
        known = [v.stock for v in self.variants if v.stock is not None]
        return sum(known) if known else None

    @property
    def price_fen(self) -> int | None:
        """The lowest price of a variant."""
        return min((v.price_fen for v in self.variants if v.price_fen), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierRegion:
    """How a courier serves one province; `province` "*" is everywhere else."""

    province: str
    days_min: int
    days_max: int
    fee_fen: int | None = None
    """What the buyer adds for choosing it there; None: the courier's general fee."""
    reachable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """A courier that the shop sends with."""

    name: str
    fee_fen: int = 0
    """What the buyer adds for choosing it, in fen; 0 for the default."""
    is_default: bool = False
    regions: tuple[CourierRegion, ...] = ()

    def region(self, province: str) -> CourierRegion | None:
        """The row for a province (`黑龙江` or `黑龙江省`), else the one for everywhere else."""
        for row in self.regions:
            if (
                row.province != "*"
                and (province.startswith(row.province) or row.province.startswith(province))
                and province
            ):
                return row
        return next((row for row in self.regions if row.province == "*"), None)

    def fee_to(self, province: str) -> int:
        row = self.region(province)
        return self.fee_fen if row is None or row.fee_fen is None else row.fee_fen


class PromotionKind(StrEnum):
    """What a promotion gives."""

    FULL_REDUCTION = "full_reduction"  # 满减
    DISCOUNT = "discount"  # 折扣, 第二件半价
    COUPON = "coupon"  # 优惠券
    GIFT = "gift"  # 赠品
    PRESALE = "presale"  # 预售


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One campaign rule with its time."""

    promotion_id: str
    kind: PromotionKind
    name: str
    rule: str
    """As a buyer is told it: `满199元减20元`."""
    threshold_fen: int = 0
    off_fen: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    item_ids: tuple[str, ...] = ()
    """Empty: the whole shop."""
    how: str = ""
    """How to get it: `店铺首页领取`."""

    def runs(self, now: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now < self.ends_at)

    def covers(self, item_id: str | None) -> bool:
        return not self.item_ids or (item_id is not None and item_id in self.item_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The numbers a shop owner sets; the defaults are those of the domain note."""

    ship_within_hours: int = 48
    same_day_cutoff: str = ""
    """`16:00`: paid before it leaves the same day as a rule; "": the shop does not say."""
    ships_from: str = ""
    free_shipping: bool = True
    freight_fen: int = 0
    """What the buyer pays when shipping is not free."""
    free_shipping_from_fen: int = 0
    """Free from this sum on when `free_shipping` is false; 0: never."""
    return_days: int = 7
    return_review_days: str = "1-3个工作日"
    refund_days: str = "1-3个工作日"
    freight_insurance: bool = False
    price_protection_days: int = 7
    warranty_days: int = 0
    """0: the shop gives none beyond the law; items may say their own (fact 保修)."""
    invoice_kinds: str = "增值税普通发票和专用发票"
    invoice_day: int = 25
    """Day of the month on which invoices that ran out are sent, free."""
    payment_methods: str = "支付宝、信用卡、快捷支付、花呗"
    cash_on_delivery: bool = False
    max_compensation_fen: int = 1500
    agent_hours: str = "9:00-22:00"
    freshness_hours: int = 24
    """Stock, price and logistics older than this are not told as present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    shop_id: str
    name: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that one shop gave of itself, at one version."""

    shop: Shop
    version: int
    policy: Policy
    items: Mapping[str, Item]
    couriers: tuple[Courier, ...] = ()
    """The default first."""
    promotions: tuple[Promotion, ...] = ()
    _by_start: Mapping[str, tuple[Item, ...]] = field(init=False, repr=False, compare=False)
    """Items by the first characters of what a reply calls them: a draft is not held against ten thousand names."""

    def __post_init__(self) -> None:
        by_start: dict[str, list[Item]] = {}
        for item in self.items.values():
            by_start.setdefault(item.name[:_START], []).append(item)
        object.__setattr__(self, "_by_start", {start: tuple(items) for start, items in by_start.items()})

    def named_in(self, text: str, *, also: Item | None = None) -> tuple[Item, ...]:
        """The items whose name stands in the text, and `also`, by item_id."""
        starts = {text[at : at + size] for at in range(len(text)) for size in range(1, _START + 1)}
        found = {item.item_id: item for s in starts for item in self._by_start.get(s, ()) if item.name in text}
        if also is not None:
            found[also.item_id] = also
        return tuple(found[item_id] for item_id in sorted(found))

    def called(self, order: Order) -> str:
        """What a reply calls an order: `手工云片糕 200g`, or `手工云片糕 200g等3件`; "" without lines."""
        if not order.lines:
            return ""
        first = order.lines[0]
        item = self.items.get(first.item_id or "")
        name = item.name if item else first.title[:LONGEST_TITLE]
        return name if len(order.lines) == 1 else f"{name}等{sum(line.quantity for line in order.lines)}件"
