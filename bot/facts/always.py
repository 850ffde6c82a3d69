"""What every reply may say, whatever the intent."""

from __future__ import annotations

from bot.domain.order import Order
from bot.facts.situation import Situation, Told, day_month, listed

NEED = "always"


def tell(situation: Situation) -> Told:
    choices = situation.choices[:3]
    return Told(
        values={
            "shop": situation.knowledge.shop.name,
            "agent_hours": situation.knowledge.policy.agent_hours,
            "choices": listed(_choice(situation, order) for order in choices),
        },
        circumstances={
            "mood": situation.prediction.mood,
            "other_account": situation.other_account,
            "order_choice": bool(choices),
        },
    )


def _choice(situation: Situation, order: Order) -> str:
    """`11月20日拍的手工云片糕（尾号1234）`."""
    made = f"{day_month(order.created_at)}拍的" if order.created_at else ""
    return f"{made}{situation.knowledge.called(order) or '订单'}（尾号{order.order_id[-4:]}）"
