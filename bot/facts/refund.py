"""How far an after-sales application is."""

from __future__ import annotations

from bot.domain.order import RefundStage
from bot.facts.situation import Situation, Told

NEED = "refund"


def tell(situation: Situation) -> Told:
    order = situation.order
    stage = order.refund_stage if order else RefundStage.NONE
    return Told(
        values={"refund_amount": (order.refund_fen or None) if order else None},
        circumstances={"refund_stage": stage.value},
        as_of=order.as_of if order else None,
    )
