"""The invented buyers of the demo shop."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from bot.demo_shop import SEED


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A buyer keeps one receiver, phone and address over all orders."""

    nick: str
    name: str
    phone: str
    province: str
    city: str
    district: str
    address: str
    """As order files write it: `省 市 区 …(post code)`."""


class Crowd:
    """Gives every nick its person; the nth to come has the phone 1380000<n>, which nobody takes for a real one."""

    def __init__(self, people: dict[str, Any]) -> None:
        self._people = people
        self._known: dict[str, Buyer] = {}

    def buyer(self, nick: str, *, city: str | None = None) -> Buyer:
        """`city` picks the place for a nick that is new."""
        if nick not in self._known:
            self._known[nick] = self._invent(nick, len(self._known) + 1, city)
        return self._known[nick]

    def _invent(self, nick: str, number: int, city: str | None) -> Buyer:
        rng = Random(f"{SEED}:buyer:{nick}")
        places = [place for place in self._people["places"] if city is None or city in place]
        province, town, district, post_code, *village = rng.choice(places).split()
        house = f"{rng.choice(self._people['streets'])}{rng.randint(1, 199)}号"
        home = f"{house}{rng.randint(1, 20)}幢{rng.randint(1, 4)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}室"
        where = f"{village[0]}{rng.randint(1, 9)}组{rng.randint(1, 60)}号" if village else home
        return Buyer(
            nick=nick,
            name=rng.choice(self._people["surnames"]) + rng.choice(self._people["given"]),
            phone=f"1380000{number:04}",
            province=province,
            city=town,
            district=district,
            address=f"{province} {town} {district} {where}({post_code})",
        )


def shuffled_nicks(people: dict[str, Any]) -> list[str]:
    """Every nick that can be put together, in an order of the seed."""
    nicks = [head + tail for head in people["nick_heads"] for tail in people["nick_tails"]]
    Random(f"{SEED}:nicks").shuffle(nicks)
    return nicks
