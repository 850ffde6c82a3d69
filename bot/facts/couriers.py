"""Which courier, at what extra, in how many days to the place asked about or the order's own."""

from __future__ import annotations

import re

from bot.domain.shop import Courier
from bot.facts.situation import Situation, Told, days_text, listed
from bot.replies.slots import written
from intents import Entity, places

NEED = "couriers"
_NEAR = 6
_AVOIDED_BEFORE = re.compile(
    r"(?:不要|别发|别用|不想|不发|除了|千万别|不用|不走|别给我|拒绝|讨厌)[^,，.。!！?？;；\s]{0,3}$"
)
_AVOIDED_AFTER = re.compile(r"(?:快递|速递)?(?:就?算了|不要|不想|不行|别|太慢|不好|除外|不用)")


def tell(situation: Situation) -> Told:
    couriers = situation.knowledge.couriers
    place, province = _place(situation)
    default = couriers[0] if couriers else None
    named, avoided, asked = _asked(situation)
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
            "courier_asked": _stance(named, avoided, asked),
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


def _asked(situation: Situation) -> tuple[bool, bool, Courier | None]:
    """Whether one was named, whether only ones to avoid, and the first wanted one that the shop has (else the first had)."""
    named = situation.named("courier")
    by_name = {c.name: c for c in situation.knowledge.couriers}
    wanted = [e for e in named if not _refused(situation.message.text, e)]
    known = [by_name[e.value] for e in wanted or named if e.value in by_name]
    return bool(named), bool(named) and not wanted, known[0] if known else None


def _refused(text: str, courier: Entity) -> bool:
    """`不要发圆通`, `圆通就算了`: the refusal stands in the courier's own clause, beside it."""
    before, after = text[max(0, courier.start - _NEAR) : courier.start], text[courier.end : courier.end + _NEAR]
    return _AVOIDED_BEFORE.search(before) is not None or _AVOIDED_AFTER.match(after) is not None


def _stance(named: bool, avoided: bool, asked: Courier | None) -> str:
    if not named:
        return "none"
    if avoided:
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
