"""What every reply may say, whatever the intent."""

from __future__ import annotations

from bot.facts.situation import Situation, Told, day_month, listed

NEED = "always"


def tell(situation: Situation) -> Told:
    choices = situation.choices[:3]
    return Told(
        values={
            "shop": situation.knowledge.shop.name,
            "agent_hours": situation.knowledge.policy.agent_hours,
            "choices": listed(
                f"{day_month(o.created_at) + '拍的' if o.created_at else ''}{o.lines[0].title[:14] if o.lines else '订单'}（尾号{o.order_id[-4:]}）" for o in choices
            ),
        },
        circumstances={
            "mood": situation.prediction.mood,
            "other_account": situation.other_account,
            "order_choice": bool(choices),
        },
    )
