"""Filling a wording: one pass, a closed list of names, no code in it.

`{item}` is a slot; any other brace is refused when the book is read. A value is never looked at again, so a buyer who
writes `{paid}` reads `{paid}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.china_time import CHINA
from bot.domain.facts import SLOTS, FactValue, Kind

LONGEST_WORDING = 300
LONGEST_REPLY = 1_000

_SLOT = re.compile(r"\{([a-z_]+)\}")


def slots_in(wording: str) -> tuple[str, ...]:
    """Names of the slots of a wording, in order."""
    return tuple(_SLOT.findall(wording))


def faults(wording: str) -> list[str]:
    """What is wrong with a wording, in words for its author; empty: nothing."""
    found = [
        f"names an unknown slot {{{name}}}; known: {', '.join(SLOTS)}."
        for name in slots_in(wording)
        if name not in SLOTS
    ]
    if re.search(r"[{}$]", _SLOT.sub("", wording)):
        found.append("has a brace or $ that is no slot; write slots as {item}.")
    if not wording.strip() or len(wording) > LONGEST_WORDING:
        found.append(f"has {len(wording)} characters, expected 1 to {LONGEST_WORDING}.")
    return found


def written(name: str, value: FactValue) -> str:
    """A typed value as a reply says it: `39.9元`, `11月24日16:00` (China time)."""
    kind = SLOTS[name].kind
    if kind is Kind.FEN and isinstance(value, int):
        yuan = f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".")
        return f"{yuan}元"
    if kind is Kind.MOMENT and isinstance(value, datetime):
        local = value.astimezone(CHINA)
        return f"{local.month}月{local.day}日{local:%H:%M}"
    if kind is Kind.DATE and isinstance(value, date):
        return f"{value.month}月{value.day}日"
    return str(value)


def fill(wording: str, values: Mapping[str, FactValue]) -> str | None:
    """The wording with every slot filled, or None when one is empty."""
    if any(values.get(name, "") == "" for name in slots_in(wording)):
        return None
    return _SLOT.sub(lambda m: written(m.group(1), values[m.group(1)]), wording)[:LONGEST_REPLY]
