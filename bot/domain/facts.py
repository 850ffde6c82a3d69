"""The closed list of what a wording may say (slots) and what may choose it (circumstances).

`steps.gather` fills both; `replies.book` refuses a template that names anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.order import OrderState, RefundStage

FactValue = str | int | date | datetime


class Kind(StrEnum):
    """How a slot's typed value is written in a reply."""

    TEXT = "text"
    COUNT = "count"
    FEN = "fen"
    DATE = "date"  # 11月24日
    MOMENT = "moment"  # 11月24日16:00, China time


@dataclass(frozen=True, slots=True)
class Slot:
    kind: Kind
    meaning: str
    personal: bool = False
    """Told to the order's own account only."""


SLOTS: Mapping[str, Slot] = MappingProxyType(
    {
        # the shop and its policy
        "shop": Slot(Kind.TEXT, "店铺名"),
        "ship_within": Slot(Kind.TEXT, "发货时限，如 48小时"),
        "cutoff": Slot(Kind.TEXT, "当天发货截单时间，如 16:00"),
        "ships_from": Slot(Kind.TEXT, "发货地"),
        "return_days": Slot(Kind.COUNT, "无理由退换天数，如 7"),
        "return_review_days": Slot(Kind.TEXT, "退货审核用时，如 1-3个工作日"),
        "refund_days": Slot(Kind.TEXT, "退款到账用时"),
        "price_protection_days": Slot(Kind.COUNT, "价保天数"),
        "warranty": Slot(Kind.TEXT, "保修期，如 12个月；只在有保修时"),
        "invoice_kinds": Slot(Kind.TEXT, "可开发票种类"),
        "invoice_day": Slot(Kind.COUNT, "发票统一寄出日，如 25"),
        "payment_methods": Slot(Kind.TEXT, "支持的付款方式"),
        "agent_hours": Slot(Kind.TEXT, "人工客服时间，如 9:00-22:00"),
        "freight": Slot(Kind.FEN, "不包邮时买家付的运费"),
        "free_shipping_from": Slot(Kind.FEN, "满多少包邮"),
        # the item at hand
        "item": Slot(Kind.TEXT, "商品简称"),
        "variant": Slot(Kind.TEXT, "问到的规格"),
        "variants": Slot(Kind.TEXT, "有货的规格，顿号分开"),
        "price": Slot(Kind.FEN, "商品或规格现价"),
        "stock": Slot(Kind.COUNT, "库存件数（新鲜时才有）"),
        "restock_on": Slot(Kind.DATE, "补货日期"),
        "stock_as_of": Slot(Kind.MOMENT, "库存数据的时间"),
        "fact_name": Slot(Kind.TEXT, "问到的商品属性名，如 材质"),
        "fact_value": Slot(Kind.TEXT, "该属性的值"),
        "facts_summary": Slot(Kind.TEXT, "两三项主要属性，如 材质纯棉、净含量200g"),
        "usage": Slot(Kind.TEXT, "使用方法"),
        "size": Slot(Kind.TEXT, "按尺码表推荐的尺码"),
        "size_basis": Slot(Kind.TEXT, "推荐所依据的身高体重，如 165cm、110斤"),
        "sizes": Slot(Kind.TEXT, "有的尺码"),
        "alternatives": Slot(Kind.TEXT, "同类有货商品，最多三个"),
        "recommended": Slot(Kind.TEXT, "推荐的商品，最多三个，带价格"),
        "choices": Slot(Kind.TEXT, "请买家挑选的订单或商品，最多三个"),
        # promotions
        "promotion": Slot(Kind.TEXT, "适用的活动规则，如 满199元减20元"),
        "promotion_ends": Slot(Kind.DATE, "该活动最后一天"),
        "coupon": Slot(Kind.TEXT, "可领的优惠券规则"),
        "coupon_how": Slot(Kind.TEXT, "怎么领券"),
        "gift": Slot(Kind.TEXT, "赠品规则"),
        # couriers
        "default_courier": Slot(Kind.TEXT, "默认快递"),
        "default_days": Slot(Kind.TEXT, "默认快递用时，如 约3天；知道地区时按地区"),
        "asked_courier": Slot(Kind.TEXT, "买家问到的、本店有的快递"),
        "asked_courier_fee": Slot(Kind.FEN, "选它要补的差价"),
        "asked_courier_days": Slot(Kind.TEXT, "它的用时"),
        "couriers": Slot(Kind.TEXT, "可选快递一览，如 韵达（约3天）、顺丰（补23元，约2天）"),
        "other_courier": Slot(Kind.TEXT, "默认不到时能到的快递"),
        "place": Slot(Kind.TEXT, "问到的地方，如 哈尔滨"),
        # the order, only for its own account
        "order_tail": Slot(Kind.TEXT, "订单号后四位", personal=True),
        "order_item": Slot(Kind.TEXT, "订单里的商品，如 手工云片糕等2件", personal=True),
        "paid_at": Slot(Kind.MOMENT, "付款时间", personal=True),
        "ship_by": Slot(Kind.MOMENT, "最晚发货时间（付款时间加时限）", personal=True),
        "shipped_at": Slot(Kind.MOMENT, "发货时间", personal=True),
        "courier": Slot(Kind.TEXT, "订单所用快递", personal=True),
        "tracking_no": Slot(Kind.TEXT, "运单号", personal=True),
        "last_event": Slot(Kind.TEXT, "最近物流动态（新鲜时才有）", personal=True),
        "last_event_at": Slot(Kind.MOMENT, "动态时间", personal=True),
        "signed_at": Slot(Kind.MOMENT, "签收时间", personal=True),
        "eta": Slot(Kind.TEXT, "预计送达，如 11月24日至25日", personal=True),
        "return_until": Slot(Kind.DATE, "无理由退换最后一天", personal=True),
        "price_protection_until": Slot(Kind.DATE, "价保最后一天", personal=True),
        "paid": Slot(Kind.FEN, "实付金额", personal=True),
        "refund_amount": Slot(Kind.FEN, "退款金额", personal=True),
        "invoice_title": Slot(Kind.TEXT, "订单上的发票抬头", personal=True),
    }
)

