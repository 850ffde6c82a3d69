"""The promotions table: one row a campaign rule."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.domain.china_time import CHINA
from bot.domain.shop import Promotion, PromotionKind
from bot.orders import cells
from bot.orders.sheet import Column, Format, Row, Sheet

_KINDS = {
    "满减": PromotionKind.FULL_REDUCTION,
    "折扣": PromotionKind.DISCOUNT,
    "优惠券": PromotionKind.COUPON,
    "赠品": PromotionKind.GIFT,
    "预售": PromotionKind.PRESALE,
}


def read(sheet: Sheet) -> list[object]:
    promotions: dict[str, tuple[Promotion, int]] = {}
    for row in sheet.rows():
        promotion = _promotion(row)
        known = promotions.setdefault(promotion.promotion_id, (promotion, row.line))
        if known[0] != promotion:
            row.bad("活动编号", f"与第 {known[1]} 行相同，内容却不同；每个活动一行")
    return [promotion for promotion, _ in promotions.values()]


def _promotion(row: Row) -> Promotion:
    promotion_id = row.identifier("活动编号")
    if not promotion_id:
        row.needed("活动编号", None, "")
    starts_at = _moment(row, "开始", whole_day=False)
    ends_at = _moment(row, "结束", whole_day=True)
    if starts_at and ends_at and ends_at <= starts_at:
        row.bad("结束", "不晚于开始；请检查两格是否填反")
    return Promotion(
        promotion_id=promotion_id,
        kind=_kind(row),
        name=row.needed_text("名称"),
        rule=row.needed_text("规则"),
        threshold_fen=row.fen("门槛") or 0,
        off_fen=row.fen("减免") or 0,
        starts_at=starts_at,
        ends_at=ends_at,
        item_ids=row.words("商品编号"),
        how=row.text("领取方式"),
    )


def _kind(row: Row) -> PromotionKind:
    text = row.needed_text("类型")
    if text and text not in _KINDS:
        row.bad("类型", f"不认识「{text[:20]}」；应为 {'、'.join(_KINDS)} 之一")
    return _KINDS.get(text, PromotionKind.DISCOUNT)


def _moment(row: Row, column: str, *, whole_day: bool) -> datetime | None:
    """A day alone is taken whole: from its first moment, to the last."""
    try:
        day = cells.day(row.raw(column)) if ":" not in row.raw(column) else None
    except cells.CellError:
        day = None
    if day is None:
        return row.moment(column)
    local = datetime.combine(day, time(), tzinfo=CHINA) + timedelta(days=int(whole_day))
    return local.astimezone(UTC)


FORMAT = Format(
    kind="promotions",
    columns=(
        Column("活动编号", needed=True),
        Column("类型", needed=True),
        Column("名称", needed=True),
        Column("规则", needed=True),
        *(Column(name) for name in ["门槛", "减免", "开始", "结束", "商品编号", "领取方式"]),
    ),
    read=read,
    file_name="promotions",
)
