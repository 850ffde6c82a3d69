"""The shop's numbers: times, fees, ways to pay."""

from __future__ import annotations

from bot.facts.situation import Situation, Told

NEED = "policy"
_OFF_PLATFORM = {"微信", "QQ", "银行转账", "私人支付宝"}


def tell(situation: Situation) -> Told:
    policy = situation.knowledge.policy
    item_warranty = situation.item.facts.get("保修") if situation.item else None
    warranty = item_warranty or (f"{policy.warranty_days}天" if policy.warranty_days else None)
    return Told(
        values={
            "ship_within": f"{policy.ship_within_hours}小时",
            "cutoff": policy.same_day_cutoff,
            "ships_from": policy.ships_from,
            "return_days": policy.return_days or None,
            "return_review_days": policy.return_review_days,
            "refund_days": policy.refund_days,
            "price_protection_days": policy.price_protection_days or None,
            "warranty": warranty,
            "invoice_kinds": policy.invoice_kinds,
            "invoice_day": policy.invoice_day,
            "payment_methods": policy.payment_methods,
            "freight": None if policy.free_shipping else policy.freight_fen,
            "free_shipping_from": None if policy.free_shipping else policy.free_shipping_from_fen or None,
        },
        circumstances={
            "freight_insurance": policy.freight_insurance,
            "cash_on_delivery": policy.cash_on_delivery,
            "warranty_known": warranty is not None,
            "free_shipping": policy.free_shipping,
            "free_shipping_over": not policy.free_shipping and policy.free_shipping_from_fen > 0,
            "cutoff_set": bool(policy.same_day_cutoff),
            "payment_asked": _payment_asked(situation),
        },
    )


def _payment_asked(situation: Situation) -> str:
    asked = {e.value for e in situation.named("payment")}
    if asked & _OFF_PLATFORM:
        return "off_platform"
    if "货到付款" in asked:
        return "cash_on_delivery"
    return "supported" if any(way in situation.knowledge.policy.payment_methods for way in asked) else "none"