_YES_NO: tuple[bool, ...] = (True, False)

CIRCUMSTANCES: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        # the order
        "order_state": tuple(s.value for s in OrderState),  # no_order: none known, or none told to this account
        "order_choice": _YES_NO,  # the buyer has several open orders and did not say which
        "overdue": _YES_NO,  # paid longer ago than the shop's shipping time, not sent
        "logistics": ("fresh", "stale", "none"),  # last position: told, too old to tell, not known
        "refund_stage": tuple(s.value for s in RefundStage),
        "return_window": ("open", "closed", "unknown"),  # unknown: sign-off time not known
        "price_protection": ("open", "closed", "unknown"),
        "invoice_title_known": _YES_NO,
        "other_account": _YES_NO,  # the buyer asks about an order of somebody else's account
        # the item
        "item_known": _YES_NO,
        "variant_asked": ("known", "unknown", "none"),  # a variant word was said, and the item has it or not
        "stock_state": ("in", "low", "out", "stale", "unknown"),  # of the variant asked, else of the item; low: 1 to 5
        "price_fresh": _YES_NO,
        "fact_asked": ("found", "missing", "none"),  # a product fact was asked by name, and the catalogue has it or not
        "size_state": ("found", "need_measures", "no_match", "no_chart"),
        "alternatives_known": _YES_NO,
        # promotions
        "promotion_runs": _YES_NO,
        "coupon_runs": _YES_NO,
        "gift_runs": _YES_NO,
        # couriers, freight, places
        "courier_asked": ("default", "offered", "not_offered", "avoided", "none"),  # avoided: 不要圆通
        "place_asked": _YES_NO,
        "reach": ("yes", "other_courier", "no", "unknown"),  # the default courier reaches the place; another one does
        "free_shipping": _YES_NO,
        "free_shipping_over": _YES_NO,  # not free, but free from a sum on
        "cutoff_set": _YES_NO,
        # policy
        "freight_insurance": _YES_NO,
        "cash_on_delivery": _YES_NO,
        "warranty_known": _YES_NO,
        "payment_asked": ("off_platform", "cash_on_delivery", "supported", "none"),
        # the buyer
        "mood": ("calm", "anxious", "disappointed", "angry", "insulting"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known for one intent of one message. A slot that is not known is not in `values`."""

    values: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    circumstances: Mapping[str, str | bool] = field(default_factory=lambda: MappingProxyType({}))
    as_of: datetime | None = None
    """The oldest time of the rows told; None: only policy."""
    stale: bool = False
    """Something asked for was too old to be told: never answered automatically."""
