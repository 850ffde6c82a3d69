"""What runs now: a reduction or discount, a coupon, a gift; for the item at hand where one is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.domain.china_time import CHINA
from bot.domain.shop import Promotion, PromotionKind
from bot.facts.situation import Situation, Told

NEED = "promotions"


def tell(situation: Situation) -> Told:
    item_id = situation.item.item_id if situation.item else None
    running = [p for p in situation.knowledge.promotions if p.runs(situation.now) and p.covers(item_id)]
    promotion = _first(running, PromotionKind.FULL_REDUCTION, PromotionKind.DISCOUNT)
    coupon = _first(running, PromotionKind.COUPON)
    gift = _first(running, PromotionKind.GIFT)
    # a campaign that ends at midnight ran on the day before
    ends = (
        (promotion.ends_at - timedelta(seconds=1)).astimezone(CHINA).date() if promotion and promotion.ends_at else None
    )
    return Told(
        values={
            "promotion": promotion.rule if promotion else None,
            "promotion_ends": ends,
            "coupon": coupon.rule if coupon else None,
            "coupon_how": coupon.how if coupon else None,
            "gift": gift.rule if gift else None,
        },
        circumstances={
            "promotion_runs": promotion is not None,
            "coupon_runs": coupon is not None,
            "gift_runs": gift is not None,
        },
    )


def _first(running: Iterable[Promotion], *kinds: PromotionKind) -> Promotion | None:
    """The most special one: for certain items before the whole shop, then by kind as given, then the lowest threshold."""
    of_kind = [p for p in running if p.kind in kinds]
    return min(
        of_kind, key=lambda p: (not p.item_ids, kinds.index(p.kind), p.threshold_fen, p.promotion_id), default=None
    )
