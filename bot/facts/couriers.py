"""Which courier, at what extra, in how many days to the place asked about or the order's own."""

from __future__ import annotations

import re

from bot.domain.shop import Courier
from bot.facts.situation import Situation, Told, days_text, listed
from bot.replies.slots import written
from intents import places

NEED = "couriers"
_AVOIDED = re.compile(r"不要|别发|别用|不想|不发|除了|千万别|不用|不走")


def tell(situation: Situation) -> Told:
    couriers = situation.knowledge.couriers
    place, province = _place(situation)
    default = couriers[0] if couriers else None
    asked_word, asked = _asked(situation)
    reach, other = _reach(couriers, province)
    return Told(
        values={
            "default_courier": default.name if default else None,
            "default_days": _days(default, province),
            "asked_courier": asked.name if asked else None,
            "asked_courier_fee": (asked.fee_to(province) or None) if asked else None,
            "asked_courier_days": _days(asked, province),
            "couriers": listed(_line(c, province) for c in couriers if _reaches(c, province)),
            "other_courier": other.name if other else None,
            "place": place,
        },
        circumstances={
            "courier_asked": _stance(situation, asked_word, asked),
            "place_asked": bool(place),
            "reach": reach,
        },
    )


def _place(situation: Situation) -> tuple[str | None, str]:
    """The place named and its province; with none named, the province the order goes to."""
    named = situation.named("place")
    if named:
        return named[-1].value, places()[named[-1].value].province
    receiver = situation.order.receiver if situation.order else None
    return None, receiver.province if receiver else ""


def _asked(situation: Situation) -> tuple[str | None, Courier | None]:
    named = situation.named("courier")
    if not named:
        return None, None
    by_name = {c.name: c for c in situation.knowledge.couriers}
    known = [by_name[e.value] for e in named if e.value in by_name]
    return named[0].value, known[0] if known else None


def _stance(situation: Situation, word: str | None, asked: Courier | None) -> str:
    if word is None:
        return "none"
    if _AVOIDED.search(situation.prediction.clean.text):
        return "avoided"
    if asked is None:
        return "not_offered"
    return "default" if asked.is_default else "offered"


def _reaches(courier: Courier, province: str) -> bool:
    row = courier.region(province)
    return row is None or row.reachable


def _reach(couriers: tuple[Courier, ...], province: str) -> tuple[str, Courier | None]:
    if not province or not couriers:
        return "unknown", None
    if _reaches(couriers[0], province):
        return "yes", None
    other = next((c for c in couriers[1:] if _reaches(c, province)), None)
    return ("other_courier", other) if other else ("no", None)


def _days(courier: Courier | None, province: str) -> str | None:
    row = courier.region(province) if courier else None
    return days_text(row.days_min, row.days_max) if row and row.reachable else None


def _line(courier: Courier, province: str) -> str:
    """`顺丰（补23元，约2天）`."""
    fee = courier.fee_to(province)
    notes = [f"补{written('asked_courier_fee', fee)}" if fee else "", _days(courier, province) or ""]
    inside = "，".join(n for n in notes if n)
    return f"{courier.name}（{inside}）" if inside else courier.name
